"""Guidance: lists, the page of a record, matrix, comparison, what is alike, a technology's page."""

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
    "record in French": Limits(floor=1.6),
    "matrix": Limits(floor=2.5),
    "compare": Limits(floor=2.5),
    "alike": Limits(floor=2.5),
    "technology": Limits(floor=2.5),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages."""
    return pages.measure(sites, "guidelines", LIMITS)
