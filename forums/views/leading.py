"""What stands where a topic was, for those who may read the new place; and where it came from."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from forums.forms.compose import PostForm
from forums.models import Topic, Transfer, Way
from portal.markings.models import NotReadable, reader_of
from workspaces.models import Role, Workspace
from workspaces.models.workspace import room_keys
from workspaces.views.frame import show


def leads_on[View: Callable[..., Any]](view: View) -> View:
    """Answer where a topic was merged or moved away; whoever may not know meets 404 as ever."""

    @wraps(view)
    def led(request: HttpRequest, public_id: str) -> HttpResponse:
        try:
            return view(request, public_id)  # type: ignore[no-any-return]
        except NotReadable:
            answer = way_on(request, public_id) or left_behind(request, public_id)
            if answer is None:
                raise
            return answer

    return led  # type: ignore[return-value]


def way_on(request: HttpRequest, public_id: str) -> HttpResponse | None:
    """Return the notice that leads to the topic that another one was merged into."""
    readable = Topic.objects.readable_by(request.user).select_related("workspace")
    merged = readable.filter(arrivals__way=Way.MERGE, arrivals__origin__public_id=public_id)
    topic = next(iter(merged[:1]), None)
    if topic is None:
        return None
    if request.method != "POST":
        return show(
            request, "forums/topic_merged.html", topic.workspace, "topics", {"topic": topic}
        )
    said = _("This topic was merged into “%s” meanwhile. Your text is kept here.") % topic
    return text_kept(request, topic, topic.workspace, said, action=topic.get_absolute_url())


def left_behind(request: HttpRequest, public_id: str) -> HttpResponse | None:
    """Return the page that keeps the text of somebody whose topic was moved away meanwhile."""
    if request.method != "POST":
        return None
    rooms = room_keys(request.user, Role.CONTRIBUTOR)
    gone = Transfer.objects.filter(from_room__in=rooms, origin__public_id=public_id)
    transfer = gone.exclude(way=Way.SPLIT).select_related("origin", "from_room").first()
    if transfer is None:
        return None
    said = _("This topic was moved meanwhile. Your text is kept here.")
    return text_kept(request, transfer.origin, transfer.from_room, said)


class Arrival(NamedTuple):
    """That a topic was moved; from where and by whom, only for whoever may know of that room."""

    transfer: Transfer
    is_known: bool


def arrival_of(topic: Any, person: Any) -> Arrival | None:
    """Return the last move of a topic; nothing, and no query, for one that began in its room."""
    if topic.arrival is None:
        return None
    transfer = Transfer.objects.select_related("from_room", "by").get(pk=topic.arrival)
    return Arrival(transfer, transfer.from_room.audience_id in reader_of(person).audience_ids)


def text_kept(
    request: HttpRequest, topic: Topic, room: Workspace, said: str, **context: str
) -> HttpResponse:
    """Show an answer that came too late to whoever wrote it."""
    form = PostForm.compose(
        request, key=f"topic:{topic.public_id}", by=request.user, room=room, topic=topic
    )
    form.is_valid()
    form.add_error(None, said)
    response = show(request, "forums/topic_gone.html", room, "topics", {"form": form} | context)
    response.status_code = 409
    return response
