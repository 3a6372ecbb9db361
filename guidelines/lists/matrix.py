"""Guidance by technology and phase: how much of each kind the reader may read."""

import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from guidelines.kinds import Kind
from guidelines.text import terms
from portal.compiled import ask
from portal.kept import Kept, KeptEach
from portal.markings.models import reader_of
from portal.rows import drawn
from portal.taxonomy.models import Technology

# One statement for whoever reads, whatever there is; an index alone answers it. Counted before the
# cells are taken apart: many records stand in the same ones.
COUNTS = """
SELECT audience_id, kind, cell, sum(number)::int
FROM (
    SELECT record.audience_id, record.kind, record.cells, count(*) AS number
    FROM guidelines_record AS record
    WHERE record.state = 'published'
    GROUP BY record.audience_id, record.kind, record.cells
) AS alike LEFT JOIN unnest(cells) AS cell ON true
GROUP BY audience_id, kind, cell
"""
Cells = dict[tuple[str, str], dict[str, int]]


class Count(NamedTuple):
    """How many records of a kind stand in a cell."""

    kind: str
    number: int


class Cell(NamedTuple):
    """One technology in one phase."""

    phase: str
    label: str
    query: str
    counts: list[Count]


class Line(NamedTuple):
    """One technology, phase by phase."""

    slug: str
    name: str
    total: int
    cells: list[Cell]


def _groups() -> list[tuple[str, list[tuple[str, str, bool]]]]:
    found: dict[str, list[tuple[str, str, bool]]] = {group: [] for group in Technology.Group}
    for row in Technology.objects.all():
        found[row.group].append((row.slug, row.name, row.is_retired))
    return [(str(Technology.Group(group).label), rows) for group, rows in found.items() if rows]


GROUPS = Kept(_groups, seconds=60)


class Numbers(NamedTuple):
    """How many records of a kind stand in which cell, by audience; and when that was counted.

    Every audience of a record that is published has a place, if its records stand in no cell too.
    """

    at: float
    by_audience: dict[int, list[tuple[tuple[str, str], str, int]]]

    def shared_with(self, person: Any) -> tuple[int, ...]:
        """Return the audiences that have records and that the person may read."""
        return tuple(sorted(self.by_audience.keys() & set(reader_of(person).audience_ids)))

    def sum_of(self, audiences: Iterable[int]) -> Cells:
        """Return the counts of these audiences together."""
        cells = Cells()
        for audience in audiences:
            for cell, kind, number in self.by_audience[audience]:
                counts = cells.setdefault(cell, {})
                counts[kind] = counts.get(kind, 0) + number
        return cells


def _numbers() -> Numbers:
    found: dict[int, list[tuple[tuple[str, str], str, int]]] = {}
    for audience, kind, cell, number in ask(COUNTS, []):
        cells = found.setdefault(audience, [])
        if cell:
            technology, _bar, phase = cell.partition("|")
            cells.append(((technology, phase), kind, number))
    return Numbers(time.monotonic(), found)


# Apart for each audience, so that a reader's numbers are sums over those that they may read.
NUMBERS = Kept(_numbers, seconds=60, by_language=False)
# The rows as HTML, for all who may read the same audiences.
_ROWS: KeptEach[tuple[Any, ...], SafeString] = KeptEach(seconds=60, most=200)


def counted(person: Any) -> Cells:
    """Return the counts by technology and phase, then by kind: of what the person may read."""
    numbers = NUMBERS.now()
    return numbers.sum_of(numbers.shared_with(person))


class Matrix:
    """The matrix as a reader sees it; `kinds` are those that are shown."""

    def __init__(self, person: Any, kinds: list[str] | None = None) -> None:
        self.kinds = kinds or [*Kind.values]
        self.phases = [
            (slug, str(number), name)
            for number, (slug, (name, _gone)) in enumerate(terms.names_of("phase").items(), 1)
        ]
        self.numbers = NUMBERS.now()
        self.audiences = self.numbers.shared_with(person)

    @cached_property
    def cells(self) -> Cells:
        """The counts by technology and phase, then by kind."""
        return self.numbers.sum_of(self.audiences)

    @property
    def rows(self) -> SafeString:
        """Its rows, drawn."""
        key = self.numbers.at, tuple(self.kinds), self.audiences
        technologies = reverse("taxonomy:technology_list")
        return _ROWS.of(
            key, lambda: drawn("guidelines/matrix.html", matrix=self, technologies=technologies)
        )

    @property
    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """The technologies by group, in the order of the taxonomy."""
        for label, technologies in GROUPS.now():
            lines = [self._line(slug, name) for slug, name, _gone in technologies]
            shown = [
                line
                for line, (_slug, _name, gone) in zip(lines, technologies, strict=True)
                if line.total or not gone
            ]
            if shown:
                yield label, shown

    def _line(self, slug: str, name: str) -> Line:
        cells = []
        for phase, number, title in self.phases:
            found = self.cells.get((slug, phase), {})
            counts = [Count(kind, found[kind]) for kind in self.kinds if kind in found]
            query = f"technology={slug}&phase={phase}"
            cells.append(Cell(phase, f"{number}. {title}", query, counts))
        total = sum(count.number for cell in cells for count in cell.counts)
        return Line(slug, name, total, cells)

    @property
    def lists(self) -> dict[str, tuple[str, str]]:
        """The address of the list of each kind, and what it is called."""
        return {
            kind: (reverse("guidelines:record_list", args=[kind]), str(Kind(kind).label))
            for kind in self.kinds
        }

    @property
    def is_empty(self) -> bool:
        """Whether the reader may read nothing that is filed under a technology."""
        return not any(self.numbers.by_audience[audience] for audience in self.audiences)
