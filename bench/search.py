"""Search: a mix of queries, from a common word to a question and to nothing found."""

from collections.abc import Iterator

from bench import pages
from bench.figures import Figure
from bench.pages import Limits
from bench.sites import Sites

# Its cost follows the number of matches: reported, without a limit, until its own issue.
LIMITS = {
    "mix of queries": Limits(constant=False),
    "common word": Limits(constant=False),
}


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of the results page."""
    return pages.measure(sites, "search", LIMITS)
