"""Coverage by region: who sees which totals, and who sees names."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.coverage import FILLED, Coverage, coverage_for
from directory.models import Administration, Person, Region, Seat, VacancyOpening
from directory.tiles import tiles
from tests.people import as_reader, late, make_administration, make_person, seat

POINT = Seat.Kind.CONTACT_POINT
SENTENCE = "say nothing about borders or status."
pytestmark = pytest.mark.django_db


@pytest.fixture
def members(europe: Region, africa: Region) -> dict[str, Administration]:
    """One Member of each standing, and one of another region."""
    codes = ["E1", "E2", "E3", "E4", "E5", "E6"]
    homes = {code: make_administration(code, f"Place {code}", europe) for code in codes}
    homes["A1"] = make_administration("A1", "Place A1", africa)
    days = {"E1": -300, "E2": -10, "E3": 10, "E4": 40}
    for code, home in homes.items():
        if code in ("E6", "A1"):
            continue
        state = {"state": Person.State.UNCONFIRMED} if code == "E5" else {}
        person = seat(
            make_person(f"P{code} Lee", administration=home, **state), POINT, administration=home
        )
        if code in days:
            late(person, days[code])
    Seat.objects.get(administration=homes["E2"]).note_unreachable(why="test", by=None)
    return homes


def _words(found: Coverage) -> list[str]:
    return [words for region in found.by_region for _look, _to, _code, words in region["tiles"]]


def test_each_member_is_counted_once(
    members: dict[str, Administration], secretariat: Person
) -> None:
    found = coverage_for(as_reader(secretariat))

    assert [(line.name, line.members, line.numbers, line.unreachable) for line in found.lines] == [
        ("Europe", 6, [1, 1, 1, 1, 1, 1], 1),
        ("West and Central Africa", 1, [0, 0, 0, 0, 0, 1], 0),
    ]
    assert found.total == ("All", 7, [1, 1, 1, 1, 1, 2], 1)
    assert [each.iso2 for each in found.wanting] == ["A1", "E2", "E3", "E4", "E5", "E6"]


def test_regional_officer_sees_totals_of_the_own_region(
    members: dict[str, Administration], regional_officer: Person, secretariat: Person
) -> None:
    found = coverage_for(as_reader(regional_officer))
    assert [(line.name, line.members) for line in found.lines] == [("Europe", 6)]
    assert (found.wanting, _words(found)) == ([], [f"Place E{n}" for n in range(1, 7)])

    VacancyOpening.open(by=secretariat)
    found = coverage_for(as_reader(regional_officer))
    assert [each.iso2 for each in found.wanting] == ["E2", "E3", "E4", "E5", "E6"]
    assert "Place E6, Vacant" in _words(found)


def test_sample_data_call_no_member_vacant(
    members: dict[str, Administration], secretariat: Person, settings: Any
) -> None:
    settings.DEMO = True
    Person.objects.filter(administration=members["E6"]).delete()
    make_person("Sam Ple", administration=members["E6"], is_sample=True)

    found = coverage_for(as_reader(secretariat))

    standings = {each.iso2: each.standing.value for each in found.members}
    assert (standings["E6"], standings["A1"]) == ("unknown", "unknown")
    assert {"A1", "E6"}.isdisjoint(each.iso2 for each in found.wanting)


def test_coverage_and_tiles_fill_alike(
    members: dict[str, Administration], secretariat: Person
) -> None:
    Person.objects.get(family_name="Lee", given_name="PE3").suspend(by=secretariat, reason="Left.")

    reader = as_reader(secretariat)
    found = coverage_for(reader)

    standings = {each.iso2: each.standing.value for each in found.members}
    filled = {iso2 for iso2, standing in standings.items() if standing in FILLED}
    assert (standings["E3"], filled) == ("vacant", {"E1", "E2", "E4"})
    assert filled == {tile.iso2 for tile in tiles(reader)[0] if tile.is_filled}
    assert [each["filled"] for each in found.by_region] == [3, 0]


def test_table_is_given_as_totals(
    client: Client, members: dict[str, Administration], secretariat: Person
) -> None:
    client.force_login(secretariat)

    text = client.get(reverse("directory:coverage_table")).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:2] for row in rows[:4]] == [
        ["Region", "Members"],
        ["Europe", "6"],
        ["West and Central Africa", "1"],
        ["All", "7"],
    ]
    assert rows[4][0].endswith(SENTENCE)
    assert "Place" not in text


def test_boundaries_sentence_stands_under_map_table_and_list(
    client: Client, members: dict[str, Administration], secretariat: Person
) -> None:
    client.force_login(secretariat)

    page = client.get(reverse("directory:coverage")).content.decode()

    assert page.count(SENTENCE) == 3
    assert 'href="../administrations/E1/"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_a_fixed_number_of_queries(
    client: Client, secretariat: Person, europe: Region, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(number):
        home = make_administration(f"E{n}", f"Place {n}", europe)
        seat(make_person(f"P{n} Lee", administration=home), POINT, administration=home)
    client.force_login(secretariat)
    # Session, person, tokens, audiences, regions, Members, needs.
    with django_assert_num_queries(7):
        client.get(reverse("directory:coverage"))
