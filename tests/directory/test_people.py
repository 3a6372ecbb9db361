"""The list of people: who is found by which filter, by whom, and what a page costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from directory.forms.person_filters import PersonFilters
from directory.models import Administration, Person, Region, Seat
from portal.taxonomy.models import Language, Technology
from tests.directory.conftest import page_of
from tests.people import make_administration, make_person, seat

LIST = "directory:person_list"


def names(page: str) -> list[str]:
    """Return the names in the rows of the list."""
    return re.findall(r"<h3><a href=\"[^\"]+\"><bdi>(.+?)</bdi></a></h3>", page)


@pytest.fixture
def crowd(
    ncp_a: Person, ncp_b: Person, officer: Person, partner: Person, regional_officer: Person,
    secretariat: Person, suspended: Person, unconfirmed: Person, former: Person, french: Language,
    seals: Technology,
) -> Person:  # fmt: skip
    ncp_b.revise(by=None, spoken={"fr": "B2"}, related={"technologies": [seals]})
    officer.revise(by=None, family_name="Żółw-O’Neill")
    return ncp_a


VERIFIED = ["Ada Arcadi", "Boris Bordur", "Rita Regional", "Paul Partner", "Secretariat Role",
            "Olga Żółw-O’Neill"]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, VERIFIED),
        ({"region": "EUR"}, ["Boris Bordur", "Rita Regional"]),
        ({"technology": "e-seals"}, ["Boris Bordur"]),
        ({"language": "fr"}, ["Boris Bordur"]),
        ({"seat": "contact-point"}, ["Ada Arcadi", "Boris Bordur"]),
        ({"seat": "regional-officer"}, ["Rita Regional"]),
        ({"seat": "role:secretariat"}, ["Secretariat Role"]),
        ({"administration": "XA"}, ["Ada Arcadi", "Olga Żółw-O’Neill"]),
        ({"q": "zolw o'neill"}, ["Olga Żółw-O’Neill"]),
        ({"q": "arcadia"}, ["Ada Arcadi", "Olga Żółw-O’Neill"]),
        ({"q": "ada arcadia"}, ["Ada Arcadi"]),
        ({"q": "suspended"}, []),
        # A filter that is the keepers' alone is none for others.
        ({"state": "suspended"}, VERIFIED),
    ],
)
def test_person_list_finds(query: dict[str, str], found: list[str], crowd: Person) -> None:
    assert sorted(names(page_of(crowd, LIST, **query))) == sorted(found)


@pytest.mark.parametrize(
    ("query", "is_open"),
    [
        ({}, False),
        ({"q": "ada", "region": "EUR", "technology": "e-seals", "sort": "changed"}, False),
        ({"seat": "deputy"}, True),
        ({"administration": "no such"}, True),
    ],
)
def test_other_filters_are_folded_until_one_is_set(
    query: dict[str, str], is_open: bool, crowd: Person
) -> None:
    panel = page_of(crowd, LIST, **query).split('<form class="filters"')[1].split("</form>")[0]
    first, more = panel.split("<details")

    assert re.findall(r' name="(\w+)"', first) == ["q", "region", "technology"]
    shown, more = more.split("</details>")[0].split(">", 1)
    assert re.findall(r' name="(\w+)"', more) == [
        "administration", "process", "language", "level", "seat", "now",
    ]  # fmt: skip
    assert ("open" in shown) is is_open


def test_keepers_find_accounts_in_every_state(crowd: Person, administrator: Person) -> None:
    states = {
        state: names(page_of(administrator, LIST, state=state))
        for state in ("unconfirmed", "suspended", "former")
    }

    assert states == {
        "unconfirmed": ["Una Unconfirmed"],
        "suspended": ["Sam Suspended"],
        "former": ["Fred Former"],
    }
    assert '<span class="badge is-due">Suspended</span>' in page_of(administrator, LIST)


def test_person_list_counts_only_who_is_readable(crowd: Person) -> None:
    assert ">6 people</h2>" in page_of(crowd, LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_person_list_asks_no_more_for_more_rows(
    rows: int, client: Any, ncp_a: Person, borduria: Administration, wolof: Language,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(rows):
        person = make_person(f"Q Quiet{number}", administration=borduria)
        person.revise(by=None, spoken={"wo": "C2"})
    seat(person, Seat.Kind.DEPUTY, administration=borduria)
    client.force_login(ncp_a)
    # What is kept for a minute is known now.
    client.get(reverse(LIST), {"q": "quiet"})

    with django_assert_num_queries(6):
        client.get(reverse(LIST))
    with django_assert_num_queries(6):
        client.get(reverse(LIST), {"q": "quiet", "language": "wo", "region": "EUR"})


def test_search_of_people_may_use_both_indexes(ncp_a: Person) -> None:
    with connection.cursor() as cursor:
        # A small table is read whole; a large one is not.
        cursor.execute("SET LOCAL enable_seqscan = off")
    filters = PersonFilters(RequestFactory().get("/", {"q": "arcadi"}))

    plan = filters.narrow(Person.objects.all(), filters.conditions(ncp_a)).explain()

    assert "BitmapOr" in plan
    assert "directory_person_trigrams" in plan


def test_pages_follow_each_other(client: Any, ncp_a: Person, borduria: Administration) -> None:
    for number in range(60):
        make_person(f"P Person{number:02d}", administration=borduria, factor=False)
    client.force_login(ncp_a)
    address, seen = reverse(LIST) + "?administration=XB", []
    while address:
        page = client.get(address).content.decode()
        seen += names(page)
        address = next(iter(re.findall(r'href="([^"]+)" rel="next"', page)), "")
        address = address.replace("&amp;", "&")

    assert seen == [f"P Person{number:02d}" for number in range(60)]


@pytest.mark.parametrize("typed", ["XB", "xb", "Borduria", "bordúr", "Borduria (fr)"])
def test_people_are_narrowed_to_one_administration_by_name_or_code(
    typed: str, ncp_a: Person, ncp_b: Person, arcadia: Administration, europe: Region
) -> None:
    page = page_of(ncp_a, LIST, administration=typed)

    assert "Administration: Borduria" in page
    assert names(page) == ["Boris Bordur"]
    assert f'name="administration" class="input" value="{typed}"' in page


def test_whole_name_beats_names_that_hold_it(ncp_a: Person, ncp_b: Person, europe: Region) -> None:
    make_administration("XC", "Bordurialand", europe)

    assert names(page_of(ncp_a, LIST, administration="Borduria")) == ["Boris Bordur"]


@pytest.mark.parametrize("typed", ["Nowhereland", "a"])
def test_name_of_no_or_of_many_administrations_is_told_at_its_field(
    typed: str, ncp_a: Person, ncp_b: Person
) -> None:
    page = page_of(ncp_a, LIST, administration=typed)

    assert "Type the whole name of one administration, or its code." in page
    assert {"Ada Arcadi", "Boris Bordur"} <= set(names(page))
