"""What time it is where people are: the wall clock decides when a mail may come."""

import datetime
from collections.abc import Collection, Iterable
from typing import NamedTuple

from portal.zones import zone_of

# The morning of a digest; a late one still comes on the same day until the evening.
MORNING = 8
EVENING = 18


class LocalDay(NamedTuple):
    """A zone whose day is on: its date, its weekday (Monday is 0), the Monday of its week.

    `morning` and `week` are the moments at which the day and the week of mails began.
    """

    zone: str
    date: datetime.date
    weekday: int
    monday: datetime.date
    morning: datetime.datetime
    week: datetime.datetime


def days_on(zones: Iterable[str], now: datetime.datetime) -> list[LocalDay]:
    """Return the zones in which it is between morning and evening now."""
    found = []
    for name in zones:
        zone = zone_of(name)
        local = now.astimezone(zone)
        if MORNING <= local.hour < EVENING:
            day = local.date()
            monday = day - datetime.timedelta(days=day.weekday())
            morning, week = (
                datetime.datetime.combine(each, datetime.time(MORNING), tzinfo=zone)
                for each in (day, monday)
            )
            found.append(LocalDay(name, day, day.weekday(), monday, morning, week))
    return found


def next_morning(
    zone: str, working_days: Collection[int], now: datetime.datetime, *, is_weekly: bool = False
) -> datetime.datetime | None:
    """Return when the next digest comes, in local time; None for who works on no day.

    A weekly one comes on the first working day from Monday on.
    """
    place = zone_of(zone)
    local = now.astimezone(place)
    for shift in range(15):
        day = local.date() + datetime.timedelta(days=shift)
        at = datetime.datetime.combine(day, datetime.time(MORNING), tzinfo=place)
        is_first = day.weekday() == min(working_days, default=None)
        if at > local and day.weekday() in working_days and (is_first or not is_weekly):
            return at
    return None
