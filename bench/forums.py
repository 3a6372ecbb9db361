"""Forums: the topics of a room, also at 90 % depth, and a topic of 20 posts, also its last page."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import Sites

LIMITS = {
    "list": Limits(floor=2.5),
    "list at 90 %": Limits(floor=2.5, page="list", times=1.2),
    "topic": Limits(floor=2.5, statements=12),
    "topic, page 500": Limits(floor=2.5, page="topic", times=1.2, statements=12),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages."""
    return pages.measure(sites, "forums", LIMITS)
