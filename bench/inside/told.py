"""What became of everything that happened: python -m bench.inside.told LEDGER SINK SECONDS.

Waits until nothing is under way, for so many seconds at most, and says counts as JSON.
"""

import datetime
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

import bench.inside  # noqa: F401 sets Django up
from bench.inside.mornings import morning
from portal.notifications.models import Event, Mail, Notification
from portal.notifications.registry import Frequency

MAILED = [Mail.State.SENT, Mail.State.BOUNCED]
# What is under way for longer is looked at: why it is late.
IN_TIME = 60.0
# Longer than the pause before a last try.
SOON = datetime.timedelta(hours=1)
# Longer than a mail waits for a row or a server; what waits longer and was never tried waits for
# its person's hours, which may begin within the hour.
HELD_UP = datetime.timedelta(minutes=1)


def for_its_hour() -> Q:
    """Return the condition of a mail that waits for its person's hours, or for a last try."""
    now = timezone.now()
    never_tried = Q(tries=0, due_at__gte=now + HELD_UP)
    return Q(state=Mail.State.DUE) & (never_tried | Q(due_at__gte=now + SOON))


def under_way() -> int:
    """Return how many events and mails wait; many while the database does not answer.

    A mail of the demo that waits for somebody's next working day is none of them.
    """
    try:
        waiting = Mail.objects.filter(state=Mail.State.DUE).exclude(for_its_hour()).count()
        return Event.objects.filter(dispatched_at=None).count() + waiting
    except DatabaseError:
        connection.close()
        return sys.maxsize


def late() -> Counter[str]:
    """Return what is still under way, by what went wrong with it and how often."""
    mails = Mail.objects.filter(state=Mail.State.DUE).exclude(for_its_hour())
    events = Event.objects.filter(dispatched_at=None).values_list("tries", flat=True)
    said = [
        f"{kind} mail, try {tries}: {error}"
        for kind, tries, error in mails.values_list("kind", "tries", "error")
    ]
    return Counter(said + [f"event, try {tries}" for tries in events])


def drained(seconds: float) -> int:
    """Wait until nothing is under way, for so many seconds at most; return what still is."""
    end = time.monotonic() + seconds
    while (waiting := under_way()) and time.monotonic() < end:
        time.sleep(0.2)
    return waiting


def told(ledger: Path) -> dict[str, set[tuple[int, int]]]:
    """Return the events and persons that are certain, by how the person is told."""
    found: dict[str, set[tuple[int, int]]] = {Frequency.NOW: set(), Frequency.WEEKLY: set()}
    # A line that was being written when the teller was ended is not certain.
    for line in ledger.read_text().rpartition("\n")[0].splitlines():
        event, person, frequency, *_when = line.split()
        found[frequency].add((int(event), int(person)))
    return found


def counted(ledger: Path, sink: Path) -> dict[str, Any]:
    """Return what was lost and what came twice."""
    certain = told(ledger)
    taken = Counter(sink.read_text().split())
    mails = Mail.objects.exclude(for_its_hour()).exclude(state=Mail.State.EMPTY)
    made = dict(mails.values_list("message_id", "kind"))
    lines = set(Notification.objects.values_list("event", "person"))
    carried = Notification.objects.filter(digest__state__in=MAILED)
    in_digests = set(carried.values_list("event", "person"))
    singly = mails.filter(kind=Mail.Kind.EVENT)
    lost = (certain["now"] | certain["weekly"]) - lines
    events = set(Event.objects.values_list("pk", flat=True))
    in_singles = set(singly.values_list("event", "person"))
    repeated = Counter(made.get(name) for name, times in taken.items() for _ in range(times - 1))
    return {
        "events": Event.objects.count(),
        "lost_lines": len(lost),
        # What they have in common: whom they were for, and whether the event itself is gone.
        "lost_people": len({person for _event, person in lost}),
        "lost_events": len({event for event, _person in lost} - events),
        "told_twice": len(in_singles & in_digests),
        "mails": len(made),
        "digests": sum(kind != Mail.Kind.EVENT for kind in made.values()),
        # A line without its mail is a loss, too.
        "lost_mails": len(made.keys() - taken.keys())
        + len(certain["now"] - in_singles)
        + len(certain["weekly"] - in_digests),
        "unknown_mails": len(taken.keys() - made.keys()),
        "repeated": repeated.total(),
        "repeated_digests": repeated.total() - repeated[Mail.Kind.EVENT],
    }


def main(ledger: Path, sink: Path, seconds: float) -> None:
    """Wait and say."""
    began = time.monotonic()
    while (backlog := under_way()) == sys.maxsize and time.monotonic() < began + seconds:
        time.sleep(0.2)
    found: dict[str, Any] = {"backlog": backlog, "late": {}}
    if (waiting := drained(min(IN_TIME, seconds))) and waiting < sys.maxsize:
        found["late"] = late()
        waiting = drained(seconds)
    found |= {"seconds": time.monotonic() - began, "at": time.time()}
    # What waits for a digest has its morning now: that it is mailed counts, not when.
    while not waiting and morning(timezone.now()):
        waiting = drained(seconds)
    json.dump(found | {"waiting": waiting} | counted(ledger, sink), sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
