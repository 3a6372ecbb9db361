"""Requests on the desk: who asks to be let in, and who asks for a room."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable
from portal.markings.holding import change_rights
from portal.markings.models import NotReadable
from portal.markings.sources import holders_of
from portal.refusals import Refused
from workspaces.models import Admission, JoinRequest, Role, RoomRequest, Workspace
from workspaces.models.kinds import JOINING
from workspaces.models.owners import is_left, owners_by_room

ROOMS = "workspaces.room_request"
OWNERLESS = "workspaces.ownerless"
UNATTESTED = "workspaces.unattested"


@transaction.atomic
def ask_to_join(room: Workspace, *, by: Any, reason: str) -> JoinRequest:
    """Ask to be let in, and show it to those who moderate the room."""
    request = JoinRequest.ask(room, by=by, reason=reason)
    WorkItem.put(JOINING, on=request, by=by)
    return request


@transaction.atomic
def ask_for_room(*, by: Any, **fields: Any) -> RoomRequest:
    """Ask for a room, and show it to the Secretariat."""
    request = RoomRequest.ask(by=by, **fields)
    WorkItem.put(ROOMS, on=request, by=by)
    return request


def ownerless_or_404(person: Any, public_id: str) -> Workspace:
    """Return a room that is on the desk because nobody owns it, and 404 for every other."""
    items = WorkItem.objects.readable_by(person).filter(kind=OWNERLESS).standing()
    keys = [int(key) for key in items.values_list("subject", flat=True)]
    room = Workspace.objects.filter(public_id=public_id, pk__in=keys).first()
    if room is None:
        raise NotReadable
    return room


@transaction.atomic
def appoint(room: Workspace, person: Any, *, by: Any) -> None:
    """Name an owner of a room that nobody owns, or of its side; take the room off the desk.

    The Secretariat names a member of the room, or a colleague of somebody who owned it: nobody
    gets into a room by an officer's word alone, and no officer by their own.
    """
    # As a decision does: the desk, the rights of the person, then the room.
    WorkItem.hold(OWNERLESS, on=room)
    room.hold_desk(person=person.pk)
    change_rights(person.pk)
    room.lock()
    if not is_left(room, owners_by_room(room.admissions.owning()).get(room.pk, {})):
        raise Refused(gettext("Somebody owns this workspace again."))
    if person.pk == by.pk or Person.objects.filter(holders_of({"secretariat"}), pk=person.pk):
        raise Refused(gettext("Officers of the Secretariat own no workspace by this way."))
    inside = Person.objects.filter(holders_of({room.token()}), pk=person.pk).exists()
    owned = room.admissions.filter(role=Role.OWNER)
    homes = {each.home_id for each in owned.with_holders()} - {None}
    if not inside and person.administration_id not in homes:
        raise Refused(
            gettext("Name a member of this workspace, or a colleague of somebody who owned it.")
        )
    Admission.admit(room, person, role=Role.OWNER, by=by)
    WorkItem.settle(OWNERLESS, on=room, by=by, outcome="appoint")


@transaction.atomic
def close_for_leaver(request: RoomRequest, *, by: Any) -> bool:
    """Refuse the request for a room of somebody who leaves, and take it off the desk."""
    if not request.refuse(by=by, reason=gettext("Whoever asked has left the portal.")):
        return False
    WorkItem.settle(ROOMS, on=request, by=by, outcome="refuse")
    return True


JOIN_REQUESTS = Reviewable(
    code=JOINING,
    title=_("Requests to join a workspace"),
    model=JoinRequest,
    permission="workspaces.handle_request",
    summary="workspaces/desk_join_request.html",
    related=("workspace", "person__administration", "person__partner"),
    name=lambda request: request.workspace.name,
    language=lambda request: request.person.language,
    handlers=lambda request: {Role.MODERATOR.token(request.workspace_id)},
    decisions=(
        Decision(
            code="accept",
            key="a",
            label=_("Let in as contributor"),
            outcome=_("Let in"),
            verb=JoinRequest.accept,
        ),
        Decision(
            code="refuse",
            label=_("Refuse"),
            outcome=_("Refused"),
            hint=_("Whoever asked reads the reason."),
            verb=JoinRequest.refuse,
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={"withdrawn": _("Withdrawn")},
    working_days=3,
    place=70,
    by_another=True,
)

ROOM_REQUESTS = Reviewable(
    code=ROOMS,
    title=_("Requests for a workspace"),
    model=RoomRequest,
    permission="workspaces.decide_room",
    summary="workspaces/desk_room_request.html",
    related=("asked_by__administration", "second_owner__administration"),
    name=lambda request: request.name,
    language=lambda request: request.asked_by.language,
    checklist=(
        _("The name and the purpose say what it is for, and reveal nothing."),
        _("No workspace for this exists already."),
        _("Both owners know of it."),
    ),
    decisions=(
        Decision(
            code="grant",
            key="a",
            label=_("Open the workspace"),
            outcome=_("Opened"),
            hint=_("Both people own it from then on and read the reason. You are not let in."),
            verb=RoomRequest.grant,
            needs_reason=True,
        ),
        Decision(
            code="refuse",
            label=_("Refuse"),
            outcome=_("Refused"),
            hint=_("Whoever asked reads the reason."),
            verb=RoomRequest.refuse,
            needs_reason=True,
            is_danger=True,
        ),
    ),
    working_days=5,
    place=65,
    by_another=True,
)

WITHOUT_OWNER = Reviewable(
    code=OWNERLESS,
    title=_("Workspaces without an owner"),
    model=Workspace,
    permission="workspaces.decide_room",
    summary="workspaces/desk_ownerless.html",
    related=("side_a", "side_b"),
    name=lambda room: room.name,
    decisions=(
        Decision(
            code="appoint",
            key="a",
            label=_("Name an owner"),
            outcome=_("Owner named"),
            href=lambda room: reverse("workspaces:owner_appoint", args=[room.public_id]),
        ),
    ),
    outcomes={"owned": _("Owned again")},
    working_days=5,
    place=68,
)
WITHOUT_ATTESTATION = Reviewable(
    code=UNATTESTED,
    title=_("Workspaces whose members nobody attested"),
    model=Workspace,
    permission="workspaces.decide_room",
    summary="workspaces/desk_unattested.html",
    related=("side_a", "side_b"),
    name=lambda room: room.name,
    decisions=(
        Decision(
            code="write",
            key="a",
            label=_("Its owners were spoken to"),
            outcome=_("Owners spoken to"),
            hint=_("The workspace stays as it is. Its owners are reminded every two weeks."),
            verb=lambda room, *, by, reason: True,
        ),
    ),
    outcomes={"attested": _("Attested")},
    working_days=10,
    place=69,
)
REVIEWABLES = (JOIN_REQUESTS, ROOM_REQUESTS, WITHOUT_OWNER, WITHOUT_ATTESTATION)
