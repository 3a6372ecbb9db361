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


class Hours(NamedTuple):
    """Between which hours a person wants no single mails, and on which days they work."""

    quiet_from: int
    quiet_until: int
    days: Collection[int]

    def is_quiet(self, hour: int) -> bool:
        """Return whether no mail comes in an hour of a working day."""
        start, end = self.quiet_from, self.quiet_until
        return start <= hour < end if start < end else hour >= start or hour < end

    def open_at(self, local: datetime.datetime) -> datetime.datetime | None:
        """Return when a single mail may come, in local time; None for now.

        Who wants no quiet hours gets it at any hour of any day.
        """
        if self.quiet_from == self.quiet_until:
            return None
        is_quiet, days = self.is_quiet(local.hour), self.days or range(7)
        if not is_quiet and local.weekday() in days:
            return None
        day, hour = local.date(), self.quiet_until
        if not is_quiet or local.hour >= hour:
            day += datetime.timedelta(days=1)
        while day.weekday() not in days:
            day += datetime.timedelta(days=1)
        if day != local.date() and not self.is_quiet(0):
            # The quiet hours of that day come later.
            hour = 0
        return datetime.datetime.combine(day, datetime.time(hour), tzinfo=local.tzinfo)
