"""Guidance: list, page at 90 % depth, filtered list and the page of a record."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import Sites

LIMITS = {
    "list": Limits(floor=2.5),
    "list at 90 %": Limits(floor=2.5, page="list", times=1.2),
    "filtered list": Limits(floor=2.5),
    "record": Limits(floor=1.6),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages."""
    return pages.measure(sites, "guidelines", LIMITS)
