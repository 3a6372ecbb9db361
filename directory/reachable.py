"""Who can be reached now: their clock, their office hours, the weekend of their home."""

import datetime
import json
from functools import lru_cache

from django.utils import timezone

from directory.models import Person
from portal.conditions import Written
from portal.kept import Kept
from portal.zones import is_zone, zone_of

# The values are the time and the weekday (Monday is 0) of each zone, as JSON, twice each. A zone
# that nobody knows makes nobody reachable. Without an administration, people rest on Saturday (5)
# and Sunday (6).
NOW = """(
    {row}.hours_from <= (%s::jsonb ->> {row}.zone)::time
    AND {row}.hours_until > (%s::jsonb ->> {row}.zone)::time
    AND coalesce(
        (
            SELECT ((%s::jsonb ->> {row}.zone)::int - home.weekend_first + 7) %% 7
                > (home.weekend_last - home.weekend_first + 7) %% 7
            FROM directory_administration AS home WHERE home.id = {row}.administration_id
        ),
        (%s::jsonb ->> {row}.zone)::int < 5
    )
)"""


def _zones() -> tuple[str, ...]:
    zones = Person.objects.order_by("zone").values_list("zone", flat=True).distinct()
    return tuple(zone for zone in zones if is_zone(zone))


# Where people work: some dozens of the six hundred zones that there are.
ZONES = Kept(_zones, seconds=60)


def reachable_now() -> Written:
    """Return the condition on persons that is true for whoever works at this moment.

    The portal's own clock decides, not that of the database: pages and tests have one time.
    """
    times, days = _clocks(timezone.now().replace(second=0, microsecond=0), ZONES.now())
    return Written(NOW, times, times, days, days)


@lru_cache(maxsize=2)
def _clocks(now: datetime.datetime, zones: tuple[str, ...]) -> tuple[str, str]:
    """Return the time and the weekday of each zone."""
    local = {zone: now.astimezone(zone_of(zone)) for zone in zones}
    times = {zone: f"{there:%H:%M}" for zone, there in local.items()}
    return json.dumps(times), json.dumps({zone: there.weekday() for zone, there in local.items()})


def is_open(now: datetime.time, opens: datetime.time, closes: datetime.time) -> bool:
    """Return whether a time is within office hours."""
    return opens <= now < closes
