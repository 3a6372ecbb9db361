"""Finding people: near spellings, levels of a language, who can be reached now."""

import datetime
from typing import Any

import pytest
import time_machine

from directory.models import Administration, Person
from portal.taxonomy.models import Language, Process
from tests.directory.conftest import page_of
from tests.directory.test_people import LIST, names
from tests.people import make_person


@pytest.fixture
def diallos(ncp_a: Person, borduria: Administration) -> Person:
    for name in ("Awa Diallo", "Bea Dialo", "Cy Schmidt"):
        make_person(name, administration=borduria, factor=False)
    return ncp_a


@pytest.mark.parametrize(
    ("typed", "exact", "near"),
    [
        ("diallo", ["Awa Diallo"], ["Bea Dialo"]),
        ("dialo", ["Bea Dialo"], ["Awa Diallo"]),
        ("Diallö", ["Awa Diallo"], ["Bea Dialo"]),
        ("schmitt", [], ["Cy Schmidt"]),
        ("diaxo", [], ["Awa Diallo", "Bea Dialo"]),
        ("bordura diallo", [], []),
        ("borduria dialo", ["Bea Dialo"], ["Awa Diallo"]),
        # A short word is near to too much.
        ("dial", ["Awa Diallo", "Bea Dialo"], []),
        ("sch", ["Cy Schmidt"], []),
        ("zzzz", [], []),
    ],
)
def test_near_spellings_stand_after_what_was_typed(
    typed: str, exact: list[str], near: list[str], diallos: Person
) -> None:
    page = page_of(diallos, LIST, q=typed)
    before, _heading, after = page.partition('id="near"')

    assert (names(before), names(after)) == (exact, near)
    assert (f"otherwise than “{typed}”" in page) == bool(near)


def test_near_spellings_are_last_in_every_order_and_on_every_page(
    diallos: Person, borduria: Administration
) -> None:
    for number in range(30):
        make_person(f"P{number} Dialo", administration=borduria, factor=False)

    pages = [page_of(diallos, LIST, q="diallo", sort=sort) for sort in ("name", "changed")]

    assert [names(page)[0] for page in pages] == ["Awa Diallo"] * 2
    assert [">32 people</h2>" in page for page in pages] == [True] * 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"language": "fr"}, {"Ada Arcadi", "Boris Bordur"}),
        ({"language": "fr", "level": "B2"}, {"Ada Arcadi", "Boris Bordur"}),
        ({"language": "fr", "level": "C1"}, {"Boris Bordur"}),
        ({"language": "fr", "level": "C2"}, set()),
        ({"process": "transit"}, {"Ada Arcadi"}),
    ],
)
def test_people_are_found_by_level_and_process(
    query: dict[str, str], found: set[str], ncp_a: Person, ncp_b: Person, french: Language,
    wolof: Language, transit: Process,
) -> None:  # fmt: skip
    ncp_a.revise(by=None, spoken={"fr": "B2", "wo": "C2"}, related={"processes": [transit]})
    ncp_b.revise(by=None, spoken={"fr": "C1"})

    assert set(names(page_of(ncp_a, LIST, **query))) == found


def test_level_without_a_language_says_so(ncp_a: Person) -> None:
    assert "Choose a language, too." in page_of(ncp_a, LIST, level="C1")


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        # Monday 09:30 in Brussels, 08:30 in Dakar.
        ("2026-11-16 08:30", {"Boris Bordur"}),
        ("2026-11-16 10:00", {"Ada Arcadi", "Boris Bordur"}),
        ("2026-11-16 16:59", {"Ada Arcadi"}),
        ("2026-11-16 17:00", set()),
        # Friday is the weekend of A, Sunday that of B.
        ("2026-11-20 10:00", {"Boris Bordur"}),
        ("2026-11-22 10:00", {"Ada Arcadi"}),
        ("2026-11-21 10:00", set()),
    ],
)
def test_people_are_reachable_in_their_hours(
    moment: str, found: set[str], ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    arcadia.revise(by=None, weekend_first=4, weekend_last=5)
    ncp_a.revise(by=None, zone="Africa/Dakar")
    ncp_b.revise(by=None, zone="Europe/Brussels")
    lost = make_person("Lost Place", administration=arcadia, factor=False)
    lost.revise(by=None, zone="Nowhere/Land")

    with time_machine.travel(f"{moment}+00:00", tick=False):
        assert set(names(page_of(ncp_a, LIST, now="1"))) == found


def test_own_hours_decide(ncp_a: Person, ncp_b: Person) -> None:
    ncp_b.revise(by=ncp_b, hours_from=datetime.time(13), hours_until=datetime.time(14, 30))

    found: list[Any] = []
    for hour in ("12:59", "13:00", "14:29", "14:30"):
        with time_machine.travel(f"2026-11-16 {hour}+00:00", tick=False):
            found.append("Boris Bordur" in names(page_of(ncp_a, LIST, now="1")))

    assert found == [False, True, True, False]
