"""Readers named for one record: found, named, removed, never the last of a red one."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Administration, Person
from portal.markings.models import Marking
from research.models import Work
from tests.people import as_reader
from tests.research.conftest import Make


def readers(work: Work) -> str:
    return f"/en/research/works/{work.public_id}/readers/"


def page(client: Client, work: Work, **query: str) -> str:
    response = client.get(readers(work), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def amber(client: Client, make_work: Make, secretariat: Person) -> Work:
    """An amber record of Arcadia, kept by the Secretariat, who is signed in."""
    client.force_login(secretariat)
    return make_work("Amber", marking=Marking.AMBER)


def test_a_person_is_found_named_and_removed(client: Client, amber: Work, ncp_b: Person) -> None:
    found = page(client, amber, person="börd")
    client.post(readers(amber), {"person": ncp_b.public_id})
    reads = Work.objects.readable_by(as_reader(ncp_b)).contains(amber)
    named = page(client, amber)
    client.post(f"{readers(amber)}remove/", {"person": ncp_b.public_id})

    assert "Boris Bordur" in found
    assert reads
    assert "1 named reader" in named
    assert not Work.objects.readable_by(as_reader(ncp_b)).contains(amber)
    assert "Nobody is named yet." in page(client, amber)


def test_an_administration_is_named_with_all_its_officers(
    client: Client, amber: Work, ncp_b: Person, borduria: Administration
) -> None:
    client.post(readers(amber), {"administration": borduria.iso2})

    assert Work.objects.readable_by(as_reader(ncp_b)).contains(amber)
    assert "All officers of this administration" in page(client, amber)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"person": "unknown"},
        {"person": "\x00"},
        {"person": "a" * 10_000},
        {"administration": "??"},
        {"administration": ""},
    ],
)
def test_an_unknown_reader_is_refused_and_nothing_changes(
    client: Client, amber: Work, data: dict[str, str]
) -> None:
    before = amber.audience_id

    named = client.post(readers(amber), data)
    removed = client.post(f"{readers(amber)}remove/", data, follow=True)

    assert 'class="error-summary"' in named.content.decode()
    assert "This reader was not found." in removed.content.decode()
    assert Work.objects.get().audience_id == before


@pytest.mark.parametrize("words", ["a", "\x00", "a" * 10_000, "%", "nobody at all"])
def test_a_search_that_fits_nobody_is_a_page(client: Client, amber: Work, words: str) -> None:
    assert "Nobody in the directory fits." in page(client, amber, person=words)


def test_the_last_reader_of_a_red_record_stays(
    client: Client, make_work: Make, secretariat: Person, ncp_b: Person
) -> None:
    work = make_work("Red", marking=Marking.RED)
    work.grant(secretariat, by=None)
    client.force_login(secretariat)

    response = client.post(
        f"{readers(work)}remove/", {"person": secretariat.public_id}, follow=True
    )

    assert "Somebody must be able to read it." in response.content.decode()
    assert work.is_readable_by(as_reader(secretariat))


def test_a_public_record_has_nobody_to_name(
    client: Client, make_work: Make, editor: Person
) -> None:
    client.force_login(editor)

    html = page(client, make_work())

    assert "Nobody to name" in html
    assert "Name as reader" not in html


@pytest.mark.parametrize("named", [1, 3])
def test_work_readers_asks_the_same_however_many_are_named(
    client: Client, amber: Work, request: pytest.FixtureRequest, named: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for kind in ["ncp_b", "partner", "officer"][:named]:
        amber.grant(request.getfixturevalue(kind), by=None)
    page(client, amber)

    with django_assert_num_queries(10):
        page(client, amber)
