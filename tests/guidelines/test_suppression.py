"""No table of Members singles one or two out, whatever stands beside it and whoever reads."""

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, product

import pytest

from guidelines.measures.suppression import K, Shown, shown
from guidelines.models.figures import FACETS
from tests.guidelines.attacker import Attacker

type Kind = frozenset[object]
type World = dict[tuple[str, str], dict[tuple[object, object], set[int]]]
# Of an experience, these may be unsaid.
PARTIAL = frozenset({"obstacle", "supplier"})
PAIRS = [("technology", "region"), ("technology", "phase"), ("phase", "region")]


def world(seed: int) -> World:
    """Return three tables of some Members: several technologies, one region.

    Of even worlds, a Member has one phase of each technology; of odd ones, several.
    """
    chance = random.Random(seed)  # noqa: S311 (a repeatable world)
    sizes = {facet: range(chance.randint(2, 4)) for facet in ("technology", "phase", "region")}
    sizes["phase"] = sizes["phase"][:3]
    wide = chance.choice([0.2, 0.4, 0.7])
    tables: World = {(a, b): {c: set() for c in product(sizes[a], sizes[b])} for a, b in PAIRS}
    weights = [chance.random() + 0.05 for _ in sizes["region"]]
    for member in range(chance.randint(3, 45)):
        region = chance.choices(sizes["region"], weights)[0]
        for technology in sizes["technology"]:
            if chance.random() < wide:
                for phase in chance.sample(sizes["phase"], chance.randint(1, 2) if seed % 2 else 1):
                    fact = {"technology": technology, "phase": phase, "region": region}
                    for a, b in PAIRS:
                        tables[a, b][fact[a], fact[b]].add(member)
    return tables


def only_small_ones_hidden(tables: World) -> Shown:
    """Return what a careless page would show: everything but the numbers below three."""
    totals: dict[str, dict[object, set[int]]] = defaultdict(lambda: defaultdict(set))
    for facets, table in tables.items():
        for cell, members in table.items():
            for facet, value in zip(facets, cell, strict=True):
                totals[facet][value] |= members
    everybody = set().union(*totals["region"].values())

    def big(members: set[int]) -> int | None:
        return len(members) if len(members) >= K else None

    return Shown(
        big(everybody),
        {facet: {v: big(ids) for v, ids in each.items()} for facet, each in totals.items()},
        {facets: {c: big(ids) for c, ids in table.items()} for facets, table in tables.items()},
    )


def selections(tables: World) -> Iterator[World]:
    """Yield every facet pair on its own, and what may stand side by side."""
    for n in (1, 2, 3):
        yield from ({facets: tables[facets] for facets in each} for each in combinations(PAIRS, n))


def whole_world(seed: int) -> World:
    """Return every table of production, for the experiences of some Members.

    A Member is of one region and tells one to three experiences: each of one phase and progress, of
    one or two technologies, and of some obstacles and one supplier, or of none.
    """
    chance = random.Random(seed)  # noqa: S311 (a repeatable world)
    sizes = {facet: range(chance.randint(2, 4)) for facet in FACETS}
    tables: World = {
        (a, b): {cell: set() for cell in product(sizes[a], sizes[b])}
        for a, b in combinations(FACETS, 2)
    }
    weights = [chance.random() + 0.05 for _ in sizes["region"]]
    for member in range(chance.randint(3, 60)):
        region = chance.choices(sizes["region"], weights)[0]
        for _experience in range(chance.randint(1, 3)):
            told: dict[str, list[int]] = {
                facet: [min(chance.choice(sizes[facet]), chance.choice(sizes[facet]))]
                for facet in FACETS
            }
            told["region"] = [region]
            for facet, least, most in (
                ("technology", 1, 2),
                ("obstacle", 0, 2),
                ("supplier", 0, 1),
            ):
                told[facet] = chance.sample(sizes[facet], chance.randint(least, most))
            for a, b in tables:
                for cell in product(told[a], told[b]):
                    tables[a, b][cell].add(member)
    return tables


