"""What the clock does in forums: polls close, and people are reminded of posts."""

import datetime
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from forums.models import Bookmark, Poll
from portal.notifications.clock import days_on

logger = logging.getLogger(__name__)

# What one run does at most; beat runs it again.
MOST = 500


def close_polls() -> int:
    """Note each poll whose time is over, once; return how many."""
    return _each(Poll.objects.due().order_by("closes_at", "pk")[:MOST], Poll.finish)


def remind_bookmarks(now: datetime.datetime | None = None) -> int:
    """Remind people of their bookmarks where it is day now, from the morning on; how many."""
    waiting = Bookmark.objects.waiting()
    zones = waiting.order_by().values_list("person__zone", flat=True).distinct()
    done = 0
    for day in days_on(zones, now or timezone.now()):
        due = waiting.filter(person__zone=day.zone, remind_on__lte=day.date)
        due = due.select_related("post__topic").order_by("remind_on", "pk")
        done += _each(due[: MOST - done], Bookmark.remind)
    return done


def _each(rows: Iterable[Any], verb: Callable[[Any], bool]) -> int:
    """Do a verb to each row, in a transaction of its own."""
    done = 0
    for row in rows:
        try:
            done += verb(row)
        except DatabaseError:
            # The next run tries again; others do not wait for it.
            logger.exception("%r could not be seen to.", row)
    return done
