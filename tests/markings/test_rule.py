"""The reading rule: label and state to tokens, tokens to people."""

import pytest

from directory.models import Administration, Person
from portal.markings.models import Audience, Marking, reader_of
from portal.taxonomy.models import Language
from research.models import Work
from tests.people import as_reader


@pytest.fixture
def english(db: None) -> Language:
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]


def make_work(english: Language, owner: Administration, marking: Marking, **fields: object) -> Work:
    """Return a published work of an administration."""
    work = Work.add(
        by=None,
        authors=["Ada Arcadi"],
        title=f"A {marking.label} work",
        year=2026,
        kind=Work.Type.REPORT,
        language=english,
        abstract="Words.",
        marking=marking,
        administration=owner,
        **fields,
    )
    work.publish(by=None)
    return work


def tokens_of(work: Work) -> set[str]:
    """Return what is stored for a work."""
    return set(Audience.objects.get(pk=work.audience_id).tokens)


def test_audience_follows_the_label(english: Language, arcadia: Administration) -> None:
    owner = f"administration:{arcadia.pk}"
    stored = {marking: tokens_of(make_work(english, arcadia, marking)) for marking in Marking}

    assert stored == {
        Marking.CLEAR: {"public"},
        Marking.GREEN: {"members"},
        Marking.AMBER: {owner, "secretariat"},
        Marking.AMBER_STRICT: {owner},
        Marking.RED: set(),
    }


def test_green_opens_to_partners_when_it_says_so(
    english: Language, arcadia: Administration, partner: Person
) -> None:
    closed = make_work(english, arcadia, Marking.GREEN)
    opened = make_work(english, arcadia, Marking.GREEN, is_open_to_partners=True)

    assert list(Work.objects.readable_by(as_reader(partner))) == [opened]
    assert not closed.is_readable_by(as_reader(partner))


def test_red_is_read_by_named_persons_alone(
    english: Language, arcadia: Administration, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    work = make_work(english, arcadia, Marking.RED)
    work.grant(ncp_b, by=secretariat)

    readers = [
        person for person in (ncp_a, ncp_b, secretariat) if work.is_readable_by(as_reader(person))
    ]
    assert readers == [ncp_b]

    work.revoke(ncp_b, by=secretariat)

    assert not work.is_readable_by(as_reader(ncp_b))


def test_grant_to_an_administration_reaches_its_officers(
    english: Language,
    arcadia: Administration,
    borduria: Administration,
    ncp_a: Person,
    ncp_b: Person,
) -> None:
    work = make_work(english, arcadia, Marking.RED)

    work.grant(borduria.group, by=ncp_a)

    assert work.is_readable_by(as_reader(ncp_b))
    assert not work.is_readable_by(as_reader(ncp_a))


def test_draft_is_read_by_its_author_and_the_desk(
    english: Language, ncp_a: Person, ncp_b: Person, editor: Person, auditor: Person
) -> None:
    draft = Work.add(
        by=ncp_a,
        authors=[],
        title="Draft",
        year=2026,
        kind=Work.Type.REPORT,
        language=english,
        abstract="Words.",
    )

    readers = {
        person.given_name
        for person in (ncp_a, ncp_b, editor, auditor)
        if draft.is_readable_by(as_reader(person))
    }
    assert readers == {"Ada", "Editor"}


def test_tokens_of_each_kind_of_person(
    arcadia: Administration,
    ncp_a: Person,
    officer: Person,
    ncp_without_factor: Person,
    unconfirmed: Person,
    suspended: Person,
    regional_officer: Person,
    partner: Person,
    secretariat: Person,
    auditor: Person,
    administrator: Person,
) -> None:
    home = {"members", f"administration:{arcadia.pk}", "region:WCA"}
    expected = {
        ncp_a: home | {"seat:contact-point"},
        officer: home,
        regional_officer: {"members", "region:EUR", "seat:regional-officer"},
        partner: set(),
        secretariat: {"members", "secretariat", "role:secretariat"},
        auditor: {"role:auditor"},
        administrator: {"role:administrator"},
    }

    for person, tokens in expected.items():
        own = {"public", "community", f"person:{person.pk}"}
        assert reader_of(as_reader(person)).tokens == own | tokens, person
    for person in (ncp_without_factor, unconfirmed, suspended):
        assert reader_of(as_reader(person)).tokens == {"public"}, person


def test_lost_seat_takes_effect_at_once(ncp_a: Person, secretariat: Person) -> None:
    assert "members" in reader_of(as_reader(ncp_a)).tokens

    ncp_a.suspend(by=secretariat, reason="Left.")

    assert reader_of(as_reader(ncp_a)).tokens == {"public"}


def test_rows_show_every_label_but_that_of_what_everybody_reads() -> None:
    assert [marking.tag for marking in Marking] == [
        "", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED",
    ]  # fmt: skip
