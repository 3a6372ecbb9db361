"""What became of everything that happened: python -m bench.inside.told LEDGER SINK SECONDS.

Waits until nothing is under way, for so many seconds at most, and says counts as JSON.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.models import Count

import bench.inside  # noqa: F401 sets Django up
from portal.notifications.models import Event, Mail, Notification


def under_way() -> int:
    """Return how many events and mails wait; many while the database does not answer."""
    try:
        return (
            Event.objects.filter(dispatched_at=None).count()
            + Mail.objects.filter(state=Mail.State.DUE).count()
        )
    except DatabaseError:
        connection.close()
        return sys.maxsize


def main(ledger: Path, sink: Path, seconds: float) -> None:
    """Say what was lost and what came twice."""
    began = time.monotonic()
    while (waiting := under_way()) and time.monotonic() - began < seconds:
        time.sleep(0.2)
    drained = time.monotonic() - began
    told = {tuple(map(int, line.split())) for line in ledger.read_text().splitlines()}
    lines = Notification.objects.values_list("event", "person").annotate(n=Count("pk"))
    rows = {(event, person): n for event, person, n in lines}
    taken = Counter(sink.read_text().split())
    mailed = set(Mail.objects.filter(kind=Mail.Kind.EVENT).values_list("event", "person"))
    made = set(Mail.objects.exclude(state=Mail.State.EMPTY).values_list("message_id", flat=True))
    json.dump(
        {
            "events": Event.objects.count(),
            "acknowledged": len(told),
            "waiting": waiting,
            "seconds": drained,
            "lost_lines": len(told - rows.keys()),
            "double_lines": sum(n > 1 for n in rows.values()),
            "mails": len(made),
            # Each was told at once: a line without its mail is a loss, too.
            "lost_mails": len(made - taken.keys()) + len(told - mailed),
            "unknown_mails": len(taken.keys() - made),
            "repeated": sum(taken.values()) - len(taken),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
