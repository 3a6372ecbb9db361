"""The whole portal: cold and warm start, stop, memory at rest; the signed-in home page."""

import time
from collections.abc import Iterator
from statistics import median

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.processes import memory_mb
from bench.sites import Sites
from bench.starts import Checkout, Start, empty_caches, fresh_checkout

WARM_STARTS = 3
WARM_SECONDS = 5
STOP_SECONDS = 10
MEMORY_MB = 600
# From the first answer until worker and beat have started and nothing moves any more.
REST_SECONDS = 20
LIMITS = {"home page": Limits()}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield starts, stop and memory, then the home page with the smallest load data."""
    with empty_caches() as caches:
        with fresh_checkout(caches) as checkout:
            yield from _cold(checkout, "without package cache")
        # What the first start fetched is the cache of the second.
        with fresh_checkout(caches) as checkout:
            yield from _cold(checkout, "with package cache")
            yield from _warm(checkout)
    yield from pages.measure(sites, "home", LIMITS, scales=sites.scales[:1])


def _cold(checkout: Checkout, caches: str) -> Iterator[Figure]:
    with checkout.start() as start:
        yield Figure(f"cold start {caches}, to first 200", start.until("/healthz"), "s")
        start.until("/en/")
        yield Figure(f"cold start {caches}, to home page", start.age, "s")
        yield Figure(f"cold start {caches}, CPU", start.cpu_seconds, "CPU s")
        # Stopping in the middle of the first start of worker and beat is another story.
        time.sleep(REST_SECONDS)


def _warm(checkout: Checkout) -> Iterator[Figure]:
    first, home, cpu, stop = [], [], [], []
    for _number in range(WARM_STARTS):
        with checkout.start() as start:
            first.append(start.until("/healthz"))
            home.append(start.until("/en/"))
            cpu.append(start.cpu_seconds)
            time.sleep(REST_SECONDS)
            memory = list(_memory(start))
            stop.append(start.stop())
    yield Figure("warm start, to first 200", median(first), "s", limit=WARM_SECONDS)
    yield Figure("warm start, to home page", median(home), "s", limit=WARM_SECONDS)
    yield Figure("warm start, CPU to home page", median(cpu), "CPU s")
    yield Figure("stop", max(stop), "s", limit=STOP_SECONDS)
    yield from memory


def _memory(start: Start) -> Iterator[Figure]:
    """Yield the memory of the whole portal, and of each part with its processes."""
    yield Figure("memory at rest", memory_mb([start.pid]), "MB PSS", limit=MEMORY_MB)
    for name, pid in start.parts():
        yield Figure(f"memory at rest: {name}", memory_mb([pid]), "MB PSS")
