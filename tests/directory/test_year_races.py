"""Two at the same moment: two clocks, two presses, two successors."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from directory import confirming
from directory.models import Nomination, Person, Region, Reminder, Seat, SeatStep
from portal.audit.models import Event
from portal.desk.models import WorkItem
from tests.desk.test_work_races import at_once
from tests.people import make_administration, make_person, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


def point() -> Person:
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "europe", "name_en": "Europe", "name_fr": "Europe"}
    )[0]
    home = make_administration("XR", "Racing", region)
    person = make_person("Rhea Racer", administration=home)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=home)


def fresh(person: Person) -> Any:
    return Person.objects.get(pk=person.pk)


def test_two_clocks_move_each_person_once() -> None:
    person = point()
    assert person.confirm_by is not None
    late = person.confirm_by + datetime.timedelta(days=2)

    moved = at_once(*[lambda: confirming.move_clocks(today=late)] * 3)

    assert sum(moved) == 1
    assert Reminder.objects.filter(person=person).count() == 1
    assert WorkItem.objects.filter(kind=confirming.OVERDUE).count() == 1
    assert list(SeatStep.objects.order_by("pk").values_list("after", flat=True)) == [
        "verified", "due", "overdue",
    ]  # fmt: skip


def test_two_presses_confirm_once() -> None:
    person = point()
    Person.objects.filter(pk=person.pk).update(confirm_by=timezone.now().date())

    pressed = at_once(*[lambda: confirming.confirm(fresh(person), by=person)] * 3)

    assert sorted(pressed) == [False, False, True]
    assert Event.objects.filter(verb="directory.confirm_person").count() == 1


def test_clock_and_press_leave_the_card_confirmed() -> None:
    person = point()
    due = timezone.now().date() - datetime.timedelta(days=31)
    Person.objects.filter(pk=person.pk).update(confirm_by=due, confirmation="overdue")
    Seat.objects.update(state="overdue")

    at_once(
        confirming.move_clocks,
        lambda: confirming.confirm(fresh(person), by=person),
    )

    assert fresh(person).confirmation == "current"
    assert Seat.objects.get().state == "verified"
    assert not WorkItem.objects.standing().exists()


def test_two_successors_at_once_are_one() -> None:
    person = point()
    place = Seat.objects.get()

    def name(number: int) -> Any:
        return Nomination.put_forward(
            place, origin="handover", by=person, email=f"s{number}@customs.example",
            given_name="Sam", family_name=f"Successor{number}",
        ).pk  # fmt: skip

    named = at_once(lambda: name(1), lambda: name(2), lambda: name(3))

    assert len(set(named)) == 1
    assert Nomination.objects.count() == 1
