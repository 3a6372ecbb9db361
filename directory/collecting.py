"""Whoever opens so many cards that the limit of a day stops them: an officer looks into it."""

import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.models import Person, card_view
from directory.models.card_view import CardView, budget_of, today
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable
from portal.refusals import Refused

KIND = "directory.collecting"
# A page of several cards is refused before the last card is spent.
NEARLY = 0.9


def keep_queue() -> int:
    """Put who spent the limit of today or yesterday on the desk, once for each day."""
    days = (today(), today() - datetime.timedelta(days=1))
    seen = CardView.objects.filter(day__in=days).values("viewer", "day")
    counts = seen.annotate(cards=Count("pk")).filter(cards__gte=int(NEARLY * card_view.BUDGET))
    people = Person.objects.in_bulk({row["viewer"] for row in counts})
    found = 0
    for row in counts.order_by("day", "viewer"):
        person = people[row["viewer"]]
        once = f"{KIND}:{person.pk}:{row['day']}"
        is_spent = row["cards"] >= NEARLY * budget_of(person)
        if is_spent and not WorkItem.objects.filter(once=once).exists():
            WorkItem.put(KIND, on=person, by=None, once=once)
            found += 1
    return found


def days_of(person: Person) -> list[str]:
    """Return how many cards a person opened and copied on each of the last days that they did."""
    rows = CardView.objects.filter(viewer=person).values("day").annotate(cards=Count("pk"))
    return [
        ngettext("%(day)s: %(cards)s card", "%(day)s: %(cards)s cards", row["cards"])
        % {"day": row["day"].isoformat(), "cards": row["cards"]}
        for row in rows.order_by("-day")[:7]
    ]


def _needs_them(person: Person, *, by: Any, reason: str) -> bool:
    if person.pk == by.pk:
        raise Refused(gettext("It is about you. A colleague decides."))
    return True


def _suspend(person: Person, *, by: Any, reason: str) -> bool:
    return _needs_them(person, by=by, reason=reason) and person.suspend(by=by, reason=reason)


COLLECTING = Reviewable(
    code=KIND,
    title=_("People who opened very many cards"),
    model=Person,
    permission="directory.read_looks",
    summary="directory/desk_collecting.html",
    related=("administration", "partner"),
    name=lambda person: person.name,
    checklist=(_("We asked the person on a number or an address that we had before."),),
    decisions=(
        Decision(
            code="fine",
            key="a",
            label=_("Their work needs it"),
            outcome=_("Their work needs it"),
            hint=_("Nothing changes. The limit holds on."),
            verb=_needs_them,
            needs_reason=True,
        ),
        Decision(
            code="suspend",
            key="r",
            label=_("Suspend the account"),
            outcome=_("Stopped"),
            hint=_("Every session ends at once. It can be restored later."),
            verb=_suspend,
            needs_reason=True,
            is_danger=True,
        ),
    ),
    working_days=1,
    place=14,
)
