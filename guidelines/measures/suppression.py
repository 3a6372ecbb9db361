"""Numbers of Member administrations that single nobody out: no group below three is ever told.

A number below three is hidden, zero too. That is not enough: a total less the cells beside it
gives the hidden one away, and so does a Member that stands in several rows. So the tables attack
themselves. From the numbers still shown, `inference` works out the least and the most that each
group can be, as a patient reader would: each cell and total, each total without one of its parts,
and who stands in several parts. While some group can only be below three, one more number is
hidden. A gap looks the same whatever its reason: "fewer than three, or withheld".

Why not a fixed pattern (hide a second cell in each row and column)? It protects sums only. Our
Members stand in several technologies, and in one region; bounds are true of both. Parts that no
Member shares, as regions, are taken for known to be apart, whether a rule says so or chance.

All tables that one reader may see, on whichever page, go through one call: they share totals, and
what two calls (or two dates, or a filter) tell together is not examined. Nor is what somebody
learns who runs this very code on every world that they can imagine.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from guidelines.measures.inference import Line, Name, bounds_of

K = 3

type Facets = tuple[str, str]
type Cell = tuple[Hashable, Hashable]
type Tables = Mapping[Facets, Mapping[Cell, Collection[int]]]

# Names of groups: everybody, a value of a facet (one pair), a cell (two), or made of these.
EVERYBODY: Name = ()
AGAIN: Name = ("again",)


class Shown(NamedTuple):
    """The numbers that may stand side by side, or None."""

    everybody: int | None
    totals: dict[str, dict[Hashable, int | None]]
    cells: dict[Facets, dict[Cell, int | None]]


def shown(tables: Tables, *, k: int = K) -> Shown:
    """Return what may be shown of tables, each of two facets, whose cells hold administrations."""
    values = _values(tables)
    members: dict[Name, set[int]] = {EVERYBODY: set()}
    for (a, b), table in tables.items():
        for row, column in product(values[a], values[b]):
            cell = ((a, row), (b, column))
            for name in (EVERYBODY, cell[:1], cell[1:], cell):
                members.setdefault(name, set()).update(table.get((row, column), ()))
    lines = list(_lines(tables, values, members))
    known = {name: len(ids) for name, ids in members.items() if len(ids) >= k}
    cap = sum(len(ids) for ids in members.values()) + k
    while True:
        bounds = bounds_of(lines, known, cap)
        # That nobody at all stands in two parts singles nobody out.
        small = [n for n, (_, most) in bounds.items() if most < k and (most or n[:1] != AGAIN)]
        if not small:
            break
        _hide(small, lines, known)
    # What a reader can work out is shown.
    told = {name: least for name, (least, most) in bounds.items() if least == most}
    return Shown(
        told.get(EVERYBODY),
        {facet: {one: told.get(((facet, one),)) for one in each} for facet, each in values.items()},
        {
            (a, b): {(r, c): told.get(((a, r), (b, c))) for r, c in product(values[a], values[b])}
            for a, b in tables
        },
    )


def _values(tables: Tables) -> dict[str, list[Hashable]]:
    """Return the values of each facet, in the order of the tables."""
    found: dict[str, dict[Hashable, None]] = {facet: {} for facets in tables for facet in facets}
    for facets, table in tables.items():
        for cell in table:
            for facet, value in zip(facets, cell, strict=True):
                found[facet][value] = None
    return {facet: list(each) for facet, each in found.items()}


def _lines(
    tables: Tables,
    values: Mapping[str, list[Hashable]],
    members: Mapping[Name, set[int]],
) -> Iterator[Line]:
    """Yield how the groups hang together, as far as a reader may know."""

    def union(parts: list[Name]) -> set[int]:
        return set().union(*(members[part] for part in parts))

    def are_apart(parts: list[Name]) -> bool:
        return sum(len(members[part]) for part in parts) == len(union(parts))

    def split(total: Name, parts: list[Name], facet: str) -> Iterator[Line]:
        others = [("rest", total, facet)] if members[total] - union(parts) else []
        if len(parts + others) < 2:  # one number with two names
            yield from (Line(total, (part,)) for part in parts)
            return
        again = None if are_apart(parts) else (*AGAIN, total, facet)
        yield Line(total, (*parts, *others), again)
        yield from (Line(total, (part, ("without", part, total))) for part in parts)

    totals: dict[str, list[Name]] = {
        facet: [((facet, value),) for value in each] for facet, each in values.items()
    }
    for facet, parts in totals.items():
        yield from split(EVERYBODY, parts, facet)
    for a, b in tables:
        for facet, other in ((a, b), (b, a)):
            cells = {
                total: [total + one if facet == a else one + total for one in totals[other]]
                for total in totals[facet]
            }
            for total, parts in cells.items():
                yield from split(total, parts, other)
            # Of a partition, what is true of everybody is that of its values, added up.
            is_whole = all(union(parts) == members[total] for total, parts in cells.items())
            apart = are_apart(totals[other]) and union(totals[other]) == members[EVERYBODY]
            if is_whole and apart:
                for total, parts in cells.items():
                    left = zip(parts, totals[other], strict=True)
                    each = tuple(("without", part, one) for part, one in left)
                    yield Line(("without", total, EVERYBODY), each)
                columns = zip(totals[other], zip(*cells.values(), strict=True), strict=True)
                shared = [one for one, column in columns if not are_apart(list(column))]
                if shared:
                    repeated = tuple((*AGAIN, one, facet) for one in shared)
                    yield Line((*AGAIN, EVERYBODY, facet), repeated)


def _hide(exposed: Collection[Name], lines: Collection[Line], known: dict[Name, int]) -> None:
    """Hide a number near each group that is told to be small, unless one near it just was."""
    near: dict[Name, set[Name]] = {}
    for line in lines:
        for name in line.names:
            near.setdefault(name, set()).update(line.names)
    hidden: set[Name] = set()
    for name in exposed:
        around = near[name].union(*(near[each] for each in near[name]))
        if known and around.isdisjoint(hidden):
            choice = near[name] & known.keys() or around & known.keys() or known
            # A cell before a total, a small one first: what is lost is least.
            worst = min(choice, key=lambda each: (-len(each), known[each], repr(each)))
            hidden.add(worst)
            del known[worst]
