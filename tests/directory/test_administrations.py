"""The list of administrations: who is found by which filter, and what a page costs."""

import datetime
import re
from typing import Any

import pytest
from django.urls import reverse

from directory.models import Administration, Person, Region, Seat
from portal.taxonomy.models import Language, Technology
from tests.directory.conftest import page_of
from tests.people import make_administration, make_person

LIST = "directory:administration_list"


def names(page: str) -> list[str]:
    """Return the names in the rows of the list."""
    return re.findall(r'<th scope="row"><a href="\w\w/">(.+?)</a>', page)


@pytest.fixture
def atlantis(africa: Region) -> Administration:
    """A Member without any person."""
    return Administration.enrol(
        by=None, iso2="XC", iso3="XCX", name_en="Côte d’Atlantis", name_fr="Côte d’Atlantide",
        administration_name_en="Æther Customs", region=africa, official_languages=["fr"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Arcadia", "Borduria", "Côte d’Atlantis"]),
        ({"region": "WCA"}, ["Arcadia", "Côte d’Atlantis"]),
        ({"technology": "e-seals"}, ["Borduria"]),
        ({"technology": "drones"}, ["Arcadia"]),
        ({"language": "fr"}, ["Borduria", "Côte d’Atlantis"]),
        ({"seat": "contact-point"}, ["Arcadia", "Borduria"]),
        ({"seat": "deputy"}, []),
        ({"q": "COTE D'ATLANTIS"}, ["Côte d’Atlantis"]),
        ({"q": "atlantide"}, ["Côte d’Atlantis"]),
        ({"q": "aether"}, ["Côte d’Atlantis"]),
        ({"q": "bordur"}, ["Borduria"]),
        ({"q": "boris"}, ["Borduria"]),
        ({"q": "arcadia boris"}, []),
        ({"region": "EUR", "language": "fr"}, ["Borduria"]),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
    ],
)
def test_administration_list_finds(
    query: dict[str, str], found: list[str], ncp_a: Person, ncp_b: Person,
    atlantis: Administration, french: Language, seals: Technology, drones: Technology,
) -> None:  # fmt: skip
    ncp_b.revise(by=None, spoken={"fr": "B2"}, related={"technologies": [seals]})
    assert ncp_a.administration
    ncp_a.administration.revise(by=None, technologies=[drones])

    assert names(page_of(ncp_a, LIST, **query)) == found


def test_administration_list_finds_nothing_by_people_whose_cards_are_hidden(
    ncp_a: Person, secretariat: Person, borduria: Administration, french: Language,
    seals: Technology,
) -> None:  # fmt: skip
    gone = make_person("Zoe Hidden", administration=borduria)
    gone.revise(by=None, spoken={"fr": "C2"}, related={"technologies": [seals]})
    queries = [{"q": "hidden"}, {"language": "fr"}, {"technology": "e-seals"}]
    before = [names(page_of(ncp_a, LIST, **query)) for query in queries]
    gone.suspend(by=secretariat, reason="Left.")

    after = [names(page_of(ncp_a, LIST, **query)) for query in queries]

    assert (before, after) == ([["Borduria"]] * 3, [[]] * 3)


def test_administration_list_shows_contact_point_and_languages(
    ncp_a: Person, ncp_b: Person, french: Language
) -> None:
    ncp_b.revise(by=None, spoken={"fr": "B2"})

    page = page_of(ncp_a, LIST)

    assert f'<a href="/en/directory/people/{ncp_b.public_id}/"><bdi>B. Bordur</bdi></a>' in page
    assert '<td data-label="Languages">French</td>' in page


def test_administration_list_says_the_state_of_each_seat_to_who_may_read_it(
    ncp_a: Person, ncp_b: Person, overdue: Person, lapsed: Person, officer: Person,
    secretariat: Person, atlantis: Administration,
) -> None:  # fmt: skip
    assert ncp_b.confirm_by
    ncp_b.move_clock(today=ncp_b.confirm_by - datetime.timedelta(days=3))
    Seat.objects.get(holdings__person=ncp_a).note_unreachable(why="test", by=None)

    def states(reader: Person) -> dict[str, str]:
        found = re.findall(
            r'<a href="(\w\w)/">.*?<td data-label="State">(?:<span class="badge is-(\w+)">(.*?)<)?',
            page_of(reader, LIST),
            flags=re.DOTALL,
        )
        return {code: f"{tone} {words}".strip() for code, tone, words in found}

    shown = {
        "XA": "late Cannot be reached",
        "XB": "due Confirmation due",
        "XE": "late Confirmation overdue",
    }
    # Of a hidden card the list says nothing, as of a seat without a holder.
    assert states(officer) == shown | {"XC": "", "XL": ""}
    assert states(secretariat) == shown | {"XC": "void Vacant", "XL": "late Not confirmed"}


