"""Imports of contacts: two thousand rows, from the file to the last invitation."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.sites import Sites

# Checked and carried out, by one worker.
SECONDS = 30.0


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield the figures of one long list, half of whose people get a seat."""
    scale = sites.scales[0]
    said = sites.portal(scale).ask("bench.inside.imports")
    yield Figure("import: rows", said["rows"], "")
    yield Figure("import: of them with a seat", said["seats"], "")
    yield Figure("import: imported", said["imported"], "")
    yield Figure("import: read and check", said["check"], "s")
    yield Figure("import: import", said["import"], "s")
    yield Figure("import: of it in the worker", said["cpu"], "CPU s")
    yield Figure("import: together", said["check"] + said["import"], "s", limit=SECONDS)
    yield Figure("import: statements per row", said["statements"], "")
