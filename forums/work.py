"""What forums put on the desk: first posts that wait, and posts that readers reported."""

from django.utils.translation import gettext_lazy as _

from forums.models import FLAGGED, HELD, Post
from portal.desk.registry import Decision, Reviewable
from workspaces.models.kinds import Role

RELATED = ("topic__workspace", "author__administration")


def moderators_of(post: Post) -> set[str]:
    """Return who handles it: the moderators of its room."""
    return {Role.MODERATOR.token(post.workspace_id)}


def language_of(post: Post) -> str:
    """Return the language of its author."""
    return str(post.author.language) if post.author else "en"


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
    permission="forums.handle_held",
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
    ),
    working_days=1,
    place=61,
    related=RELATED,
    language=language_of,
    handlers=moderators_of,
)  # fmt: skip
