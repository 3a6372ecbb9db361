"""What every page of a room shows around its content."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.desk.registry import Refused
from portal.markings.access import may, require
from workspaces.models import Role, Workspace
from workspaces.sections import own_pages, sections
from workspaces.standpoint import abilities, role_in, seen_as

# The roles that an owner may look as, by the word in the address.
LOOKS = {"reader": Role.READER, "contributor": Role.CONTRIBUTOR, "moderator": Role.MODERATOR}


def room_or_404(request: HttpRequest, public_id: str, permission: str = "") -> Workspace:
    """Return the room of this address that the reader may know of, and may do this in."""
    rooms = Workspace.objects.with_sides().select_related("stopped_by")
    room = rooms.readable_or_404(request.user, public_id=public_id)
    if permission:
        require(request.user, permission, room)
    return room


def show_list(
    request: HttpRequest, template: str, here: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page outside a room; `here` is the page of the row that is current."""
    pages = [("workspace_list", _("My workspaces")), ("listed_list", _("All workspaces"))]
    if may(request.user, "workspaces.ask_for_room"):
        pages.append(("room_request_add", _("Ask for a workspace")))
    subnav = [(label, reverse(f"workspaces:{name}"), name == here) for name, label in pages]
    subnav += [(str(each.label), reverse(each.name), each.here == here) for each in own_pages()]
    return render(request, template, {"subnav": subnav} | context, status=status)


def show(
    request: HttpRequest, template: str, room: Workspace, here: str, context: dict[str, Any]
) -> HttpResponse:
    """Return a page of a room; `here` is its tab."""
    role = role_in(request.user, room)
    person, look = looking(request, room)
    frame = {
        "room": room,
        "role": role if look is None else look,
        "look": look,
        "looks": [(word, each.label, each == look) for word, each in LOOKS.items()],
        "able": abilities(person, room),
        "tabs": tabs_of(room, here, role, look) if role is not None or room.is_open else [],
    }
    return show_list(request, template, "workspace_list" if role is not None else "listed_list",
                     frame | context)  # fmt: skip


def tried(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Do what the rules of a room may refuse; say why, and return whether it was done."""
    try:
        return act() is not False
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False


def looking(request: HttpRequest, room: Workspace) -> tuple[Any, Role | None]:
    """Return the person whose buttons are shown, and the role that an owner looks as."""
    asked = LOOKS.get(request.GET.get("as", ""))
    if asked is None or role_in(request.user, room) != Role.OWNER:
        return request.user, None
    return seen_as(request.user, room, asked), asked


def tabs_of(
    room: Workspace, here: str, role: Role | None, look: Role | None
) -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is the present one of each tab of a room."""
    tabs = [(str(_("Overview")), room.get_absolute_url(), here == "overview")]
    tabs += [(str(each.title), each.url(room), here == each.code) for each in sections()]
    if role is not None:
        address = reverse("workspaces:member_list", args=[room.public_id])
        tabs.append((str(_("Members")), address, here == "members"))
    if look is not None:
        word = next(word for word, each in LOOKS.items() if each == look)
        tabs = [(label, f"{address}?as={word}", current) for label, address, current in tabs]
    return tabs
