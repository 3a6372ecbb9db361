"""What the pages of a topic have in common."""

from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forums.models import Post, Topic, Transfer, Way, Wording
from portal.audit.models import record
from portal.compiled import Compiled
from portal.markings.access import may
from portal.markings.models import Marking, NotReadable, reader_of
from workspaces.views.frame import show


def _topic(topic: str, person: int, audiences: list[int]) -> Any:
    reader = SimpleNamespace(pk=person, reader=SimpleNamespace(audience_ids=audiences))
    found = Topic.objects.readable_within(audiences).filter(public_id=topic)
    found = found.with_mark_of(reader).with_reach_of(reader)
    # The key of the last move that brought it into its room; none of a topic that began there.
    moves = Transfer.objects.filter(topic=OuterRef("pk"), way=Way.MOVE).order_by("-pk")
    titles = Wording.objects.filter(topic=OuterRef("pk"))
    found = found.annotate(
        arrival=Subquery(moves.values("pk")[:1]),
        has_titles=Exists(titles),
        has_titles_of_room=Exists(titles.of_its_room()),
        has_titles_shown=Exists(titles.of_its_room().shown()),
    )
    return found.select_related("workspace").order_by()


# Asked by every page of a topic.
TOPIC = Compiled(_topic, topic="?", person=-11, audiences=[-12])


def found_topic(request: HttpRequest, public_id: str) -> Any:
    """Return the topic of this address that the reader may read, with how far they read it."""
    audiences = reader_of(request.user).audience_ids
    found = TOPIC.found(topic=public_id, person=request.user.pk, audiences=audiences)
    if not found:
        raise NotReadable
    return found[0]


def titles_of(topic: Any, person: Any) -> Any:
    """Return what a topic was called before, as far as somebody reads it who reads the topic."""
    kept = topic.wordings.all()
    if topic.author_id == person.pk:
        return kept
    kept = kept.of_its_room()
    return kept if may(person, "forums.handle_held", topic) else kept.shown()


def has_titles(topic: Any, person: Any) -> bool:
    """Return whether there are any, for a topic that `found_topic` found: it costs no question."""
    if topic.author_id == person.pk:
        return bool(topic.has_titles)
    is_keeper = topic.has_titles_of_room and may(person, "forums.handle_held", topic)
    return bool(topic.has_titles_shown or is_keeper)


def versions_of(post: Any, person: Any) -> Any:
    """Return what a post said before, as far as somebody reads it who reads the post."""
    kept = post.versions.all()
    if post.author_id == person.pk:
        return kept
    kept = kept.of_its_room()
    return kept if may(person, "forums.handle_held", post) else kept.shown()


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
            record("forums.read_red", by=person, on=topic, what=PurePath(template).stem,
                   page=context.get("number", 1))  # fmt: skip
        context = context | {"watermark": person, "read_at": timezone.now()}
    shown = {"topic": topic} | context
    return show(request, template, topic.workspace, "topics", shown)
