"""Who can be reached now: their clock, their office hours, the weekend of their home."""

import datetime
import zoneinfo
from functools import cache

from django.db.models import F, Func, IntegerField, JSONField, Q, TextField, TimeField, Value
from django.db.models.functions import Cast, Coalesce, Mod
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.utils import timezone

WEEK = 7
# Monday is 0; people without an administration rest on Saturday and Sunday.
SATURDAY, SUNDAY = 5, 6


@cache
def _zones() -> dict[str, zoneinfo.ZoneInfo]:
    return {name: zoneinfo.ZoneInfo(name) for name in sorted(zoneinfo.available_timezones())}


class _Of(Func):
    """The value of a zone in an object with a value for each."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def __init__(self, values: dict[str, str], zone: str) -> None:
        super().__init__(Value(values, JSONField()), F(zone))


def reachable_now() -> Q:
    """Return the condition on persons that is true for whoever works at this moment.

    The portal's own clock decides, not that of the database: pages and tests have one time. A zone
    that nobody knows makes nobody reachable.
    """
    now = timezone.now()
    local = {name: now.astimezone(zone) for name, zone in _zones().items()}
    times = {name: f"{there:%H:%M}" for name, there in local.items()}
    days = {name: str(there.weekday()) for name, there in local.items()}
    time_there = Cast(_Of(times, "zone"), TimeField())
    first = Coalesce(F("administration__weekend_first"), SATURDAY)
    last = Coalesce(F("administration__weekend_last"), SUNDAY)
    since_weekend = Mod(Cast(_Of(days, "zone"), IntegerField()) - first + WEEK, WEEK)
    weekend = Mod(last - first + WEEK, WEEK)
    return (
        Q(GreaterThanOrEqual(time_there, F("hours_from")))
        & Q(GreaterThan(F("hours_until"), time_there))
        & Q(GreaterThan(since_weekend, weekend))
    )


def is_open(now: datetime.time, opens: datetime.time, closes: datetime.time) -> bool:
    """Return whether a time is within office hours."""
    return opens <= now < closes