def test_administration_list_offers_only_languages_that_somebody_speaks(
    ncp_a: Person, ncp_b: Person, french: Language
) -> None:
    Language.objects.create(code="wo", name_en="Wolof", name_fr="wolof", endonym="wolof")
    ncp_b.revise(by=None, spoken={"fr": "B2"})

    page = page_of(ncp_a, LIST)

    offered = page.partition('<select name="language"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="(\w+)"', offered) == ["fr"]


def test_administration_list_in_french(
    client: Any, ncp_a: Person, atlantis: Administration
) -> None:
    client.force_login(ncp_a)

    page = client.get("/fr/directory/administrations/").content.decode()

    assert names(page) == ["Arcadia (fr)", "Côte d’Atlantide"]


def test_administration_list_orders_by_change(
    ncp_a: Person, borduria: Administration, atlantis: Administration
) -> None:
    borduria.revise(by=None, website="https://customs.example")

    assert names(page_of(ncp_a, LIST, sort="changed")) == ["Borduria", "Côte d’Atlantis", "Arcadia"]


def test_administration_list_pages_by_25(client: Any, ncp_a: Person, europe: Region) -> None:
    for number in range(30):
        make_administration(
            f"{chr(65 + number // 26)}{chr(65 + number % 26)}", f"M{number:02d}", europe
        )
    first = page_of(ncp_a, LIST, region="EUR")
    client.force_login(ncp_a)
    following = re.findall(r'href="([^"]+)" rel="next"', first)[0].replace("&amp;", "&")

    second = client.get(following).content.decode()

    assert names(first) == [f"M{number:02d}" for number in range(25)]
    assert names(second) == [f"M{number:02d}" for number in range(25, 30)]


def test_empty_list_names_the_filter_to_remove(ncp_a: Person, ncp_b: Person) -> None:
    page = page_of(ncp_a, LIST, q="boris", region="WCA")

    offers = re.findall(r'<li><a href="([^"]+)#list">Remove “(.+?)”</a>', page)

    path = reverse(LIST)
    assert offers == [
        (f"{path}?region=WCA", "Administration or person: boris"),
        (f"{path}?q=boris", "Region: West and Central Africa"),
    ]


def test_empty_list_says_when_no_single_filter_helps(ncp_a: Person, europe: Region) -> None:
    page = page_of(ncp_a, LIST, q="nobody", region="EUR")

    assert "Removing one filter does not help." in page


def test_quick_view_leads_to_the_own_region(ncp_a: Person, ncp_b: Person) -> None:
    assert '<a href="?region=WCA#list">My region (1)</a>' in page_of(ncp_a, LIST)
    assert '<a href="?region=EUR#list">My region (1)</a>' in page_of(ncp_b, LIST)


@pytest.mark.parametrize("kind", ["ncp_a", "secretariat"])
@pytest.mark.parametrize("rows", [1, 3])
def test_administration_list_asks_no_more_for_more_rows(
    rows: int, kind: str, request: Any, client: Any, ncp_a: Person, europe: Region, wolof: Language,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(rows):
        home = make_administration(f"Q{number}", f"Quiet {number}", europe)
        make_person(f"Q Quiet{number}", administration=home).revise(by=None, spoken={"wo": "C2"})
    client.force_login(request.getfixturevalue(kind))
    client.get(reverse(LIST))

    with django_assert_num_queries(8):
        client.get(reverse(LIST), {"region": "EUR"})


@pytest.mark.parametrize("rows", [1, 3])
def test_administration_page_asks_no_more_for_more_people(
    rows: int, client: Any, ncp_a: Person, borduria: Administration, wolof: Language,
    seals: Technology, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(rows):
        officer = make_person(f"Q Quiet{number}", administration=borduria)
        officer.revise(by=None, spoken={"wo": "C2"}, related={"technologies": [seals]})
    client.force_login(ncp_a)
    client.get(borduria.get_absolute_url())

    with django_assert_num_queries(10):
        client.get(borduria.get_absolute_url())
