"""Forums: topics of a room, also at 90 % depth; 20 posts, also of the last page; a reply."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import SCALES, Sites

LIMITS = {
    "list": Limits(floor=2.5, waits=1.2),
    "list at 90 %": Limits(floor=2.5, page="list", times=1.2),
    "topic": Limits(floor=2.5, base="topic", waits=1.2, statements=12),
    "topic, page 500": Limits(floor=2.5, base="topic", page="topic", times=1.2, statements=12),
}
# Milliseconds of the server to post a reply with 500 followers.
REPLY_MS = 60


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the room's pages, and of posting a reply."""
    yield from pages.measure(sites, "forums", LIMITS)
    for scale in sites.scales:
        said = sites.portal(scale).ask("bench.inside.replies")
        name = f"forums: reply with 500 followers, {SCALES[scale]}"
        yield Figure(name, said["milliseconds"], "ms", limit=REPLY_MS)
