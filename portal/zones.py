"""Time zones by name. Rules of governments change: a name of yesterday may be gone today."""

import datetime
import zoneinfo
from functools import cache


@cache
def zone_of(name: str) -> datetime.tzinfo:
    """Return a time zone; one that this machine does not know is UTC."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.UTC


def is_zone(name: str) -> bool:
    """Return whether this machine knows a time zone."""
    return zone_of(name) is not datetime.UTC
