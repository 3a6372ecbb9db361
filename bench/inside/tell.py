"""Things that happen, so many a second: python -m bench.inside.tell LEDGER RATE, until it is ended.

Each line of the ledger is an event, its person and how they are told, then when it was certain and
the milliseconds that it took; written once the transaction has committed. Some people are told by
mail at once; others by digests, which come due all the time.
"""

import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import TextIO

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

import bench.inside  # noqa: F401 sets Django up
from bench.figures import BenchError
from bench.inside.followers import followers
from bench.inside.mornings import morning
from bench.inside.people import contact_point
from directory.models import Person
from directory.tokens import in_good_standing
from portal.markings.models import Marking
from portal.notifications.models import Mail, MailSetting, tell
from portal.notifications.registry import Frequency, kinds
from research.models import Work

PEOPLE = 50
# A batch of digests is under way for about a third of the time.
DIGEST_PEOPLE = 200
DIGEST_SECONDS = 6


class Teller:
    """Tells of one work, and writes down what is certain."""

    def __init__(self, ledger: TextIO) -> None:
        self._ledger = ledger
        works = Work.objects.published().filter(marking=Marking.CLEAR).order_by("pk")
        self._work = works[0]
        self._kinds = {
            kind.frequency: kind.code for kind in reversed(list(kinds())) if not kind.is_required
        }

    def tell(self, people: list[int], frequency: str) -> None:
        """Tell these people of something."""
        began = time.perf_counter()
        with transaction.atomic():
            kind = self._kinds[frequency]
            event = tell("research.publish_work", kind=kind, on=self._work, by=None, people=people)
        took = (time.perf_counter() - began) * 1000
        how = f"{frequency} {time.time():.3f} {took:.2f}"
        self._ledger.writelines(f"{event.pk} {person} {how}\n" for person in people)


def settle() -> tuple[list[int], list[int]]:
    """Return who is told at once, whatever the hour is, and who by digests."""
    # Old mails of the demo are none of this.
    Mail.objects.filter(state=Mail.State.DUE).delete()
    # Whose confirmation runs out meanwhile is told nothing more, and that is no loss.
    found = Person.objects.filter(
        in_good_standing(), is_sample=True, confirmation__in=["", "current"]
    ).order_by("pk")
    people = list(found.values_list("pk", flat=True)[:PEOPLE])
    if not people:
        raise BenchError("There are no sample people: set PORTAL_DEMO=on.")
    for person in people:
        MailSetting.objects.update_or_create(
            person_id=person, defaults={"quiet_from": 0, "quiet_until": 0}
        )
    return people, followers(contact_point(), DIGEST_PEOPLE)


def moments(rate: float) -> Iterator[None]:
    """Wait for the next moment, so many a second; what was missed longer ago than a second is."""
    due = time.monotonic()
    while True:
        due = max(due + 1 / rate, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))
        yield


def main(ledger: Path, rate: float) -> None:
    """Tell people of things, in turn."""
    people, readers = settle()
    next_digest = time.monotonic()
    with ledger.open("a", buffering=1) as lines:
        teller = Teller(lines)
        for person, _moment in zip(cycle(people), moments(rate), strict=False):
            try:
                teller.tell([person], Frequency.NOW)
                if time.monotonic() > next_digest:
                    next_digest = time.monotonic() + DIGEST_SECONDS
                    morning(timezone.now())
                    teller.tell(readers, Frequency.WEEKLY)
            except DatabaseError:
                # It is being killed; whether this one was kept is seen in the database.
                connection.close()
                time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
