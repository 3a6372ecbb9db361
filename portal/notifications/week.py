"""The working week of a person: the days on which summaries come, and how people say them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from portal.notifications.models import MailSetting
from portal.notifications.registry import weekend


def working_days_of(person: Any, setting: MailSetting) -> list[int]:
    """Return the weekdays on which summaries come (Monday is 0)."""
    if setting.working_days is not None:
        return sorted(setting.working_days)
    return home_days_of([person.pk])[person.pk]


def home_days_of(people: Collection[int]) -> dict[int, list[int]]:
    """Return the working days of the administration of each of these persons."""
    ends = weekend()
    if ends is None or not people:
        return {person: list(range(5)) for person in people}
    rows = get_user_model().objects.filter(pk__in=people).values_list("pk", *ends)
    return {pk: days_outside(first, last) for pk, first, last in rows}


def days_outside(first: int | None, last: int | None) -> list[int]:
    """Return the working days around a weekend, Monday to Friday where none is known."""
    if first is None or last is None:
        return list(range(5))
    return [day for day in range(7) if (day - first) % 7 > (last - first) % 7]


def in_words(days: list[int]) -> str:
    """Return working days as people say them: Sunday to Thursday."""
    chosen = set(days)
    firsts = [day for day in days if (day - 1) % 7 not in chosen]
    if len(chosen) > 2 and len(firsts) == 1:
        last = (firsts[0] + len(chosen) - 1) % 7
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[firsts[0]], "last": WEEKDAYS[last]}
    return _("every day") if len(chosen) == 7 else ", ".join(str(WEEKDAYS[day]) for day in days)


def place_of(zone: str) -> str:
    """Return the place that a time zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")
