"""Topics, posts, and how far people read them."""

from forums.models.flag import Flag
from forums.models.mark import ReadMark
from forums.models.post import FLAGGED, HELD, POSITION, Post, PostQuerySet
from forums.models.topic import PER_PAGE, Topic, TopicQuerySet
from forums.models.version import PostVersion

__all__ = [
    "FLAGGED",
    "HELD",
    "PER_PAGE",
    "POSITION",
    "Flag",
    "Post",
    "PostQuerySet",
    "PostVersion",
    "ReadMark",
    "Topic",
    "TopicQuerySet",
]
