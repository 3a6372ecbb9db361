"""Things that happen, so many a second: python -m bench.inside.tell LEDGER RATE, until it is ended.

Each line of the ledger is an event and its person, written once the transaction has committed.
"""

import itertools
import sys
import time
from pathlib import Path

from django.db import DatabaseError, connection, transaction

import bench.inside  # noqa: F401 sets Django up
from directory.models import Person
from portal.markings.models import Marking
from portal.notifications.models import Mail, MailSetting, tell
from portal.notifications.registry import Frequency, kinds
from research.models import Work

PEOPLE = 50


def main(ledger: Path, rate: float) -> None:
    """Tell people of things, in turn."""
    people = list(Person.objects.verified().filter(is_sample=True).order_by("pk")[:PEOPLE])
    for person in people:
        # Whatever the hour is, mail leaves at once.
        MailSetting.objects.update_or_create(
            person=person, defaults={"quiet_from": 0, "quiet_until": 0}
        )
    work = Work.objects.published().filter(marking=Marking.CLEAR).order_by("pk")[0]
    kind = next(
        kind.code for kind in kinds() if kind.frequency == Frequency.NOW and not kind.is_required
    )
    due = time.monotonic()
    with ledger.open("a", buffering=1) as lines:
        for person in itertools.cycle(people):
            due = max(due + 1 / rate, time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))
            try:
                with transaction.atomic():
                    event = tell(
                        "research.publish_work", kind=kind, on=work, by=None, people=[person.pk]
                    )
            except DatabaseError:
                # It is being killed; whether this one was kept is seen in the database.
                connection.close()
                time.sleep(0.05)
            else:
                lines.write(f"{event.pk} {person.pk}\n")


if __name__ == "__main__":
    # Old mails of the demo are none of this.
    Mail.objects.filter(state=Mail.State.DUE).delete()
    main(Path(sys.argv[1]), float(sys.argv[2]))
