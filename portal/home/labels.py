"""The labels of the Traffic Light Protocol in words: what they mean, and who reads them here."""

from functools import cache
from typing import NamedTuple

from portal.home.seed.files import Record, rows
from portal.markings.models import Marking
from portal.taxonomy.models import local


class Label(NamedTuple):
    """One label in the reader's language."""

    marking: str
    label: str
    meaning: str
    here: str


@cache
def _records() -> dict[str, Record]:
    return {row["code"].lower().replace("_", "-"): row for row in rows("tlp.csv")}


def label_of(marking: str) -> Label:
    """Return a label in words."""
    row = _records()[marking]
    return Label(marking, Marking(marking).label, row[local("meaning")], row[local("here")])


def labels() -> list[Label]:
    """Return every label, mildest first."""
    return [label_of(marking) for marking in Marking.values]