def attack_whole_worlds(seeds: range) -> tuple[int, int]:
    """Attack all that production shows side by side; return what a careless page would betray."""
    betrayed = cells = 0
    for seed in seeds:
        tables = whole_world(seed)
        told = shown(tables)
        assert Attacker(told, one_phase=False, partial=PARTIAL).singled_out(K) == [], seed
        cells += sum(n is not None for each in told.cells.values() for n in each.values())
        careless = only_small_ones_hidden(tables)
        betrayed += bool(Attacker(careless, one_phase=False, partial=PARTIAL).singled_out(K))
    return betrayed, cells


def test_nobody_is_singled_out_by_all_tables_of_production() -> None:
    betrayed, cells = attack_whole_worlds(range(30))

    assert len(list(combinations(FACETS, 2))) == 15
    assert betrayed > 20
    assert cells > 1000


@pytest.mark.nightly
def test_nobody_is_singled_out_by_all_tables_of_many_more_worlds() -> None:
    attack_whole_worlds(range(1000, 1200))


def attack_worlds(seeds: range) -> tuple[int, int]:
    """Attack many worlds; return how many a careless page would betray, and cells shown."""
    betrayed = cells = 0
    for seed in seeds:
        for tables in selections(world(seed)):
            told = shown(tables)
            assert Attacker(told, one_phase=seed % 2 == 0).singled_out(K) == [], (
                seed,
                list(tables),
            )
            cells += sum(n is not None for each in told.cells.values() for n in each.values())
            careless = Attacker(only_small_ones_hidden(tables), one_phase=seed % 2 == 0)
            betrayed += bool(careless.singled_out(K))
    return betrayed, cells


def test_nobody_is_singled_out_by_any_facet_pair() -> None:
    betrayed, cells = attack_worlds(range(40))

    # The attacker can attack, and something is left to be shown.
    assert betrayed > 40
    assert cells > 200


@pytest.mark.nightly
def test_nobody_is_singled_out_in_many_more_worlds() -> None:
    attack_worlds(range(1000, 2000))


def kinds_of_member(rows: int, columns: int, *, is_partition: bool) -> list[Kind]:
    """Return every set of cells that one Member may stand in."""
    cells = list(product(range(rows), range(columns)))
    every = [frozenset(each) for n in range(1, len(cells) + 1) for each in combinations(cells, n)]
    return [each for each in every if not is_partition or len({c for _, c in each}) == 1]


def told_of(
    members: tuple[Kind, ...], rows: int, columns: int, *, k: int
) -> tuple[int | None, ...]:
    """Return all numbers that are shown of a world, in one order."""
    table = {
        cell: {n for n, stands_in in enumerate(members) if cell in stands_in}
        for cell in product(range(rows), range(columns))
    }
    told = shown({("row", "column"): table}, k=k)
    totals = [n for each in told.totals.values() for n in each.values()]
    return (told.everybody, *totals, *told.cells["row", "column"].values())


def true_numbers(members: tuple[Kind, ...], rows: int, columns: int) -> tuple[int, ...]:
    """Return all numbers of a world, in the same order."""
    cells = list(product(range(rows), range(columns)))
    unions = [
        cells,
        *[[cell for cell in cells if cell[0] == row] for row in range(rows)],
        *[[cell for cell in cells if cell[1] == column] for column in range(columns)],
        *[[cell] for cell in cells],
    ]
    return tuple(sum(not each.isdisjoint(union) for each in members) for union in unions)


