"""Kills under load, in short: what is committed here runs as a portal of its own."""

from contextlib import ExitStack

import pytest

from bench import chaos
from bench.sites import Sites

EACH_ONCE = len(chaos.KINDS) + 1
# How fast it heals is measured by the bench: a machine that runs tests does much else.
LATE = "chaos: all arrived after"


@pytest.mark.parametrize("kills", [EACH_ONCE, 40])
# Nightly, the short form, too: it needs a machine of its own to be judged by the clock.
@pytest.mark.nightly
def test_nothing_is_lost_or_told_twice_under_kills(kills: int) -> None:
    with ExitStack() as stack:
        sites = Sites(stack, scales=[], rounds=0, kills=kills)
        found = {figure.name: figure for figure in chaos.measure(sites)}

    missed = {name: figure.line() for name, figure in found.items() if figure.is_missed}
    missed.pop(LATE, None)
    assert missed == {}
    assert found["chaos: kills"].value == kills
    # Not many on a busy machine; without any nothing is proven.
    assert found["chaos: events"].value > 5 * kills
    assert found["chaos: of them digests"].value > 0
