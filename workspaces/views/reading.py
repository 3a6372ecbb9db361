"""The lists of rooms, and the home of one."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.markings.access import access, may
from portal.markings.models import reader_of
from portal.paging import Order, Page
from workspaces.activity import latest
from workspaces.forms.filters import RoomFilterForm
from workspaces.members import homes_of, owners_of
from workspaces.models import Ending, Invitation, JoinRequest, Lesson, RoomRequest, Workspace
from workspaces.origins import onward_of
from workspaces.sections import Part, Section, news_in, sections
from workspaces.standpoint import role_in
from workspaces.views.frame import looking, room_or_404, show, show_list

ORDERS = {
    "name": Order(_("name"), ("name", "id")),
    "changed": Order(_("last changed"), ("-changed_at", "-id")),
}


@access("workspaces.look")
@require_safe
def workspace_list(request: HttpRequest) -> HttpResponse:
    """Show the rooms somebody is in, with what is new, and what they are asked into."""
    form = RoomFilterForm(request.GET)
    page = Page.of(form.narrow(Workspace.objects.of(request.user)), request, orders=ORDERS)
    invitations = Invitation.objects.standing().filter(person=request.user.pk).with_people()
    asked = JoinRequest.objects.waiting().filter(person=request.user.pk)
    rooms = RoomRequest.objects.waiting().filter(asked_by=request.user.pk)
    context = {
        "page": page,
        "form": form,
        "rows": rows_of(request, page.rows),
        "invitations": invitations,
        "requests": asked.select_related("workspace"),
        "room_requests": rooms,
    }
    return show_list(request, "workspaces/workspace_list.html", "workspace_list", context)


@access("workspaces.look")
@require_safe
def listed_list(request: HttpRequest) -> HttpResponse:
    """Show every room that the reader may know of."""
    form = RoomFilterForm(request.GET)
    rooms = form.narrow(Workspace.objects.readable_by(request.user))
    page = Page.of(rooms, request, orders=ORDERS)
    context = {"page": page, "form": form, "rows": rows_of(request, page.rows)}
    return show_list(request, "workspaces/listed_list.html", "listed_list", context)


def rows_of(request: HttpRequest, rooms: list[Workspace]) -> list[dict[str, Any]]:
    """Return rooms as rows: with the reader's role, and how much is new for them."""
    inside = [room for room in rooms if role_in(request.user, room) is not None]
    news = news_in(inside, reader_of(request.user))
    return [
        {"room": room, "role": role_in(request.user, room), "new": news.get(room.pk, 0)}
        for room in rooms
    ]


@access("workspaces.look")
@require_safe
def workspace_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the home of a room: its sections to members, what it is for to others."""
    room = room_or_404(request, public_id)
    is_inside = role_in(request.user, room) is not None
    owners = owners_of(room)
    homes = homes_of(room, request.user, owners) if is_inside else []
    lesson = Lesson.objects.readable_by(request.user).filter(workspace=room).first()
    context = {
        "owners": owners,
        "homes": homes,
        "members": sum(home.people for home in homes),
        "parts": parts_of(request, room) if is_inside or room.is_open else [],
        "lesson": lesson,
        "ending": ending_of(room) if is_inside else None,
        "onward": onward_of(lesson, request.user),
        "happened": latest(room, request.user) if is_inside else [],
        "invitation": own(Invitation.objects.standing(), request, room),
        "asked": last_asked(request, room),
    }
    return show(request, "workspaces/workspace_detail.html", room, "overview", context)


def ending_of(room: Workspace) -> Ending | None:
    """Return that one side of a bilateral room wants it archived; of another room nothing."""
    return room.endings.waiting().with_people().first() if room.sides else None


class Shown(NamedTuple):
    """A section as the home of a room shows it; `add` leads to the form of its main act."""

    section: Section
    part: Part
    url: str
    add: str


def parts_of(request: HttpRequest, room: Workspace) -> list[Shown]:
    """Return what the sections of a room show this reader, one query each."""
    reader = reader_of(request.user)
    person, _look = looking(request, room)
    shown = []
    for section in sections():
        part = section.part(room, reader) if section.part else None
        if part is None:
            continue
        act = section.act
        add = act.url(room) if act and may(person, act.permission, room) else ""
        shown.append(Shown(section, part, section.url(room), add))
    return shown


def last_asked(request: HttpRequest, room: Workspace) -> JoinRequest | None:
    """Return the last request of a reader who is not in a room."""
    if role_in(request.user, room) is not None:
        return None
    return JoinRequest.objects.filter(workspace=room, person=request.user.pk).first()


def own(waiting: QuerySet[Any], request: HttpRequest, room: Workspace) -> Any:
    """Return what waits for an answer between the reader and a room they are not in."""
    if role_in(request.user, room) is not None:
        return None
    return waiting.filter(workspace=room, person=request.user.pk).first()
