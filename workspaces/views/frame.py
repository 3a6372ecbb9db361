"""What every page of a room shows around its content."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.compiled import Compiled
from portal.markings.access import may, require
from portal.markings.models import NotReadable, reader_of
from portal.refusals import Refused
from workspaces.models import Role, Workspace
from workspaces.sections import places, sections
from workspaces.standpoint import Abilities, role_in, seen_as

# Asked by every page of a room.
ROOM = Compiled(
    lambda room, audiences: (
        Workspace.objects.readable_within(audiences).filter(public_id=room).order_by()
    ),
    room="?", audiences=[-1],
)  # fmt: skip
# The roles that an owner may look as, by the word in the address.
LOOKS = {"reader": Role.READER, "contributor": Role.CONTRIBUTOR, "moderator": Role.MODERATOR}


def room_or_404(request: HttpRequest, public_id: str, permission: str = "") -> Workspace:
    """Return the room of this address that the reader may know of, and may do this in."""
    found = ROOM.found(room=public_id, audiences=reader_of(request.user).audience_ids)
    if not found:
        raise NotReadable
    room: Workspace = found[0]
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
    subnav[2:2] = [(str(each.title), reverse(each.code), each.code == here) for each in places()]
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
        "able": Abilities(person, room),
        # A card opens to whom it is shown; its name in a room, to all inside.
        "audience_ids": reader_of(request.user).audience_ids,
        # Called by the template that shows them: a topic does not.
        "tabs": cache(lambda: tabs_of(room, here, role, look)),
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
    if role is None and not room.is_open:
        return []
    tabs = [(str(_("Overview")), room.get_absolute_url(), here == "overview")]
    tabs += [(str(each.title), each.url(room), here == each.code) for each in sections()]
    if role is not None:
        address = reverse("workspaces:member_list", args=[room.public_id])
        tabs.append((str(_("Members")), address, here == "members"))
    if look is not None:
        word = next(word for word, each in LOOKS.items() if each == look)
        tabs = [(label, f"{address}?as={word}", current) for label, address, current in tabs]
    return tabs
