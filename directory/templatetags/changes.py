"""Changes that two decide, as pages and sentences show them."""

from typing import Any

from django import template
from django.utils.functional import Promise

from directory.acts import act_title
from directory.changing import findings_of
from directory.history import why_words
from directory.models import Holding, PendingChange, Seat, SeatStep
from directory.roles import ROLES

register = template.Library()

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
    """Return what was said when the holder of a seat could not be reached."""
    steps = seat.steps.filter(kind=SeatStep.Kind.UNREACHABLE).order_by("-at", "-pk")
    return why_words(steps.values_list("why", flat=True).first() or "")


@register.filter
def act_name(code: str) -> str | Promise:
    """Return what an act is called that an administration signs."""
    return act_title(code)