def attack_exactly(
    rows: int, columns: int, *, is_partition: bool, k: int, upto: int, margin: int = 1
) -> int:
    """Attack every world of so many Members by all worlds that tell the same; return cells shown.

    Of every group (unions of cells less unions of cells, and what two cells share), some world
    that tells the same has nobody in it, or k Members or more.
    """
    kinds = kinds_of_member(rows, columns, is_partition=is_partition)
    cells = list(product(range(rows), range(columns)))
    unions = [set(each) for n in range(len(cells) + 1) for each in combinations(cells, n)]
    groups = {
        frozenset(kind for kind in kinds if kind & any_of and not kind & none_of)
        for any_of, none_of in product(unions, unions)
    } | {frozenset(kind for kind in kinds if kind >= {a, b}) for a, b in combinations(cells, 2)}
    worlds = [
        each
        for n in range(upto + margin + 1)
        for each in combinations_with_replacement(kinds, n)
    ]  # fmt: skip
    numbers = [true_numbers(each, rows, columns) for each in worlds]
    told = {told_of(each, rows, columns, k=k) for each in worlds if len(each) <= upto}
    for shape in {tuple(n is not None for n in each) for each in told}:
        alike = defaultdict(list)
        for each, number in zip(worlds, numbers, strict=True):
            pairs = zip(number, shape, strict=True)
            alike[tuple(n if seen else None for n, seen in pairs)].append(each)
        for each in told & alike.keys():
            for group in groups:
                assert any(not 0 < sum(kind in group for kind in one) < k for one in alike[each]), (
                    each,
                    group,
                )
    return sum(n is not None for each in told for n in each[1 + rows + columns :])


@pytest.mark.parametrize(
    ("rows", "columns", "is_partition", "k", "upto", "margin"),
    [
        (1, 3, True, 3, 12, 2),
        (2, 2, True, 2, 7, 2),
        (2, 2, False, 2, 3, 2),
        pytest.param(1, 4, True, 3, 13, 2, marks=pytest.mark.nightly),
        pytest.param(2, 2, True, 3, 11, 2, marks=pytest.mark.nightly),
        pytest.param(2, 3, True, 2, 7, 1, marks=pytest.mark.nightly),
        pytest.param(2, 2, False, 2, 5, 1, marks=pytest.mark.nightly),
    ],
)
def test_every_telling_leaves_room_for_a_world_without_small_groups(
    rows: int, columns: int, is_partition: bool, k: int, upto: int, margin: int
) -> None:
    cells = attack_exactly(rows, columns, is_partition=is_partition, k=k, upto=upto, margin=margin)

    assert cells > 0


def members(*sizes: int) -> Iterator[set[int]]:
    """Yield sets of so many Members, all different."""
    start = 0
    for size in sizes:
        yield set(range(start, start + size))
        start += size


def test_numbers_below_three_and_what_gives_them_away_are_hidden() -> None:
    a, b, c, d = members(9, 2, 5, 7)
    table = {("x", "north"): a, ("x", "south"): b, ("x", "east"): c, ("x", "west"): d}

    told = shown({("technology", "region"): table})

    assert told.everybody == 23
    assert told.cells["technology", "region"] == {
        ("x", "north"): 9, ("x", "south"): None, ("x", "east"): None, ("x", "west"): 7
    }  # fmt: skip
    assert told.totals["region"] == {"north": 9, "south": None, "east": None, "west": 7}


def test_tables_without_small_numbers_are_shown_whole() -> None:
    a, b, c, d = members(9, 4, 5, 7)
    table = {("x", "n"): a, ("x", "s"): b, ("y", "n"): c, ("y", "s"): d}

    told = shown({("technology", "region"): table})

    assert told.cells["technology", "region"] == {key: len(ids) for key, ids in table.items()}


def test_an_empty_table_shows_nothing() -> None:
    assert shown({("technology", "region"): {}}) == Shown(
        None, {"technology": {}, "region": {}}, {("technology", "region"): {}}
    )


def test_members_without_a_phase_are_counted_in_their_technology() -> None:
    a, b, c, d = members(9, 4, 5, 7)
    regions = {("x", "n"): a | c, ("x", "s"): b | d}
    phases = {("x", "plan"): a, ("x", "use"): b}

    told = shown({("technology", "region"): regions, ("technology", "phase"): phases})

    assert told.cells["technology", "phase"] == {("x", "plan"): 9, ("x", "use"): 4}
    assert told.totals["technology"] == {"x": 25}


def test_the_same_members_in_another_order_show_the_same() -> None:
    tables = world(7)
    turned = {facets: dict(reversed(each.items())) for facets, each in reversed(tables.items())}

    assert shown(turned) == shown(tables)
