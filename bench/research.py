"""The library: list, page at 90 % depth, filtered list and record."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import Sites

LIMITS = {
    "list": Limits(floor=2.0),
    "list at 90 %": Limits(floor=2.0, page="list", times=1.2),
    "filtered list": Limits(floor=2.0),
    "record": Limits(floor=2.0),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages."""
    return pages.measure(sites, "research", LIMITS)
