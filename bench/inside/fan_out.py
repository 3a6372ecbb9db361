"""One event to ten thousand followers, beside one plain statement on the same table."""

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection, transaction

from bench.inside.followers import SUBJECT, followers
from bench.inside.people import contact_point
from portal.markings.models import Marking
from portal.notifications import dispatch
from portal.notifications.models import Event, tell
from portal.notifications.registry import Frequency, kinds
from research.models import Work

ROUNDS = 9
_PLAIN = """
INSERT INTO notifications_notification (event_id, person_id, subject, frequency, made_at)
SELECT %s, person_id, subject, 'weekly', now() FROM notifications_follow WHERE subject = %s
"""


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds of something that is undone afterwards."""
    with transaction.atomic():
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took


def plain(event: Event) -> None:
    """Tell by one statement that asks nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, [event.pk, SUBJECT])


def main() -> dict[str, float]:
    """Return seconds, the two told in turn."""
    people = followers(contact_point())
    work = Work.objects.published().filter(marking=Marking.CLEAR).order_by("pk")[0]
    seconds: dict[str, list[float]] = {"plain": [], "weekly": [], "now": []}
    events = {}
    for frequency in (Frequency.WEEKLY, Frequency.NOW):
        kind = next(
            each.code for each in kinds() if each.frequency == frequency and not each.is_required
        )
        events[frequency] = tell(
            "research.publish_work", kind=kind, on=work, by=None, subjects=[SUBJECT]
        )
    for _round in range(ROUNDS):
        seconds["plain"].append(timed(lambda: plain(events[Frequency.WEEKLY])))
        for frequency, event in events.items():
            seconds[frequency].append(timed(lambda event=event: dispatch.fan_out(event)))
    Event.objects.filter(pk__in=[event.pk for event in events.values()]).delete()
    return {"people": len(people)} | {name: median(found) for name, found in seconds.items()}


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
