"""Confirmations that are overdue, on the desk: nobody confirms in the place of the owner."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directory.confirming import OVERDUE, remind
from directory.models import Person, Reminder
from directory.tokens import in_good_standing
from portal.audit.models import record
from portal.desk.registry import Decision, Reviewable


def ask_again(person: Person, *, by: Any, reason: str) -> bool:
    """Remind the owner once more, by hand; the clock stands until they answer."""
    if not person.is_late or not person.is_active:
        return False
    is_told = Person.objects.filter(in_good_standing(), pk=person.pk).exists()
    remind(person, Reminder.Kind.AGAIN, by=by, is_told=is_told)
    record("directory.ask_to_confirm", by=by, on=person)
    return True


def reached(person: Person, *, by: Any, reason: str) -> bool:
    """Note what was said on the telephone: the owner presses the button, nobody else."""
    if not person.is_late:
        return False
    record("directory.reach_person", by=by, on=person, personal={"note": reason})
    return True


@transaction.atomic
def end_seats(person: Person, *, by: Any, reason: str) -> bool:
    """End every seat of somebody who cannot be reached; each falls vacant, the card stays."""
    if not person.is_late:
        return False
    held = person.holdings.current().select_related("seat").order_by("seat")
    ended = [holding.end(by=by, why=reason) for holding in held]
    return any(ended)


CONFIRMATIONS = Reviewable(
    code=OVERDUE,
    title=_("Confirmations overdue"),
    model=Person,
    permission="directory.seat_person",
    summary="directory/desk_overdue.html",
    related=("administration", "partner"),
    name=lambda person: person.name,
    language=lambda person: person.language,
    decisions=(
        Decision(
            code="again",
            key="a",
            label=_("Remind again"),
            outcome=_("Reminded again"),
            hint=_("A mail goes out now. The clock stands until the person confirms."),
            verb=ask_again,
            is_return=True,
            is_offered=lambda person: person.is_active,
        ),
        Decision(
            code="reached",
            key="r",
            label=_("Reached by telephone"),
            outcome=_("Reached by telephone"),
            hint=_("Note what was said. The person confirms, nobody else."),
            verb=reached,
            needs_reason=True,
            is_return=True,
        ),
        Decision(
            code="end",
            label=_("End the seat"),
            outcome=_("Seat ended"),
            hint=_("The seat falls vacant. A hidden card stays hidden until it is confirmed."),
            verb=end_seats,
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={"confirmed": _("Confirmed"), "ended": _("The seat ended elsewhere")},
    working_days=10,
    place=30,
)
