"""Two people at the same moment: real transactions, one outcome."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from directory import changing
from directory.models import PendingChange, Person, Region
from portal.desk.models import Conflict, WorkItem
from portal.refusals import Refused
from tests.people import make_administration, make_person, make_role_holder, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return what each act returned, all begun together; an answer in words is its own answer."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return act()
        except (Conflict, Refused) as answer:
            return type(answer).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, act) for act in acts]]


def holder() -> Person:
    """Return the contact point of a new administration."""
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "e", "name_en": "E", "name_fr": "E"}
    )[0]
    home = make_administration("XR", "Raceland", region)
    return seat(make_person("Rhea Race", administration=home), "contact-point", administration=home)


def test_two_presses_ask_once() -> None:
    person = holder()
    same = [lambda: PendingChange.ask("phone", on=person, value="+1", by=person).pk] * 4

    answers = at_once(*same)

    assert len(set(answers)) == 1
    assert WorkItem.objects.filter(kind="directory.change").count() == 1


def test_two_values_at_once_leave_one() -> None:
    person, officer = holder(), make_role_holder("secretariat")

    at_once(
        lambda: PendingChange.ask("phone", on=person, value="+1", by=person).pk,
        lambda: PendingChange.ask("phone", on=person, value="+2", by=officer).pk,
    )

    states = PendingChange.objects.order_by("pk").values_list("state", flat=True)
    assert sorted(states) == ["waiting", "withdrawn"]
    items = WorkItem.objects.filter(kind="directory.change")
    assert items.standing().count() == 1
    assert items.standing().get().subject == str(PendingChange.objects.waiting().get().pk)


@pytest.mark.parametrize("number", range(4))
def test_decision_and_newer_value_do_not_wait_for_each_other(number: int) -> None:
    person, officer = holder(), make_role_holder("secretariat")
    PendingChange.ask("phone", on=person, value="+1", by=person)
    item = WorkItem.objects.get(kind="directory.change")

    decided, asked = at_once(
        lambda: item.decide("accept", by=officer),
        lambda: PendingChange.ask("phone", on=person, value="+2", by=person).pk,
    )

    person.refresh_from_db()
    first = PendingChange.objects.order_by("pk")[0]
    outcomes = {
        ("done", "done"): "+1",
        ("Conflict", "withdrawn"): "",
    }
    assert person.phone == outcomes[decided, first.state]
    assert asked == "Refused" or PendingChange.objects.waiting().get().value == "+2"


def test_two_officers_decide_and_one_is_told() -> None:
    person = holder()
    first, second = make_role_holder("secretariat"), make_person("Second Officer")
    change = PendingChange.ask("phone", on=person, value="+1", by=person)
    item = WorkItem.objects.get(kind="directory.change")
    pages = [WorkItem.objects.get(pk=item.pk) for _each in range(2)]

    answers = at_once(
        lambda: pages[0].decide("accept", by=first),
        lambda: pages[1].decide("refuse", by=second, reason="No."),
    )

    assert sorted(answers) == ["Conflict", "done"]
    change.refresh_from_db()
    person.refresh_from_db()
    assert person.phone == ("+1" if change.state == "done" else "")


def test_moved_address_is_told_once_by_many_workers(mailoutbox: list[Any]) -> None:
    person, officer = holder(), make_role_holder("secretariat")
    PendingChange.ask("email", on=person, value="new@customs.example", by=person)
    WorkItem.objects.get(kind="directory.change").decide("accept", by=officer)

    told = at_once(*[changing.tell_due] * 4)

    # One mail for each mailbox, whoever sends it.
    assert sum(told) == 2
    assert sorted(message.to[0] for message in mailoutbox) == [
        "new@customs.example", "rhea.race@customs.example",
    ]  # fmt: skip
