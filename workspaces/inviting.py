"""Inviting many people at once, with an answer for each line."""

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Person
from portal.refusals import Refused
from workspaces.finding import found
from workspaces.models import Admission, Invitation, Workspace


class Outcome(TextChoices):
    """What became of one line."""

    INVITED = "invited", pgettext_lazy("line of a list", "Invited")
    WAITING = "waiting", _("Invited already")
    INSIDE = "inside", _("A member already")
    UNKNOWN = "unknown", _("Nobody of this name or address, or nobody you may see")
    SEVERAL = "several", _("Several people have this name: give the address")
    REFUSED = "refused", _("May not be let in")


class Line(NamedTuple):
    """One line of the list, with its outcome and why."""

    text: str
    outcome: Outcome
    why: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more has to be done about it."""
        return self.outcome in (Outcome.INVITED, Outcome.WAITING, Outcome.INSIDE)


@transaction.atomic
def invite_all(room: Workspace, lines: list[str], *, by: Any, **terms: Any) -> list[Line]:
    """Invite the person of each line, and say what became of it."""
    people = found(lines, by)
    keys = {person.pk for each in people.values() for person in each}
    inside = set(
        Admission.objects.current()
        .filter(workspace=room, person__in=keys)
        .values_list("person", flat=True)
    )
    waiting = set(
        Invitation.objects.waiting()
        .filter(workspace=room, person__in=keys)
        .values_list("person", flat=True)
    )
    report = []
    for text in lines:
        line = _line(text, people[text], room, inside, waiting, by=by, **terms)
        report.append(line)
    return report


def _line(
    text: str, people: list[Person], room: Workspace, inside: set[int], waiting: set[int],
    *, by: Any, **terms: Any,
) -> Line:  # fmt: skip
    if len(people) != 1:
        return Line(text, Outcome.SEVERAL if people else Outcome.UNKNOWN)
    person = people[0]
    if person.pk in inside:
        return Line(text, Outcome.INSIDE)
    if person.pk in waiting:
        return Line(text, Outcome.WAITING)
    try:
        Invitation.send(room, person, by=by, **terms)
    except Refused as refusal:
        return Line(text, Outcome.REFUSED, str(refusal))
    waiting.add(person.pk)
    return Line(text, Outcome.INVITED)
