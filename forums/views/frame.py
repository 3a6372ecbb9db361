"""What the pages of a topic have in common."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forums.models import Post, Topic
from forums.models.post import is_moderated_by
from portal.audit.models import record
from portal.markings.models import Marking, NotReadable
from workspaces.views.frame import show


class Row(NamedTuple):
    """A post as a page shows it, with what its reader may do to it."""

    post: Post
    is_new: bool
    is_first_new: bool
    may_edit: bool
    may_accept: bool
    may_mark: bool
    may_report: bool
    may_remove: bool
    may_appeal: bool


def found_topic(request: HttpRequest, public_id: str) -> Any:
    """Return the topic of this address that the reader may read, with how far they read it."""
    topics = Topic.objects.with_people().with_mark_of(request.user).with_reach_of(request.user)
    return topics.readable_or_404(request.user, public_id=public_id)


def found_post(request: HttpRequest, public_id: str) -> Post:
    """Return the post of this address, in a topic that the reader may read."""
    posts = Post.objects.select_related("topic__workspace", "author", "signing")
    post = posts.readable_or_404(request.user, public_id=public_id)
    if not Topic.objects.readable_by(request.user).filter(pk=post.topic_id).exists():
        raise NotReadable
    return post


def show_topic(
    request: HttpRequest, template: str, topic: Any, context: dict[str, Any]
) -> HttpResponse:
    """Return a page of a topic. Under TLP:RED it carries its reader, and each reading is logged."""
    person: Any = request.user
    if topic.label == Marking.RED:
        if request.method != "HEAD":
            record("forums.read_red", by=person, on=topic, what=template,
                   page=context.get("number", 1))  # fmt: skip
        context = context | {"watermark": person, "read_at": timezone.now()}
    shown = {"topic": topic} | context
    return show(request, f"forums/{template}.html", topic.workspace, "topics", shown)


def able_with(person: Any, topic: Any, posts: list[Post]) -> list[Row]:
    """Return posts as rows. The rules of the topic are asked once, not once for each post."""
    room = topic.workspace
    is_writable = room.is_writable and not topic.is_locked and topic.state != Topic.State.REMOVED
    moderates = is_moderated_by(room, person)
    answers = topic.is_question and (moderates or topic.author_id == person.pk)
    is_asker = topic.is_question and topic.author_id == person.pk and room.is_writable
    reports = not topic.is_red and room.token() in person.reader.tokens
    gone = topic.state == Topic.State.REMOVED
    rows, is_newer = [], False
    for post in posts:
        is_own, is_shown = post.author_id == person.pk, post.state == Post.State.SHOWN
        is_standing = post.state not in {Post.State.REMOVED, Post.State.REJECTED}
        is_new = 0 < topic.read < post.number and not is_own
        rows.append(
            Row(
                post, is_new, is_new and not is_newer,
                may_edit=is_own and is_writable and is_standing and not post.is_position,
                may_accept=answers and room.is_writable and is_shown and not post.is_first,
                may_mark=is_asker and is_shown and not is_own and not post.is_first,
                may_report=reports and not is_own and is_shown,
                may_remove=moderates and room.is_writable and is_shown,
                may_appeal=is_own and (post.is_taken or (gone and post.is_first)),
            )
        )  # fmt: skip
        is_newer = is_newer or is_new
    return rows
