"""A patient reader of tables: what can be worked out from the numbers that are shown.

It shares nothing with the code it attacks. It reasons of unions: Members who stand in any of some
rows and any of some columns, for every set of rows and of columns, over all tables at once.
"""

from collections.abc import Hashable, Iterator
from itertools import combinations

from guidelines.measures.suppression import Shown

type Union = tuple[Hashable, ...]
# Everybody knows that there are no more Members.
FAR = 200
TECHNOLOGY_PHASE = ("technology", "phase")


def subsets(values: list[Hashable]) -> list[frozenset[Hashable]]:
    """Return every set of values but the empty one."""
    sizes = range(1, len(values) + 1)
    return [frozenset(each) for n in sizes for each in combinations(values, n)]


class Attacker:
    """Bounds of the sizes of all unions, narrowed until nothing more follows.

    A Member has one region; with `one_phase` it has one phase of each technology too. Of the facets
    in `partial` an experience may have no value: then it stands in nothing but its other facets.
    """

    def __init__(
        self, told: Shown, *, one_phase: bool, partial: frozenset[str] = frozenset()
    ) -> None:
        self.told, self.partial = told, partial
        self.values = {facet: list(numbers) for facet, numbers in told.totals.items()}
        self.sets = {facet: subsets(values) for facet, values in self.values.items()}
        self.bounds: dict[Union, list[int]] = {}
        # whole = one + other, less who stands in both; nobody does if `is_disjoint`.
        self.sums: list[tuple[Union, Union, Union, bool]] = []
        for facet in self.values:
            self._split_all(
                lambda s, f=facet: self._name({f: s} if s else {}), facet, facet == "region"
            )
        for a, b in told.cells:
            for fixed, split in ((a, b), (b, a)):
                for kept in self.sets[fixed]:
                    self._split_all(
                        lambda s, f=fixed, g=split, k=kept: self._name(
                            {f: k, g: s} if s else {f: k}
                        ),
                        split,
                        split == "region"
                        or (one_phase and len(kept) == 1 and (fixed, split) == TECHNOLOGY_PHASE),
                    )
        self._read()
        self._narrow()

    def _name(self, chosen: dict[str, frozenset[Hashable]]) -> Union:
        """Name a union; a facet of which all values are chosen chooses nothing, if all have one."""
        parts = {
            f: s for f, s in chosen.items() if len(s) < len(self.values[f]) or f in self.partial
        }
        name = tuple(sorted(((f, s) for f, s in parts.items()), key=lambda each: each[0]))
        self.bounds.setdefault(name, [0, FAR])
        return name

    def _split_all(self, name, facet: str, is_disjoint: bool) -> None:  # type: ignore[no-untyped-def]
        for one, other in combinations(self.sets[facet], 2):
            if not one & other:
                self.sums.append((name(one | other), name(one), name(other), is_disjoint))
        if facet in self.partial:
            # Who has another value, and who has none at all.
            whole, some = name(None), name(self.sets[facet][-1])
            rest: Union = ("rest", whole, facet)
            self.bounds.setdefault(rest, [0, FAR])
            self.sums.append((whole, some, rest, True))

    def _read(self) -> None:
        """Take in every number that is shown."""
        shown = [({}, self.told.everybody)]
        for facet, numbers in self.told.totals.items():
            shown += [({facet: frozenset({value})}, n) for value, n in numbers.items()]
        for (a, b), cells in self.told.cells.items():
            for (row, column), n in cells.items():
                shown.append(({a: frozenset({row}), b: frozenset({column})}, n))
        for chosen, n in shown:
            if n is not None:
                self.bounds[self._name(chosen)] = [n, n]

    def _narrow(self) -> None:
        """Draw every conclusion, again and again."""
        before = None
        while before != self.bounds:
            before = {name: list(bound) for name, bound in self.bounds.items()}
            for whole, one, other, is_disjoint in self.sums:
                w, x, y = (self.bounds[each] for each in (whole, one, other))
                w[0] = max(w[0], x[0] + y[0] if is_disjoint else max(x[0], y[0]))
                w[1] = min(w[1], x[1] + y[1])
                for part, beside in ((x, y), (y, x)):
                    part[0] = max(part[0], w[0] - beside[1])
                    part[1] = min(part[1], w[1] - beside[0] if is_disjoint else w[1])

    def groups(self) -> Iterator[tuple[object, int, int]]:
        """Yield the least and the most of every union, of what one adds, of what two share."""
        for name, (least, most) in self.bounds.items():
            yield name, least, most
        for whole, one, other, is_disjoint in self.sums:
            w, x, y = (self.bounds[each] for each in (whole, one, other))
            yield ("but", whole, one), w[0] - x[1], w[1] - x[0]
            yield ("but", whole, other), w[0] - y[1], w[1] - y[0]
            if not is_disjoint:
                yield ("both", one, other), x[0] + y[0] - w[1], min(x[1], y[1], x[1] + y[1] - w[0])

    def singled_out(self, k: int) -> list[tuple[object, int, int]]:
        """Return the groups that must be there and must be smaller than k."""
        return [each for each in self.groups() if each[1] >= 1 and each[2] < k]
