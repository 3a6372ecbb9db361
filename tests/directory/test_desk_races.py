"""A decision on the desk and the act that settles its item, at the same moment: no deadlock."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import confirming, leaving, reviewing
from directory.forms.request import InviteForm
from directory.models import Leaving, Nomination, Person, Region, Seat
from portal.desk import registry
from portal.desk.models import Conflict, Letter, WorkItem
from tests.people import make_administration, make_person, make_role_holder, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(name="slow")
def _slow() -> Iterator[Callable[[str, str], Event]]:
    """Let a decision wait between its item and its row; the event says that it has the item."""
    kinds = dict(registry._kinds)

    def make(kind: str, code: str) -> Event:
        has_item = Event()
        known = registry.reviewable_of(kind).decision(code)
        assert known
        assert known.verb
        verb = known.verb

        def wait(row: Any, **values: Any) -> Any:
            has_item.set()
            time.sleep(0.5)
            return verb(row, **values)

        registry.register_decision(kind, replace(known, verb=wait))
        return has_item

    yield make
    registry._kinds.clear()
    registry._kinds.update(kinds)


def meanwhile(has_item: Event, decide: Callable[[], Any], act: Callable[[], Any]) -> list[Any]:
    """Return what came of a decision, and of an act that begins while it holds its item."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Conflict:
            return "conflict"
        finally:
            connection.close()

    def later() -> Any:
        assert has_item.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(2) as pool:
        return [
            each.result(timeout=60) for each in [pool.submit(run, decide), pool.submit(run, later)]
        ]


def point() -> Person:
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "europe", "name_en": "Europe", "name_fr": "Europe"}
    )[0]
    home = make_administration("XR", "Racing", region)
    person = make_person("Rhea Racer", administration=home)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=home)


def test_nomination_withdrawn_while_it_is_refused(slow: Callable[[str, str], Event]) -> None:
    person, officer = point(), make_role_holder("secretariat")
    nomination = Nomination.put_forward(
        Seat.objects.get(), origin="handover", by=person, email="s@customs.example",
        given_name="Sam", family_name="Successor",
    )  # fmt: skip
    reviewing.put_on_desk(nomination, by=person)
    item = WorkItem.objects.get()

    answers = meanwhile(
        slow(reviewing.KIND, "refuse"),
        lambda: item.decide("refuse", by=officer, reason="No."),
        lambda: reviewing.withdraw(nomination, by=person),
    )

    assert answers == ["done", False]
    assert Nomination.objects.get().state == "refused"


def test_leaving_taken_back_while_it_is_stopped(slow: Callable[[str, str], Event]) -> None:
    person, officer = point(), make_role_holder("secretariat")
    asked = leaving.ask(person, by=person, choice="keep", drops_drafts=False)
    item = WorkItem.objects.get()

    answers = meanwhile(
        slow(leaving.KIND, "hold"),
        lambda: item.decide("hold", by=officer, reason="A court."),
        lambda: leaving.take_back(asked, by=person),
    )

    assert answers == ["done", False]
    assert Leaving.objects.get().state == "held"


def test_leaving_carried_out_while_it_is_stopped(slow: Callable[[str, str], Event]) -> None:
    person, officer = point(), make_role_holder("secretariat")
    leaving.ask(person, by=person, choice="keep", drops_drafts=False)
    Leaving.objects.update(due_at=timezone.now())
    item = WorkItem.objects.get()

    answers = meanwhile(
        slow(leaving.KIND, "hold"),
        lambda: item.decide("hold", by=officer, reason="A court."),
        leaving.carry_out_due,
    )

    assert answers == ["done", 0]
    assert Leaving.objects.get().state == "held"


def test_request_invited_while_it_is_answered(slow: Callable[[str, str], Event]) -> None:
    person, officer = point(), make_role_holder("secretariat")
    letter = Letter.write(
        "account", by=None, text="Risk.", name="Nadia New", organisation="Racing",
        email="nadia@customs.example",
    )  # fmt: skip
    item = WorkItem.objects.get()
    form = InviteForm(
        {
            "given_name": "Nadia", "family_name": "New", "email": "nadia@customs.example",
            "language": "en", "administration": person.administration_id, "answer": "Welcome.",
        },
        letter=letter,
    )  # fmt: skip
    assert form.is_valid(), form.errors

    answers = meanwhile(
        slow("desk.account", "answer"),
        lambda: item.decide("answer", by=officer, reason="No."),
        lambda: form.invite(by=officer),
    )

    assert answers == ["done", "conflict"]
    assert not Person.objects.filter(email="nadia@customs.example").exists()


def test_officer_leaves_alone_what_a_colleague_has_in_hand(client: Client) -> None:
    person, officer, colleague = point(), make_role_holder("secretariat"), make_person("Cora C")
    colleague.assign_role("secretariat", by=None)
    nomination = Nomination.put_forward(
        Seat.objects.get(), origin="letter", by=officer, email="s@customs.example",
        given_name="Sam", family_name="Successor",
    )  # fmt: skip
    asked = leaving.ask(person, by=person, choice="keep", drops_drafts=False)
    reviewing.put_on_desk(nomination, by=officer)
    for item in WorkItem.objects.all():
        item.claim(by=colleague)
    addresses = [
        reverse("directory:nomination_withdraw", args=[nomination.public_id]),
        reverse("directory:person_leave_not", args=[person.public_id]),
    ]
    other = make_person("Otto O")
    other.assign_role("secretariat", by=None)

    def press(who: Person) -> None:
        client.force_login(who)
        assert {client.post(address).status_code for address in addresses} == {302}

    press(other)
    assert {Nomination.objects.get().is_open, Leaving.objects.get().state} == {True, "waiting"}
    press(colleague)
    assert {Nomination.objects.get().is_open, Leaving.objects.get().state} == {False, "withdrawn"}
    assert asked.person == person


def test_card_confirmed_while_the_seat_is_ended(slow: Callable[[str, str], Event]) -> None:
    person, officer = point(), make_role_holder("secretariat")
    due = timezone.now().date()
    Person.objects.filter(pk=person.pk).update(confirm_by=due, confirmation="overdue")
    Seat.objects.update(state="overdue")
    person = Person.objects.get(pk=person.pk)
    confirming.put_on_desk(person)
    item = WorkItem.objects.get()

    answers = meanwhile(
        slow(confirming.OVERDUE, "end"),
        lambda: item.decide("end", by=officer, reason="Left."),
        lambda: confirming.confirm(person, by=person),
    )

    assert answers == ["done", False]
    assert Seat.objects.get().state == "vacant"
