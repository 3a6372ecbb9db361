"""Dates of confirmations in sentences that keep them as text."""

import datetime

from django import template

register = template.Library()


@register.filter
def as_day(text: str) -> datetime.date:
    """Return the day of an ISO date."""
    return datetime.date.fromisoformat(text)
