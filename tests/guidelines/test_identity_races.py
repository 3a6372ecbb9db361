"""Two at the same moment: one unsealing, one question, and no look after it was opened."""

from typing import Any

import pytest

from directory.models import Person, Region
from guidelines.kinds import Attribution, Kind
from guidelines.models import Record, Relay, Unsealing
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.refusals import Refused
from tests.desk.test_work_races import at_once
from tests.guidelines.advice import publish
from tests.people import as_reader, make_administration, make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


def officers() -> list[Person]:
    """Return three officers of the Secretariat."""
    people = [make_person(f"{name} Racer") for name in ("Ada", "Bob", "Cy")]
    for each in people:
        each.assign_role("secretariat", by=None)
    return [as_reader(each) for each in people]


def hidden() -> tuple[Record, Person, Person]:
    """Return a hidden experience, its author and an officer of another administration."""
    names = {"name_en": "Europe", "name_fr": "Europe", "short_en": "Europe", "short_fr": "Europe"}
    region, _new = Region.objects.get_or_create(code="EUR", defaults=names | {"slug": "europe"})
    author, asker = (
        make_person(f"{name} Home", administration=make_administration(iso2, name, region))
        for iso2, name in (("XA", "Arcadia"), ("XB", "Borduria"))
    )
    return publish(Kind.EXPERIENCE, by=author, attribution=Attribution.REGION), author, asker


def tried(act: Any) -> Any:
    """Return what an act returns, or that it was refused."""
    try:
        return act()
    except Refused:
        return "refused"


def test_two_ask_for_an_unsealing_and_one_waits() -> None:
    row, _author, _asker = hidden()
    first, second, _third = officers()

    def ask(by: Person) -> int:
        return Unsealing.ask(Record.objects.get(pk=row.pk), by=by, reason="A court asks.").pk

    answers = at_once(lambda: ask(first), lambda: ask(second))

    assert (len(set(answers)), WorkItem.objects.count()) == (1, 1)


def test_two_agree_and_one_does() -> None:
    row, _author, _asker = hidden()
    first, second, third = officers()
    asked = Unsealing.ask(row, by=first, reason="A court asks.")
    rows = [Unsealing.objects.get(pk=asked.pk) for _each in range(2)]

    answers = at_once(lambda: rows[0].agree(by=second), lambda: rows[1].agree(by=third))

    assert sorted(answers) == [False, True]
    assert Event.objects.filter(verb="guidelines.decide_unsealing").count() == 1


def test_author_opens_while_an_officer_agrees() -> None:
    row, author, _asker = hidden()
    first, second, _third = officers()
    asked = Unsealing.ask(row, by=first, reason="A court asks.")
    owner = row.identity_or_none
    assert owner

    answers = at_once(
        lambda: owner.open_to("named", by=author),
        lambda: tried(lambda: Unsealing.objects.get(pk=asked.pk).agree(by=second)),
    )

    assert answers[0] is True
    assert answers[1] in (True, "refused")
    assert Record.objects.get(pk=row.pk).administration == author.administration


def test_question_sent_twice_at_once_is_one() -> None:
    row, _author, asker = hidden()

    def ask() -> int:
        return Relay.ask(Record.objects.get(pk=row.pk), by=asker, text="How?").pk

    answers = at_once(ask, ask)

    assert (len(set(answers)), Relay.objects.get().texts.count()) == (1, 1)


def test_both_sides_end_it_at_once() -> None:
    row, author, asker = hidden()
    relay = Relay.ask(row, by=asker, text="How?")
    rows = [Relay.objects.get(pk=relay.pk) for _each in range(2)]

    answers = at_once(
        lambda: tried(lambda: rows[0].end(by=asker)), lambda: tried(lambda: rows[1].end(by=author))
    )

    assert sorted(map(str, answers)) == ["True", "refused"]
    assert Event.objects.filter(verb="guidelines.end_relay").count() == 1
