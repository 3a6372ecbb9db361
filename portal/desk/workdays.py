"""The Secretariat's working days: its weekend, its closing days, and what is due when."""

import datetime
import zoneinfo
from collections.abc import Collection

from django.utils import timezone

# Where the Secretariat works: a day there is a day of every clock on the desk.
ZONE = zoneinfo.ZoneInfo("Europe/Brussels")
WEEKEND = frozenset({5, 6})
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    """Return the date at the Secretariat."""
    return timezone.localdate(timezone=ZONE)


class Calendar:
    """Working days: neither the weekend nor a closing day."""

    def __init__(self, closed: Collection[datetime.date] = ()) -> None:
        self.closed = frozenset(closed)

    def is_working(self, day: datetime.date) -> bool:
        """Return whether the Secretariat works on this day."""
        return day.weekday() not in WEEKEND and day not in self.closed

    def after(self, day: datetime.date, number: int) -> datetime.date:
        """Return the working day that comes `number` working days after a day."""
        while number > 0 or not self.is_working(day):
            day += DAY
            number -= self.is_working(day)
        return day

    def between(self, start: datetime.date, end: datetime.date) -> int:
        """Return how many working days lie after `start`, up to `end`; negative when it is past."""
        if end < start:
            return -self.between(end, start)
        days = range(1, (end - start).days + 1)
        return sum(self.is_working(start + DAY * each) for each in days)
