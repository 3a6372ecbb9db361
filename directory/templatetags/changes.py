"""Changes that two decide, as pages and sentences show them."""

from typing import Any

from django import template
from django.utils.functional import Promise

from directory.acts import act_title
from directory.changing import findings_of
from directory.collecting import days_of
from directory.history import why_words
from directory.models import Holding, PendingChange, Person, Seat, SeatStep
from directory.models.drill import MAILBOX_SILENT
from directory.models.seat import MAILBOX_CAME_BACK
from directory.roles import ROLES

register = template.Library()

OF_MAILBOX = {MAILBOX_CAME_BACK, MAILBOX_SILENT}
_roles = {role.code: role.title for role in ROLES}


@register.filter
def change_title(what: str) -> str:
    """Return the name of what changes."""
    return str(PendingChange.What(what).label) if what in PendingChange.What.values else what


@register.filter
def wanted(change: PendingChange) -> str | Promise:
    """Return the new value in words: an address, a number, the name of a role or a seat."""
    if change.what == PendingChange.What.ROLE:
        return _roles.get(change.value, change.value)
    if change.what == PendingChange.What.SEAT:
        return str(change.seat)
    return change.value


@register.inclusion_tag("directory/change_facts.html")
def change_facts(change: PendingChange) -> dict[str, Any]:
    """Show old and new value, who asked and why, and what is odd about a new address."""
    return {"change": change, "findings": findings_of(change) if change.is_waiting else []}


@register.simple_tag
def holder_of(seat: Seat) -> Holding | None:
    """Return who holds a seat today."""
    return seat.holdings.current().select_related("person").first()


@register.simple_tag
def why_unreachable(seat: Seat) -> str:
    """Return what was said when what still fails of a seat, its holder or its mailbox, failed."""
    steps = seat.steps.filter(kind=SeatStep.Kind.UNREACHABLE, at__gte=seat.unreachable_since)
    fails = {False: seat.holder_lost_since, True: seat.mailbox_lost_since}
    whys = steps.order_by("at", "pk").values_list("why", flat=True)
    still = dict.fromkeys(why_words(why) for why in whys if fails[why in OF_MAILBOX])
    return "; ".join(still)


@register.simple_tag
def days_of_looks(person: Person) -> list[str]:
    """Return how many cards of other offices a person opened and copied, by day."""
    return days_of(person)


@register.filter
def act_name(code: str) -> str | Promise:
    """Return what an act is called that an administration signs."""
    return act_title(code)
