"""Notifications: fan-out and digests to ten thousand people, an inbox of ten thousand lines."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench import pages
from bench.chaos import free_port
from bench.figures import BenchError, Figure
from bench.ground import run
from bench.pages import Limits
from bench.sites import Site, Sites
from portal.services import places
from portal.services.processes import Child, end

LIMITS = {"inbox": Limits(floor=2.0)}
# Of the time of one plain statement that writes the lines alone. To inboxes: at least half its rows
# a second. To inboxes and mails, two rows are written for each person, and a mail costs a hash for
# its Message-ID and five indexes: a third of its rows a second, counting both rows.
FAN_OUT = {"weekly": 2.0, "now": 6.0}
ROWS = {"weekly": 1, "now": 2}
# At least 0.7 of the mails a second of a bare loop.
DIGESTS = 1 / 0.7
STATEMENTS_PER_HUNDRED = 3
# What the memory of the sender may grow by from its first batches to its last.
MEMORY_GROWTH = 1.1
# Fewer parts are no course of time.
PARTS = 3


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room."""
    scale = sites.scales[0]
    site = sites.portal(scale)
    for module in ("followers", "digests", "notifications"):
        site.ask(f"bench.inside.{module}")
    sites.tidy(scale)
    yield from _fan_out(site)
    yield from _digests(site)
    yield from pages.measure(sites, "notifications", LIMITS, scales=[scale])


def _fan_out(site: Site) -> Iterator[Figure]:
    said = site.ask("bench.inside.fan_out")
    people, plain = said["people"], said["plain"]
    yield Figure("notifications: one plain statement", people / plain, "rows/s")
    for name, words in (("weekly", "to inboxes"), ("now", "to inboxes and mails")):
        yield Figure(
            f"notifications: fan-out {words}",
            people * ROWS[name] / said[name],
            "rows/s",
            said[name] / plain,
            "its time",
            FAN_OUT[name],
        )


def _digests(site: Site) -> Iterator[Figure]:
    with _sink() as address:
        said = json.loads(run(["-m", "bench.inside.digests", address], site.environment))
    yield Figure("notifications: digests sent", said["sent"], "")
    yield Figure("notifications: bare mails", 1 / said["bare"], "mails/s")
    ratio = said["seconds"] / said["bare"]
    rate = 1 / said["seconds"]
    yield Figure("notifications: digests", rate, "mails/s", ratio, "bare time", DIGESTS)
    yield Figure(
        "notifications: statements per 100 persons",
        said["statements"],
        "",
        limit=STATEMENTS_PER_HUNDRED,
    )
    yield Figure("notifications: of them to plan", said["planned"], "s")
    memory = said["memory"]
    if len(memory) < PARTS:
        raise BenchError(f"The digests left in {len(memory)} parts: their memory says nothing.")
    yield Figure(
        "notifications: memory of the sender",
        memory[-1],
        "MB",
        memory[-1] / memory[0],
        "early on",
        MEMORY_GROWTH,
    )


@contextmanager
def _sink() -> Iterator[str]:
    port = free_port()
    folder = places.temporary_root()
    words = (sys.executable, "-m", "bench.sink", str(port), "/dev/null")
    child = Child("sink", words, log=folder / f"portal-bench-sink-{port}.log", folder=places.ROOT)
    child.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        end([child], 5)
        child.log.unlink(missing_ok=True)
