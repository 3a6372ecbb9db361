"""What levels, panels and filters tell beside the figures: no number below three, no language."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from directory.models import Person, Region
from guidelines.kinds import Kind
from guidelines.lists.tallies import tallied
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Identity, Record
from guidelines.models.figures import count_all
from portal.markings.models import Reader
from portal.search.indexing import index_stale
from portal.search.models import Entry
from portal.taxonomy.models import Technology
from tests.guidelines.advice import language, publish, text
from tests.guidelines.answering import give, holder
from tests.people import as_reader, make_administration, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(ncp_a: Person, ncp_b: Person) -> Record:
    """A practice that failed in two administrations."""
    row = publish(Kind.PRACTICE, marking="clear")
    for person in (ncp_a, ncp_b):
        give(row, person, answer=Answered.FAILED, contexts=("island",))
    row.refresh_from_db()
    return row


def said_of(client: Client, row: Record) -> str:
    """Return what its page says of how sure we are."""
    page = client.get(row.get_absolute_url()).content.decode()
    found = re.search(r'id="confidence".*?</ul>', page, re.S)
    assert found
    return found[0]


def test_step_of_hidden_failures_says_no_number(client: Client, practice: Record) -> None:
    shown = said_of(client, practice)

    assert "Failures were reported" in shown
    assert [word for word in ("two failures", "Two failures", "2") if word in shown] == []


def test_step_of_three_failures_says_what_the_rule_counts(
    client: Client, practice: Record, europe: Region
) -> None:
    give(practice, holder("XT", europe), answer=Answered.FAILED)

    assert "Two failures or more count" in said_of(client, practice)


def test_editors_are_told_no_number_either(practice: Record) -> None:
    with translation.override("en"):
        findings = practice.findings

    assert "Administrations share this where it failed or does not apply: Island." in findings
    assert [line for line in findings if re.search(r"\d", line)] == []


def experience(by: Person | None, **values: Any) -> Record:
    """Return an experience that names what stood in its way."""
    content = text(Kind.EXPERIENCE, obstacles=["legal"], progress="adopted")
    return publish(Kind.EXPERIENCE, by=by, content=content, marking="clear", **values)


def tallies(person: Person) -> dict[str, list[tuple[str, int]]]:
    """Return what experiences with the technology name, for a reader."""
    reader = as_reader(person).reader  # type: ignore[attr-defined]
    assert isinstance(reader, Reader)
    return tallied(Technology.objects.get(slug="ai-ml"), reader)


def test_panel_counts_named_administrations_and_none_twice(
    ncp_a: Person, ncp_b: Person, europe: Region
) -> None:
    third = make_person("Tom Third", administration=make_administration("XT", "Third", europe))
    for person in (ncp_a, ncp_a, ncp_b):
        experience(person)
    experience(third, attribution="region")
    assert tallies(ncp_b) == {"obstacle": [], "benefit": [], "progress": []}

    experience(None, about="Ruritania Customs", source_url="https://ruritania.example/")

    assert tallies(ncp_b) == {
        "obstacle": [("legal", 3)], "benefit": [], "progress": [("adopted", 3)],
    }  # fmt: skip


@pytest.mark.parametrize(("code", "told"), [("ar", False), ("en", True)])
def test_rare_language_of_a_hidden_record_is_no_filter(
    ncp_a: Person, code: str, told: bool
) -> None:
    manuscript = Record.begin(
        Kind.EXPERIENCE, by=ncp_a, content=text(Kind.EXPERIENCE), language=language(code),
        marking="clear", administration=ncp_a.administration, attribution="region",
    )  # fmt: skip
    manuscript.publish(by=None)
    row = manuscript.record
    index_stale()

    def found() -> tuple[bool, str]:
        entry = Entry.objects.get(object_type="guidelines.record", object_id=row.pk)
        row.refresh_from_db()
        return f"language:{code}" in row.facets, entry.language

    assert found() == (told, code if told else "")
    Identity.of(row).open_to("named", by=ncp_a)
    index_stale()
    assert found() == (True, code)


def test_rule_says_which_number_the_level_tells(client: Client) -> None:
    count_all()
    page = client.get("/en/guidelines/confidence/").content.decode()

    assert "where failures lowered it and their number is hidden, there are two" in page
