"""Kills under load, in short: what is committed here runs as a portal of its own."""

import pytest

from bench import chaos

KILLS = 40


@pytest.mark.nightly
def test_nothing_is_lost_or_told_twice_under_forty_kills() -> None:
    found = {figure.name: figure for figure in chaos.measure(kills=KILLS)}

    assert [figure.line() for figure in found.values() if figure.is_missed] == []
    assert found["chaos: events"].value > 500
    assert found["chaos: kills"].value == KILLS
