"""The figures of a room's pages: statements, CPU against the floor, depth, growth and weight."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.figures import Figure
from bench.rounds import Target, interleave
from bench.sites import SCALES, Sites
from bench.weight import first_view_kb

STATEMENTS = 10
# What the pages of the floor ask: they are what cannot be left out.
FLOOR_STATEMENTS = {"list": 3, "topic": 4}
# CPU of the same page with 10 and 100 times the data, against 1.
GROWTH = {10: 1.1, 100: 1.25}
HTML_KB = 12
FIRST_VIEW_KB = 30


@dataclass(frozen=True)
class Limits:
    """The most that is accepted of a page: times the floor's CPU, and times another page's."""

    floor: float | None = None
    # Which page of the floor that is.
    base: str = "list"
    page: str = ""
    times: float | None = None
    # Whether it must not grow with the data.
    constant: bool = True
    statements: int = STATEMENTS
    # The most that answers take with 100 times the data, against 1: wall time at 8 at once.
    waits: float | None = None


def measure(
    sites: Sites, room: str, limits: Mapping[str, Limits], scales: Sequence[int] = ()
) -> Iterator[Figure]:
    """Yield the figures of the pages that `bench.inside.<room>` names, at every scale."""
    scales = scales or sites.scales
    # All are made before anybody signs in: a session ends while the largest is filled.
    portals = {scale: sites.portal(scale) for scale in scales}
    said = {scale: portal.ask(f"bench.inside.{room}") for scale, portal in portals.items()}
    floors = {
        base: Target(
            f"floor: {base}", sites.floor, sites.floor_page["pages"][base]["addresses"],
            sites.floor_page["cookie"],
        )
        for base in sorted({limit.base for limit in limits.values()})
    }  # fmt: skip
    targets = {
        (page, scale): Target(
            f"{room}: {page}", portals[scale], found["addresses"], answer["cookie"]
        )
        for scale, answer in said.items()
        for page, found in answer["pages"].items()
    }
    interleave([*floors.values(), *targets.values()], sites.rounds)
    for base, floor in floors.items():
        count = sites.floor_page["pages"][base]["statements"]
        yield Figure(floor.name, floor.cpu, "CPU ms")
        yield Figure(f"{floor.name}, SQL statements", count, "", limit=FLOOR_STATEMENTS[base])
    for page, limit in limits.items():
        at = {scale: targets[page, scale] for scale in scales}
        counts = {scale: said[scale]["pages"][page]["statements"] for scale in scales}
        yield from _statements(f"{room}: {page}", counts, limit.statements)
        yield from _cpu(at, floors[limit.base], limit)
        yield from _growth(at, limit)
        yield from _waiting(at, limit)
        if limit.page:
            yield from _beside(at, {s: targets[limit.page, s] for s in scales}, limit)
        yield from _weight(next(iter(at.values())))


def _statements(name: str, counts: dict[int, int], most: int) -> Iterator[Figure]:
    """Yield the most statements, and how far they differ between the scales."""
    yield Figure(f"{name}, SQL statements", max(counts.values()), "", limit=most)
    if len(counts) > 1:
        differ = max(counts.values()) - min(counts.values())
        yield Figure(f"{name}, statements more with more data", differ, "", limit=0)


def _cpu(at: dict[int, Target], floor: Target, limit: Limits) -> Iterator[Figure]:
    for scale, target in at.items():
        name = f"{target.name}, {SCALES[scale]}"
        ratio = target.times(floor)
        yield Figure(name, target.cpu, "CPU ms", ratio, "floor", limit.floor)


def _growth(at: dict[int, Target], limit: Limits) -> Iterator[Figure]:
    for scale, most in GROWTH.items():
        if scale in at and 1 in at:
            name = f"{at[scale].name}, {SCALES[scale]} against {SCALES[1]}"
            accepted = most if limit.constant else None
            yield Figure(name, at[scale].cpu, "CPU ms", at[scale].times(at[1]), SCALES[1], accepted)


def _waiting(at: dict[int, Target], limit: Limits) -> Iterator[Figure]:
    """Yield how long answers take, eight asked for at once."""
    if limit.waits and 1 in at:
        for scale, target in at.items():
            if scale != 1:
                name = f"{target.name}, p95, {SCALES[scale]} against {SCALES[1]}"
                ratio = target.waits(at[1])
                yield Figure(name, target.p95, "ms", ratio, SCALES[1], limit.waits)


def _beside(at: dict[int, Target], base: dict[int, Target], limit: Limits) -> Iterator[Figure]:
    for scale, target in at.items():
        name = f"{target.name}, {SCALES[scale]} against {limit.page}"
        yield Figure(name, target.cpu, "CPU ms", target.times(base[scale]), limit.page, limit.times)


def _weight(target: Target) -> Iterator[Figure]:
    yield Figure(f"{target.name}, HTML", target.bytes / 1000, "kB gzip", limit=HTML_KB)
    weight = first_view_kb(target.site.port, target.addresses[0], target.cookie)
    yield Figure(f"{target.name}, first view", weight, "kB gzip", limit=FIRST_VIEW_KB)
