"""Two officers at the same moment: one acts, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from portal.desk.models import Conflict, WorkItem, WorkStep
from tests.desk.work import KIND, _notes, note_of, put  # noqa: F401 a fixture
from tests.people import make_role_holder
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database", "notes")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return what each act returned, all begun together; a conflict is its own answer."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return act()
        except Conflict:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, act) for act in acts]]


def mine(item: WorkItem) -> WorkItem:
    """Return the item as its page showed it to one officer."""
    return WorkItem.objects.get(pk=item.pk)


def test_two_decide_and_one_is_told() -> None:
    first, second = make_role_holder("secretariat"), make_role_holder("moderator")
    item = put()
    pages = [mine(item), mine(item)]

    answers = at_once(
        lambda: pages[0].decide("accept", by=first),
        lambda: pages[1].decide("refuse", by=second),
    )

    assert sorted(answers) == ["conflict", "done"]
    assert WorkStep.objects.filter(item=item, verb="decide").count() == 1
    expected = {"accept": f"accepted by {first.pk}: ", "refuse": "refused"}
    assert note_of(item) == expected[mine(item).outcome]


def test_two_first_decisions_are_one() -> None:
    officers = [make_role_holder("secretariat"), make_role_holder("moderator")]
    item = put("grave")
    pages = [mine(item), mine(item)]

    answers = at_once(
        lambda: pages[0].decide("accept", by=officers[0]),
        lambda: pages[1].decide("accept", by=officers[1]),
    )

    assert sorted(answers) == ["conflict", "second"]
    assert note_of(item) == "grave"


def test_two_claim_and_one_has_it() -> None:
    officers = [make_role_holder("secretariat"), make_role_holder("moderator")]
    item = put()
    pages = [mine(item) for _each in officers]

    answers = at_once(
        lambda: pages[0].claim(by=officers[0]), lambda: pages[1].claim(by=officers[1])
    )

    assert sorted(answers, key=str) == [None, "conflict"]
    assert WorkStep.objects.filter(item=item, verb="claim").count() == 1


def test_two_assign_and_one_is_told() -> None:
    officers = [make_role_holder("secretariat"), make_role_holder("moderator")]
    item = put()
    pages = [mine(item) for _each in officers]

    answers = at_once(
        lambda: pages[0].assign(by=officers[0], to=officers[0]),
        lambda: pages[1].assign(by=officers[1], to=officers[1]),
    )

    assert sorted(answers, key=str) == [None, "conflict"]
    assert mine(item).assigned_to == officers[answers.index(None)]
    assert WorkStep.objects.filter(item=item, verb="assign").count() == 1


def test_one_who_presses_twice_at_once_claims_once() -> None:
    officer = make_role_holder("secretariat")
    item = put()
    pages = [mine(item) for _each in range(4)]

    answers = at_once(*[partial(page.claim, by=officer) for page in pages])

    assert answers == [None] * 4
    assert WorkStep.objects.filter(item=item, verb="claim").count() == 1


def test_row_put_by_many_at_once_stands_once() -> None:
    row = Group.objects.create(name="a note")

    items = at_once(*[lambda: WorkItem.put(KIND, on=row, by=None).pk for _each in range(4)])

    assert len(set(items)) == 1
    assert WorkItem.objects.count() == WorkStep.objects.count() == 1
