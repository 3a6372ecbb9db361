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
from portal.taxonomy.models import Language, Technology

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


def test_what_was_delivered_earlier_is_filled_in_once() -> None:
    about = dict(Record.objects.values_list("code", "about_codes"))
    said = set(Translation.objects.values_list("record__code", "section", "text"))
    taken, changed = Record.objects.get(code="E001"), Record.objects.get(code="PF01")
    with transaction.atomic():
        Record.objects.exclude(code="E003").update(about_codes=[])
        # Somebody handed this one in; the other one says something else by now.
        Record.objects.filter(pk=taken.pk).update(attribution="named")
        changed.issue(content("PF01") | {"instead": "Something else."}, by=None, marking="clear")
        Translation.objects.filter(section="instead").delete()
        Record.objects.get(code="PF02").translate(
            "instead", "Autres mots.", language=Language.objects.get(code="fr"), by=None
        )

        filled = guidance.fill(), guidance.fill()

        # 23 experiences, and 13 pitfalls of 16: one says nothing, one something else, one was done.
        assert filled == (23 + 13, 0)
        now = dict(Record.objects.values_list("code", "about_codes"))
        assert now == about | {"E001": []}
        again = set(Translation.objects.values_list("record__code", "section", "text"))
        lost = {(code, section) for code, section, _text in said - again}
        assert lost == {("PF01", "instead"), ("PF02", "instead")}
        assert ("PF02", "instead", "Autres mots.") in again
        transaction.set_rollback(True)


def test_french_of_a_pitfall_says_what_we_would_do_instead(client: Client) -> None:
    pitfall = Record.objects.get(code="PF02")
    words = pitfall.translations.get(section="instead").text

    page = client.get(f"/fr/guidelines/{pitfall.public_id}/").content.decode()

    assert words.split(".")[0].split("’")[0] in page


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
