"""Topics, posts, and how far people read them."""

from forums.models.appeal import APPEAL, Appeal
from forums.models.ask import Ask, Rest
from forums.models.attachment import Attachment
from forums.models.ballot import Ballot, Voter
from forums.models.bookmark import Bookmark
from forums.models.flag import Flag
from forums.models.grant import TopicGrant
from forums.models.kinds import PER_PAGE
from forums.models.mark import ReadMark
from forums.models.moderating import FLAGGED, HELD
from forums.models.plan import Plan, Way
from forums.models.poll import Option, Poll
from forums.models.position import POSITION
from forums.models.post import Post, PostQuerySet
from forums.models.question import UNANSWERED, Step
from forums.models.topic import Topic, TopicQuerySet
from forums.models.transfer import Transfer
from forums.models.version import PostVersion, Wording

__all__ = [
    "APPEAL",
    "FLAGGED",
    "HELD",
    "PER_PAGE",
    "POSITION",
    "UNANSWERED",
    "Appeal",
    "Ask",
    "Attachment",
    "Ballot",
    "Bookmark",
    "Flag",
    "Option",
    "Plan",
    "Poll",
    "Post",
    "PostQuerySet",
    "PostVersion",
    "ReadMark",
    "Rest",
    "Step",
    "Topic",
    "TopicGrant",
    "TopicQuerySet",
    "Transfer",
    "Voter",
    "Way",
    "Wording",
]
