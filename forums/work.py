"""What forums put on the desk: first posts that wait, and posts that readers reported."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forums.models import APPEAL, FLAGGED, HELD, UNANSWERED, Appeal, Post, Topic
from portal.desk.registry import Decision, Reviewable
from portal.markings.roles import roles
from workspaces.appeals import judges_of
from workspaces.models.kinds import Role

ROUTING = "forums.route_question"
RELATED = ("topic__workspace", "author__administration")


def moderators_of(post: Post) -> set[str]:
    """Return who handles it: the moderators of its room."""
    return {Role.MODERATOR.token(post.workspace_id)}


def language_of(post: Post) -> str:
    """Return the language of its author."""
    return str(post.author.language) if post.author else "en"


def routers_of(topic: Topic) -> set[str]:
    """Return who finds people for a question: its moderators; of what all read, the Secretariat."""
    tokens = {Role.MODERATOR.token(topic.workspace_id)}
    if "members" in topic.audience_tokens():
        tokens |= {role.token for role in roles() if ROUTING in role.permissions}
    return tokens


HELD_POSTS = Reviewable(
    code=HELD,
    title=_("First posts"),
    model=Post,
    permission="forums.handle_held",
    summary="forums/desk_post.html",
    decisions=(
        Decision(
            code="release", label=_("Show it"), outcome=_("Shown"), verb=Post.release, key="a",
        ),
        Decision(
            code="return", label=_("Return to its author"), outcome=_("Returned"),
            verb=Post.give_back, key="r", needs_reason=True, is_return=True,
        ),
        Decision(
            code="reject", label=_("Reject"), outcome=_("Rejected"), verb=Post.reject,
            needs_reason=True, is_danger=True,
        ),
    ),
    working_days=1,
    place=60,
    related=RELATED,
    language=language_of,
    handlers=moderators_of,
)  # fmt: skip
FLAGGED_POSTS = Reviewable(
    code=FLAGGED,
    title=_("Reported posts"),
    model=Post,
    permission="forums.handle_flag",
    summary="forums/desk_post.html",
    decisions=(
        Decision(
            code="keep", label=_("Leave it"), outcome=_("Left as it is"), verb=Post.keep_flagged,
            key="a",
        ),
        Decision(
            code="remove", label=_("Remove it"), outcome=_("Removed"), verb=Post.remove_flagged,
            key="r", needs_reason=True, is_danger=True,
        ),
        Decision(
            code="raise", label=_("Raise its label"), outcome=_("Label raised"),
            href=lambda post: reverse("forums:post_label", args=[post.public_id]),
        ),
    ),
    working_days=1,
    place=61,
    related=RELATED,
    language=language_of,
    handlers=moderators_of,
)  # fmt: skip
UNANSWERED_QUESTIONS = Reviewable(
    code=UNANSWERED,
    title=_("Questions without an answer"),
    model=Topic,
    permission=ROUTING,
    summary="forums/desk_question.html",
    decisions=(
        Decision(
            code="ask", label=_("Ask somebody"), outcome=_("People were asked"), key="a",
            href=lambda topic: reverse("forums:topic_people", args=[topic.public_id]),
            is_offered=lambda topic: topic.is_waiting,
        ),
        Decision(
            code="wait", label=_("Let it wait"), outcome=_("Left to wait"),
            verb=lambda topic, *, by, reason: topic.let_wait(by=by),
            hint=_("Its working days are counted from today on."),
        ),
        Decision(
            code="expire", label=_("Close it as not answered"), outcome=_("Not answered in time"),
            verb=lambda topic, *, by, reason: topic.expire(by=by), is_danger=True,
            hint=_("Its asker is told, and may ask it again."),
        ),
    ),
    outcomes={"answered": _("Answered"), "concluded": _("Ended by its asker")},
    working_days=3,
    place=62,
    related=("workspace", "author__administration"),
    handlers=routers_of,
)  # fmt: skip
APPEALS = Reviewable(
    code=APPEAL,
    title=_("Appeals about posts"),
    model=Appeal,
    permission="forums.handle_appeal",
    summary="forums/desk_appeal.html",
    decisions=(
        Decision(
            code="overturn", label=_("Show it again"), outcome=_("Shown again"),
            verb=Appeal.overturn, key="a",
        ),
        Decision(
            code="uphold", label=_("The decision stands"), outcome=_("The decision stands"),
            verb=Appeal.uphold, key="r", needs_reason=True,
            hint=_("The author and whoever decided read the reason."),
        ),
    ),
    working_days=5,
    place=62,
    related=("post__topic__workspace", "by"),
    # Neither the room nor the topic: officers of the Secretariat may read this title.
    name=lambda appeal: gettext("Appeal about the post %s") % appeal.post.public_id,
    language=lambda appeal: str(appeal.by.language),
    handlers=lambda appeal: judges_of(appeal, appeal.post.workspace_id),
)  # fmt: skip
