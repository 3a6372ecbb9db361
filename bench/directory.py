"""The directory: Member administrations, people, and people at 90 % depth."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import Sites

LIMITS = {
    "administrations": Limits(floor=2.0),
    "people": Limits(floor=2.0),
    "people found": Limits(floor=2.0),
    "nobody found": Limits(floor=2.0),
    "people at 90 %": Limits(floor=2.0, page="people", times=1.2),
    "person": Limits(floor=2.0),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages."""
    return pages.measure(sites, "directory", LIMITS)
