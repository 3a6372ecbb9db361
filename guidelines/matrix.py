"""Guidance by technology and phase: how much of each kind the reader may read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse

from guidelines import terms
from guidelines.kinds import Kind
from portal.compiled import ask
from portal.kept import Kept
from portal.markings.models import reader_of
from portal.taxonomy.models import Technology

# One statement, whatever there is; an index alone answers it. Counted before the cells are taken
# apart: many records stand in the same ones.
COUNTS = """
SELECT kind, cell, sum(number)::int
FROM (
    SELECT record.kind, record.cells, count(*) AS number
    FROM guidelines_record AS record
    WHERE record.state = 'published' AND record.audience_id = ANY(%s::int[])
    GROUP BY record.kind, record.cells
) AS alike, unnest(cells) AS cell
GROUP BY kind, cell
"""
type Cells = dict[tuple[str, str], dict[str, int]]


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


def counted(person: Any) -> Cells:
    """Return the counts by technology and phase, then by kind."""
    cells: Cells = {}
    for kind, cell, number in ask(COUNTS, [reader_of(person).audience_ids]):
        technology, _bar, phase = cell.partition("|")
        cells.setdefault((technology, phase), {})[kind] = number
    return cells


class Matrix:
    """The matrix as a reader sees it; `kinds` are those that are shown."""

    def __init__(self, person: Any, kinds: list[str] | None = None) -> None:
        self.kinds = kinds or [*Kind.values]
        self.phases = [
            (slug, str(number), name)
            for number, (slug, (name, _gone)) in enumerate(terms.names_of("phase").items(), 1)
        ]
        self.cells = counted(person)

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
        return not self.cells
