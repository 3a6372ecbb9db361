"""From a manuscript to a version: readers, two writers at once, and what never changes."""

from typing import Any

import pytest

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Stage, State
from guidelines.models import Manuscript, Record
from guidelines.pages.manuscript import read_by
from guidelines.text.sections import digest_of, whole
from portal.audit.models import Event
from portal.refusals import Refused
from tests.guidelines.advice import begin, publish, text, version_of
from tests.people import as_reader, make_person

pytestmark = pytest.mark.django_db


def readable(person: Any, model: Any = Record) -> set[int]:
    """Return the keys of what a person reads."""
    return set(model.objects.readable_by(person).values_list("pk", flat=True))


def test_manuscript_is_read_by_its_administration_alone(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = begin(Kind.EXPERIENCE, by=ncp_a)

    assert readable(as_reader(ncp_a), Manuscript) == {row.pk}
    assert readable(as_reader(ncp_b), Manuscript) == set()
    assert readable(as_reader(secretariat), Manuscript) == set()
    assert readable(as_reader(secretariat)) == set()


@pytest.mark.parametrize(
    ("stage", "readers"),
    [
        (Stage.WRITING, {"officer"}), (Stage.CLEARANCE, {"officer"}), (Stage.DROPPED, {"officer"}),
        (Stage.REVIEW, {"officer", "secretariat"}), (Stage.CHECK, {"officer", "secretariat"}),
        (Stage.PUBLISHED, {"officer", "secretariat"}),
    ],
)  # fmt: skip
def test_custody_line_says_who_reads_a_text(
    ncp_a: Person, secretariat: Person, stage: str, readers: set[str]
) -> None:
    row = begin(Kind.EXPERIENCE, by=ncp_a)
    if stage == Stage.PUBLISHED:
        row.publish(by=None)
    else:
        row.move(stage)

    colleague = make_person("Olaf Other", administration=ncp_a.administration)
    people = {"officer": colleague, "secretariat": secretariat}
    words = read_by(row)

    assert {
        who for who, person in people.items() if row.is_readable_by(as_reader(person))
    } == readers
    assert ("Secretariat" in words) is ("secretariat" in readers)
    assert ("the officers of your administration" in words) is (readers == {"officer"})


def test_custody_line_of_the_secretariat_names_no_administration(secretariat: Person) -> None:
    row = begin()

    assert row.is_readable_by(as_reader(secretariat))
    assert read_by(row) == "Read by the Secretariat."


def test_published_record_is_read_by_members(ncp_a: Person, ncp_b: Person) -> None:
    row = publish(Kind.EXPERIENCE, by=ncp_a)

    assert (row.state, row.version.number) == (State.PUBLISHED, 1)  # type: ignore[union-attr]
    assert readable(as_reader(ncp_b)) == {row.pk}


def test_version_keeps_what_was_published(ncp_a: Person) -> None:
    handed_in = text(Kind.PRACTICE, steps="One, then two.")
    row = publish(Kind.PRACTICE, by=ncp_a, content=handed_in)

    version = version_of(row)
    assert version.content == whole(Kind.PRACTICE, handed_in)
    assert (version.digest, version.is_intact) == (digest_of(version.content), True)


@pytest.mark.parametrize("attribution", [Attribution.REGION, Attribution.SECRETARIAT])
def test_hidden_identity_stands_nowhere_else(ncp_a: Person, attribution: str) -> None:
    row = publish(Kind.PITFALL, by=ncp_a, attribution=attribution)

    owner = row.identity_or_none
    assert owner
    assert (row.administration, owner.author) == (None, ncp_a)
    assert bool(row.region) == (attribution == Attribution.REGION)
    assert Manuscript.objects.get(record=row).changed_by is None
    told = Event.objects.filter(verb__startswith="guidelines.")
    assert set(told.values_list("actor_id", flat=True)) == {None}


def test_two_writers_of_different_sections_lose_nothing(ncp_a: Person) -> None:
    row = begin(Kind.PRACTICE, by=ncp_a)
    seen = row.seen()

    first = row.write(by=ncp_a, content=text(Kind.PRACTICE, steps="One."), seen=seen)
    second = row.write(by=ncp_a, content=text(Kind.PRACTICE, legal="A law."), seen=seen)

    row.refresh_from_db()
    assert (first, second) == ([], [])
    assert (row.content["steps"], row.content["legal"]) == ("One.", "A law.")


def test_two_writers_of_one_section_are_told(ncp_a: Person) -> None:
    row = begin(Kind.PRACTICE, by=ncp_a)
    seen = row.seen()

    row.write(by=ncp_a, content=text(Kind.PRACTICE, steps="One."), seen=seen)
    conflicts = row.write(by=ncp_a, content=text(Kind.PRACTICE, steps="Two."), seen=seen)

    row.refresh_from_db()
    assert (conflicts, row.content["steps"]) == (["steps"], "One.")


def test_record_has_one_manuscript_at_a_time(ncp_a: Person) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a)
    Manuscript.revise(row, by=ncp_a)

    with pytest.raises(Refused):
        Manuscript.revise(row, by=ncp_a)


def test_text_that_nobody_checked_is_not_published(ncp_a: Person, secretariat: Person) -> None:
    row = begin(Kind.PRACTICE, by=ncp_a)

    with pytest.raises(Refused):
        row.publish(by=secretariat)

    assert Manuscript.objects.get(pk=row.pk).stage == Stage.WRITING
