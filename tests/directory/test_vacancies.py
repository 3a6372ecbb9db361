"""Gaps: totals for everybody who reads cards, names for the Secretariat or by its decision."""

import re
from typing import Any

import pytest

from directory import vacancies
from directory.models import Administration, Person, Region, Seat, VacancyOpening
from portal.audit.models import Event
from portal.desk.models import WorkItem
from tests.directory.conftest import page_of
from tests.people import make_administration, make_person

LIST = "directory:administration_list"


def tiles(page: str) -> dict[str, str]:
    """Return the state of every tile by its code."""
    return {
        code: state
        for state, code in re.findall(r'class="tile tile-(\w+)" href="\w\w/">(\w\w)<', page)
    }


@pytest.fixture
def gap(ncp_b: Person) -> Administration:
    """Borduria, whose contact point left. Arcadia and its officers stay."""
    ncp_b.holdings.current().get().end(by=None)
    assert ncp_b.administration
    return ncp_b.administration


def test_tiles_are_neutral_for_officers(ncp_a: Person, gap: Administration) -> None:
    page = page_of(ncp_a, LIST)

    assert tiles(page) == {"XA": "none", "XB": "none"}
    assert "1 of 2 Members have a contact point" in page
    assert "acant" not in page


def test_secretariat_sees_gaps_by_name(
    secretariat: Person, ncp_a: Person, gap: Administration
) -> None:
    page = page_of(secretariat, LIST)

    assert tiles(page) == {"XA": "ok", "XB": "void"}
    assert "1 of 2 Members have a contact point; 1 seat is vacant" in " ".join(page.split())
    assert page.count('<span class="badge is-void">Vacant</span>') == 1
    assert "The contact point is vacant" in page_of(
        secretariat, "directory:administration_detail", "XB"
    )


def test_suspended_holder_leaves_a_gap(secretariat: Person, ncp_a: Person, ncp_b: Person) -> None:
    ncp_b.suspend(by=secretariat, reason="Left.")

    assert tiles(page_of(secretariat, LIST)) == {"XA": "ok", "XB": "void"}


def test_decision_opens_names_to_seat_holders_only(
    client: Any, secretariat: Person, ncp_a: Person, officer: Person, gap: Administration
) -> None:
    client.force_login(secretariat)
    client.post("/en/directory/administrations/vacancies/", {"readers": "holders"})

    assert tiles(page_of(ncp_a, LIST)) == {"XA": "ok", "XB": "void"}
    assert tiles(page_of(officer, LIST)) == {"XA": "none", "XB": "none"}

    client.post("/en/directory/administrations/vacancies/", {"readers": "secretariat"})

    assert tiles(page_of(ncp_a, LIST)) == {"XA": "none", "XB": "none"}
    assert [
        *Event.objects.filter(verb__contains="vacancies")
        .order_by("pk")
        .values_list("verb", flat=True)
    ] == [
        "directory.open_vacancies",
        "directory.close_vacancies",
    ]


def test_decision_taken_twice_is_one_decision(secretariat: Person) -> None:
    taken = [VacancyOpening.open(by=secretariat), VacancyOpening.open(by=secretariat)]
    ended = [VacancyOpening.close(by=secretariat), VacancyOpening.close(by=secretariat)]

    assert (taken, ended) == ([True, False], [True, False])
    assert VacancyOpening.objects.count() == 1


def test_demonstration_says_nothing_of_members_without_samples(
    settings: Any, secretariat: Person, ncp_a: Person, gap: Administration, arcadia: Administration
) -> None:
    settings.DEMO = True
    make_person("Sample One", administration=arcadia, is_sample=True)

    page = page_of(secretariat, LIST)
    detail = page_of(secretariat, "directory:administration_detail", "XB")

    assert tiles(page) == {"XA": "ok", "XB": "none"}
    assert "1 of 2 Members have a sample contact point; 1 has no sample data" in " ".join(
        page.split()
    )
    assert ("acant" in page.split("<main")[1].split("Who sees")[0], "acant" in detail) == (
        False,
        False,
    )
    assert "No sample data" in detail


def test_map_of_one_reader_is_not_another_readers(
    secretariat: Person, ncp_a: Person, gap: Administration
) -> None:
    seen = [tiles(page_of(reader, LIST))["XB"] for reader in (secretariat, ncp_a, secretariat)]

    assert seen == ["void", "none", "void"]


def test_member_that_never_had_a_contact_point_stands_in_the_queue(
    ncp_a: Person, borduria: Administration, europe: Region
) -> None:
    union = make_administration("XU", "Union", europe)
    Administration.objects.filter(pk=union.pk).update(kind=Administration.Kind.SPECIAL)

    assert [vacancies.keep_queue() for _run in range(2)] == [1, 0]

    point = Seat.objects.get(pk=WorkItem.objects.get().subject)
    assert (point.administration, point.role_id, point.state) == (
        borduria, "contact-point", "vacant",
    )  # fmt: skip
    assert not Seat.objects.filter(administration=union).exists()


def test_demonstration_makes_no_vacant_seats(borduria: Administration, settings: Any) -> None:
    settings.DEMO = True
    assert vacancies.keep_queue() == 0
    assert not Seat.objects.exists()
