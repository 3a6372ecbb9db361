"""What the pages of a topic have in common."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forums.models import Post, Topic
from portal.audit.models import record
from portal.compiled import Compiled
from portal.markings.models import Marking, NotReadable, reader_of
from workspaces.views.frame import show


def _topic(topic: str, person: int, audiences: list[int]) -> Any:
    reader = SimpleNamespace(pk=person, reader=SimpleNamespace(audience_ids=audiences))
    found = Topic.objects.readable_within(audiences).filter(public_id=topic)
    found = found.with_mark_of(reader).with_reach_of(reader)
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
