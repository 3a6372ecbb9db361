"""Seats and roles by their codes, for sentences that keep codes alone."""

from django import template

from directory.models.seat_role import seat_name
from directory.roles import ROLES

register = template.Library()

_roles = {role.code: role.title for role in ROLES}


@register.filter
def seat_title(code: str) -> str:
    """Return the name of a kind of seat."""
    return seat_name(code)


@register.filter
def role_title(code: str) -> str:
    """Return the name of a role; one that is no longer given keeps its code."""
    return str(_roles.get(code, code))
