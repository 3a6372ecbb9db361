"""Changes that two decide, as pages and sentences show them."""

from typing import Any

from django import template
from django.utils.functional import Promise

from directory.changing import findings_of
from directory.models import PendingChange
from directory.roles import ROLES

register = template.Library()

_roles = {role.code: role.title for role in ROLES}


@register.filter
def change_title(what: str) -> str:
    """Return the name of what changes."""
    return str(PendingChange.What(what).label) if what in PendingChange.What.values else what


@register.filter
def wanted(change: PendingChange) -> str | Promise:
    """Return the new value in words: an address, a number, the name of a role."""
    if change.what == PendingChange.What.ROLE:
        return _roles.get(change.value, change.value)
    return change.value


@register.inclusion_tag("directory/change_facts.html")
def change_facts(change: PendingChange) -> dict[str, Any]:
    """Show old and new value, who asked and why, and what is odd about a new address."""
    return {"change": change, "findings": findings_of(change) if change.is_waiting else []}
