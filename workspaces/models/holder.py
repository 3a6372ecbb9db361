"""Whom an admission lets in: a person, whoever holds a seat, the officers of an administration."""

from typing import Any

from django.utils.translation import gettext

from directory.models import Administration, Holding, Person, Seat
from portal.markings.holding import change_rights
from portal.refusals import Refused
from workspaces.models.kinds import Role
from workspaces.models.workspace import Workspace

type Holder = Person | Seat | Administration


class Held:
    """What an admission knows of whom it lets in."""

    # What `Admission` gives it.
    person: Any
    person_id: int | None
    seat: Any
    seat_id: int | None
    administration: Any
    administration_id: int | None
    workspace: Any
    role: Any

    @property
    def holder(self) -> Holder:
        """Whom it lets in."""
        holder: Holder | None = self.person or self.seat or self.administration
        assert holder is not None
        return holder

    @property
    def home_id(self) -> int | None:
        """The key of the administration that it stands for."""
        place: Person | Seat | None = self.person or self.seat
        return place.administration_id if place else self.administration_id

    def people(self) -> list[int]:
        """Return the keys of the persons whom it lets in, in order."""
        if self.person_id:
            return [self.person_id]
        if self.seat_id:
            held = Holding.objects.current().filter(seat=self.seat_id)
            return sorted(held.values_list("person", flat=True))
        officers = Person.objects.filter(administration=self.administration_id)
        return sorted(officers.values_list("pk", flat=True))

    def touched(self) -> list[int]:
        """Return whose rights change with it: whom it lets in, and whom its owner invited."""
        people = set(self.people())
        if self.role == Role.OWNER and self.person_id:
            offered = self.workspace.invitations.waiting().filter(invited_by=self.person_id)
            people |= set(offered.values_list("person", flat=True))
        return sorted(people)

    def hold_people(self) -> None:
        """Wait until nothing is being sent to whom it lets in; hold further mail."""
        for person in self.touched():
            change_rights(person)


def named_by(holder: Holder) -> dict[str, Any]:
    """Return the column that names a holder."""
    names = {Person: "person", Seat: "seat", Administration: "administration"}
    return {next(name for model, name in names.items() if isinstance(holder, model)): holder}


def numbers_of(admission: Any) -> dict[str, Any]:
    """Return what the log keeps of an admission."""
    held = {
        "person_id": admission.person_id,
        "seat_id": admission.seat_id,
        "administration_id": admission.administration_id,
    }
    until = {"until": admission.until.isoformat()} if admission.until else {}
    return {name: pk for name, pk in held.items() if pk} | {"role": admission.role} | until


def assert_may_enter(room: Workspace, holder: Any, role: int) -> None:
    """Refuse whom the rules of the room keep out."""
    if isinstance(holder, Administration):
        if role > Role.CONTRIBUTOR:
            raise Refused(gettext("An administration reads or contributes. Name people for more."))
        home, is_partner = holder.pk, False
    else:
        home, is_partner = holder.administration_id, holder.partner_id is not None
    if is_partner and not room.is_open_to_partners:
        raise Refused(gettext("This workspace is not open to partner organisations."))
    if room.sides and home not in room.sides:
        raise Refused(gettext("Only the two sides of a bilateral workspace are let in."))
