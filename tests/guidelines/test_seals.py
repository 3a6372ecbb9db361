"""What the clock does to seals, each by itself; and who hears of an unsealing in the end."""

import datetime
from typing import Any

import pytest
import time_machine

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Record, Unsealing, Version, journey
from guidelines.models.unsealing import tell_unsealed
from guidelines.tasks import open_sealed, remind_sealed
from portal.notifications.models import Event as Told
from tests.guidelines.advice import begin, publish
from tests.guidelines.ways import moved
from tests.people import as_reader, make_person, make_role_holder, seat

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2028, 5, 1)
SEALED: dict[str, Any] = {"attribution": Attribution.SEALED, "sealed_until": DAY}


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def at(days: int) -> datetime.datetime:
    """Return a moment so many days after the day of the seal."""
    moment = datetime.datetime.combine(DAY, datetime.time(1), datetime.UTC)
    return moment + datetime.timedelta(days)


def test_draft_that_was_given_up_keeps_no_seal_from_opening(ncp_a: Person, clock: Any) -> None:
    draft = begin(Kind.EXPERIENCE, by=ncp_a, **SEALED)
    journey.drop(draft, by=ncp_a)
    row = publish(Kind.EXPERIENCE, by=ncp_a, **SEALED)

    clock.move_to(at(-20))
    assert remind_sealed() == 1
    clock.move_to(at(0))
    assert open_sealed() == 1

    named = Record.objects.filter(attribution=Attribution.NAMED)
    assert list(named) == [row]


def test_seal_of_a_draft_opens_once_it_is_published(ncp_a: Person, clock: Any) -> None:
    draft = begin(Kind.EXPERIENCE, by=ncp_a, **SEALED)
    clock.move_to(at(5))
    assert open_sealed() == 0

    draft.publish(by=None)

    assert open_sealed() == 1


def test_seal_that_cannot_be_opened_keeps_no_other_closed(
    ncp_a: Person, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    broken, row = (publish(Kind.EXPERIENCE, by=ncp_a, **SEALED) for _each in range(2))
    # A kind that no version knows how to file.
    Record.objects.filter(pk=broken.pk).update(kind="unheard-of"[:10])

    clock.move_to(at(0))
    assert open_sealed() == 1

    assert list(Record.objects.filter(attribution=Attribution.NAMED)) == [row]
    assert "guidelines.Identity" in caplog.text
    assert Version.objects.count() == 2


def test_contact_point_hears_of_an_unsealing_as_soon_as_there_is_one(
    officer: Person, secretariat: Person
) -> None:
    row = publish(Kind.EXPERIENCE, by=officer, attribution=Attribution.REGION)
    home = officer.administration
    moved(officer, None)
    second = make_role_holder("publisher")
    second.assign_role("secretariat", by=None)
    asked = Unsealing.ask(row, by=as_reader(secretariat), reason="A court asks.")
    told = Told.objects.filter(verb="guidelines.unseal_identity")

    assert asked.agree(by=as_reader(second))
    assert (tell_unsealed(), told.count()) == (0, 0)
    point = seat(make_person("Petra Point", administration=home), "contact-point",
                 administration=home)  # fmt: skip

    assert (tell_unsealed(), tell_unsealed()) == (1, 0)
    (event,) = told
    assert (event.people, event.actor_id) == ([point.pk], second.pk)
    owner = row.identity_or_none
    assert owner
    assert owner.people() == [point.pk]


def test_unsealing_that_was_told_at_once_is_not_told_again(
    ncp_a: Person, secretariat: Person
) -> None:
    row = publish(Kind.EXPERIENCE, by=ncp_a, attribution=Attribution.REGION)
    second = make_role_holder("publisher")
    second.assign_role("secretariat", by=None)
    asked = Unsealing.ask(row, by=as_reader(secretariat), reason="A court asks.")

    asked.agree(by=as_reader(second))

    assert tell_unsealed() == 0
    assert Told.objects.filter(verb="guidelines.unseal_identity").count() == 1
