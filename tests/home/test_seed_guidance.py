"""The guidance that the portal is delivered with, as its readers meet it."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from guidelines.lists.tallies import tallied
from guidelines.models import Record, Translation
from portal.home.seed import guidance, reference
from portal.home.seed.files import CONTENT
from portal.markings.models import reader_of
from portal.taxonomy.models import Technology

pytestmark = pytest.mark.usefixtures("loaded")
EXPERIENCES = json.loads((CONTENT / "experiences.json").read_text("utf-8"))["items"]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The terms and the guidance, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference.load_taxonomies()
        reference.load_directory()
        guidance.load()
        yield
        transaction.set_rollback(True)


def content(code: str) -> dict[str, Any]:
    row = Record.objects.get(code=code)
    assert row.version
    found: dict[str, Any] = row.version.content
    return found


def test_guidance_is_there_with_its_sources_and_what_they_leave_open(client: Client) -> None:
    rows = list(Record.objects.published().select_related("version"))
    assert Counter(row.kind for row in rows) == {"practice": 23, "pitfall": 16, "experience": 25}
    assert all(row.origin == "waiting" and row.version.content["evidence"] for row in rows)  # type: ignore[union-attr]
    assert all(row.title_fr and row.lead_fr and row.french_is_working for row in rows)
    assert set(Translation.objects.values_list("is_working", flat=True)) == {True}

    # Obstacles are those that a source states, in the text and in the facets.
    stated = {each["id"]: each["obstacles"] for each in EXPERIENCES
              if each["obstacles_basis"] == "stated"}  # fmt: skip
    for each in EXPERIENCES:
        row = next(row for row in rows if row.code == each["id"])
        assert content(each["id"])["obstacles"] == stated.get(each["id"], [])
        assert set(row.codes_of("obstacle")) == set(stated.get(each["id"], []))
        assert each["note"] in row.source_note
        # Whose contact points may take it over.
        assert row.about_codes == each["countries"]
        assert ("Verified in part" in row.source_note) == (each["verification"] == "partial")
    assert len(stated) < len(EXPERIENCES) / 2

    # Named most are facts of three cases or more.
    for technology in Technology.objects.all():
        for code, number in tallied(technology, reader_of(AnonymousUser()))["obstacle"]:
            named = [each for each in EXPERIENCES
                     if technology.slug in each["technologies"] and code in each["obstacles"]
                     and each["id"] in stated]  # fmt: skip
            assert number == len(named)


def test_pages_of_delivered_guidance_say_what_is_working_and_uncertain(client: Client) -> None:
    case, practice = Record.objects.get(code="E018"), Record.objects.get(code="BP01")

    french = client.get(f"/fr/guidelines/{practice.public_id}/").content.decode()
    listed = client.get("/fr/guidelines/practices/").content.decode()
    course = client.get(f"/en/guidelines/{case.public_id}/").content.decode()

    assert practice.title_fr in french
    assert "Traduction de travail" in french
    assert "Certains titres français sont des traductions de travail" in listed
    assert "ca. 2012–ca. 2014" in course
    assert "Years approximate; only problem statement read" in course
