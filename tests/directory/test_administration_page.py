"""The page of an administration: facts for everybody, people for who may read their cards."""

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from directory.models import Administration, Person, Seat
from directory.models.administration import clock, sort_key
from portal.markings.models import Marking
from portal.taxonomy.models import Language
from research.models import Work
from tests.directory.conftest import page_of
from tests.people import make_person, seat

PAGE = "directory:administration_detail"


def test_administration_page_shows_facts_to_everybody_and_people_to_officers(
    ncp_a: Person, ncp_b: Person, partner: Person, borduria: Administration
) -> None:
    pages = {
        kind: page_of(reader, PAGE, "XB")
        for kind, reader in {"visitor": None, "partner": partner, "officer": ncp_a}.items()
    }

    assert all("<h1>Borduria</h1>" in page for page in pages.values())
    assert {kind for kind, page in pages.items() if "Boris" in page} == {"officer"}
    assert {kind for kind, page in pages.items() if ncp_b.email in page} == {"officer"}
    # No word about a gap, filled or not.
    assert "vacant" not in "".join(pages.values())


def test_administration_page_shows_seats_first_then_officers(
    ncp_a: Person, officer: Person, arcadia: Administration, ncp_b: Person
) -> None:
    deputy = make_person("Aaron Deputy", administration=arcadia)
    seat(deputy, Seat.Kind.DEPUTY, administration=arcadia)

    page = page_of(ncp_b, PAGE, "XA")

    order = [page.index(words) for words in ("Ada Arcadi", "Aaron Deputy", "Other officers",
                                             "Olga Officer")]  # fmt: skip
    assert order == sorted(order)


def test_administration_page_lists_former_holders_without_names(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    ncp_b.retire(by=secretariat)

    page = page_of(ncp_a, PAGE, "XB")

    assert "1 earlier holder" in page
    assert "Boris" not in page


def test_administration_page_shows_what_its_reader_may_read_of_its_research(
    ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    english = Language.objects.create(code="en", name_en="English", name_fr="anglais")
    for title, marking in (("Open study", Marking.CLEAR), ("Own secret", Marking.AMBER_STRICT)):
        work = Work.add(
            by=ncp_a, authors=["A. Author"], title=title, year=2026, kind="report",
            language=english, abstract="An abstract.", marking=marking, administration=arcadia,
        )  # fmt: skip
        work.publish(by=None)

    own, other = page_of(ncp_a, PAGE, "XA"), page_of(ncp_b, PAGE, "XA")

    assert ("Open study" in own, "Own secret" in own) == (True, True)
    assert ("Open study" in other, "Own secret" in other) == (True, False)


@pytest.mark.parametrize(
    ("weekend", "day", "is_weekend"),
    [
        ((5, 6), 20, False),
        ((5, 6), 21, True),
        ((5, 6), 22, True),
        ((4, 5), 20, True),
        ((4, 5), 22, False),
        ((6, 6), 21, False),
        ((6, 6), 22, True),
        ((6, 0), 23, True),
    ],
)
def test_clock_knows_the_weekend_of_the_place(
    weekend: tuple[int, int], day: int, is_weekend: bool
) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, day, 12, tzinfo=datetime.UTC), tick=False):
        assert clock("Africa/Dakar", *weekend).is_weekend is is_weekend


def test_clock_shows_the_time_there() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 22, 30, tzinfo=datetime.UTC)):
        assert f"{clock('Pacific/Auckland', 5, 6).now:%a %H:%M}" == "Sat 11:30"
        assert f"{clock('no/such', 5, 6).now:%a %H:%M}" == "Fri 22:30"


@pytest.mark.parametrize(
    ("name", "key"),
    [("Côte d’Ivoire", "cote d'ivoire"), ("Åland", "aland"), ("Øresund", "oresund"),
     ("Łódź", "lodz"), ("STRASSE", "strasse"), ("straße", "strasse"), ("Œuvre", "oeuvre")],
)  # fmt: skip
def test_sort_key_has_no_accents_and_no_case(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize("address", ["XX/", "%00/", "x" * 10_000 + "/", "XA%0A/"])
def test_administration_that_does_not_exist(address: str, client: Any, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    assert client.get(f"/en/directory/administrations/{address}").status_code == 404


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-20T16:59:00Z", "office open"),
        ("2026-11-20T17:00:00Z", "Opens Mon 09:00"),
        ("2026-11-21T10:00:00Z", "Opens Mon 09:00"),
        ("2026-11-23T08:59:00Z", "Opens Mon 09:00"),
        ("2026-11-23T09:00:00Z", "office open"),
        ("2026-11-23T18:00:00Z", "Opens Tue 09:00"),
    ],
)
def test_closed_office_says_when_it_opens(ncp_a: Person, now: str, words: str) -> None:
    with time_machine.travel(now):
        page = page_of(ncp_a, PAGE, "XA")

    assert words in page
    assert ("Opens" in page) is (words != "office open")


def test_office_without_a_working_day_never_opens(ncp_a: Person, arcadia: Administration) -> None:
    arcadia.revise(by=None, weekend_first=0, weekend_last=6)

    page = page_of(ncp_a, PAGE, "XA")

    assert "office closed" in page
    assert "Opens" not in page


def test_contact_is_asked_for_by_whom_the_page_of_asking_opens_to(
    ncp_a: Person, ncp_b: Person, administrator: Person, arcadia: Administration
) -> None:
    Person.objects.update(email_visibility="secretariat", phone_visibility="secretariat")
    asking = reverse("directory:contact_request_ask", args=[ncp_a.public_id])

    shown = {
        reader: asking in page_of(reader, "directory:administration_detail", arcadia.iso2)
        for reader in (ncp_b, administrator, ncp_a)
    }

    assert shown == {ncp_b: True, administrator: False, ncp_a: False}


def test_administrator_who_adds_a_person_is_not_sent_to_letters(
    administrator: Person, secretariat: Person
) -> None:
    letters = reverse("directory:nomination_add")

    assert letters not in page_of(administrator, "directory:person_add")
    assert letters in page_of(secretariat, "directory:person_add")
