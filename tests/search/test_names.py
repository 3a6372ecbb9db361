"""Names that stand in other rows' documents: a new one is found at the next run of the index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Administration, Person, Region
from portal.search.indexing import index_stale
from portal.search.models import Entry, Stale
from portal.taxonomy.models import Process, Technology
from tests.people import make_person

PERSON, ADMINISTRATION = "directory.person", "directory.administration"


@pytest.fixture
def inspection(db: None) -> Process:
    return Process.objects.create(
        slug="inspection", name_en="Inspection", name_fr="Inspection", group="control"
    )


def marked() -> set[tuple[str, int]]:
    """Return what waits to be indexed."""
    return set(Stale.objects.values_list("object_type", "object_id"))


def texts_of(person: Person) -> str:
    entry = Entry.objects.get(object_type=PERSON, object_id=person.pk)
    return f"{entry.bodies} {entry.lines}"


def test_new_name_of_a_term_reaches_its_people(
    ai: Technology, inspection: Process, officer: Person, ncp_b: Person
) -> None:
    officer.revise(by=None, related={"technologies": [ai], "processes": [inspection]})
    ncp_b.revise(by=None, related={"technologies": [ai]})
    index_stale()

    inspection.revise(by=None, name_en="Examination of goods")
    assert marked() == {(PERSON, officer.pk)}
    ai.revise(by=None, name_fr="IA")
    assert marked() == {(PERSON, officer.pk), (PERSON, ncp_b.pk)}

    index_stale()
    assert "Examination of goods" in texts_of(officer)
    assert "IA" in texts_of(ncp_b)


def test_change_that_is_no_name_marks_nobody(ai: Technology, officer: Person) -> None:
    officer.revise(by=None, related={"technologies": [ai]})
    index_stale()

    ai.revise(by=None, definition_en="Another definition.", position=3)

    assert marked() == set()


def test_new_name_of_an_administration_reaches_its_people(
    arcadia: Administration, officer: Person, ncp_a: Person, ncp_b: Person
) -> None:
    index_stale()

    arcadia.revise(by=None, website="https://customs.example")
    assert marked() == {(ADMINISTRATION, arcadia.pk)}
    arcadia.revise(by=None, name_en="New Arcadia")
    assert marked() == {
        (ADMINISTRATION, arcadia.pk), (PERSON, officer.pk), (PERSON, ncp_a.pk),
    }  # fmt: skip

    index_stale()
    assert "New Arcadia" in texts_of(officer)
    assert "New Arcadia" not in texts_of(ncp_b)


def test_another_region_reaches_the_people_of_an_administration(
    arcadia: Administration, officer: Person, europe: Region
) -> None:
    index_stale()

    arcadia.revise(by=None, region=europe)
    index_stale()

    entry = Entry.objects.get(object_type=PERSON, object_id=officer.pk)
    assert entry.regions == ["EUR"]


@pytest.mark.parametrize("number", [1, 3])
def test_people_are_marked_in_one_statement(arcadia: Administration, number: int) -> None:
    for each in range(number):
        make_person(f"Person Number{each}", administration=arcadia)

    with CaptureQueriesContext(connection) as asked:
        arcadia.revise(by=None, name_en="New Arcadia")

    inserts = [each["sql"] for each in asked if "search_stale" in each["sql"]]
    assert len(inserts) == 2
