"""The life of an item: put, taken, returned, decided by one or by two, and settled."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event
from portal.desk.models import LEASE, Conflict, WorkItem, WorkStep
from portal.refusals import Refused
from tests.desk.work import KIND, _notes, note_of, put  # noqa: F401 a fixture
from tests.people import make_role_holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
# A Thursday noon at the Secretariat.
THURSDAY = datetime.datetime(2026, 11, 19, 11, tzinfo=datetime.UTC)


def fresh(item: WorkItem) -> WorkItem:
    """Return the item as the database holds it."""
    return WorkItem.objects.get(pk=item.pk)


def history(item: WorkItem) -> list[tuple[str, str, int | None]]:
    """Return every act: what, which decision, by whom."""
    return [(each.verb, each.code, each.by_id) for each in item.steps.all()]


@pytest.fixture
def colleague(db: None) -> Person:
    return make_role_holder("secretariat")


def test_item_is_read_by_who_handles_its_kind() -> None:
    assert set(put().audience.tokens) == {"role:secretariat", "role:moderator"}


def test_row_stands_on_the_desk_once(moderator: Person) -> None:
    item = put()
    row = Group.objects.get(pk=item.subject)

    assert WorkItem.put(KIND, on=row, by=moderator).pk == item.pk
    assert WorkItem.objects.count() == WorkStep.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(
            kind=KIND, subject=str(row.pk), due_on=item.due_on, audience=item.audience
        )


def test_row_is_put_again_after_it_was_done_but_once_for_an_occasion(moderator: Person) -> None:
    row = Group.objects.create(name="a")
    first = WorkItem.put(KIND, on=row, by=None, once="year 2026")
    first.decide("refuse", by=moderator)

    assert WorkItem.put(KIND, on=row, by=None, once="year 2026").pk == first.pk
    assert WorkItem.put(KIND, on=row, by=None, once="year 2027").pk != first.pk


def test_claim_keeps_colleagues_off_for_half_an_hour(moderator: Person, colleague: Person) -> None:
    with time_machine.travel(THURSDAY, tick=False) as clock:
        item = put()
        item.claim(by=moderator)
        with pytest.raises(Conflict):
            fresh(item).claim(by=colleague)
        with pytest.raises(Conflict):
            fresh(item).decide("accept", by=colleague)
        clock.shift(LEASE)
        assert set(WorkItem.objects.unclaimed()) == {item}

        fresh(item).claim(by=colleague)

        assert fresh(item).claimed_by == colleague
        assert set(WorkItem.objects.mine(moderator)) == set()


def test_claim_is_renewed_by_its_holder_without_a_new_line(moderator: Person) -> None:
    with time_machine.travel(THURSDAY, tick=False) as clock:
        item = put()
        item.claim(by=moderator)
        clock.shift(LEASE / 2)
        fresh(item).claim(by=moderator)
        clock.shift(LEASE * 3 / 4)

        assert fresh(item).is_claimed

    assert history(item) == [("open", "", None), ("claim", "", moderator.pk)]


def test_release_frees_it_for_its_holder_only(moderator: Person, colleague: Person) -> None:
    item = put()
    item.claim(by=moderator)
    with pytest.raises(Conflict):
        fresh(item).release(by=colleague)

    fresh(item).release(by=moderator)

    assert set(WorkItem.objects.unclaimed()) == {item}


def test_assignment_ends_a_claim_of_somebody_else(moderator: Person, colleague: Person) -> None:
    item = put()
    item.claim(by=moderator)

    fresh(item).assign(by=moderator, to=colleague)

    assert set(WorkItem.objects.mine(colleague)) == {item}
    assert set(WorkItem.objects.mine(moderator)) == set()
    with pytest.raises(Conflict):
        item.assign(by=moderator, to=moderator)  # it was read before


def test_decision_does_the_thing_and_stands_in_history_and_log(moderator: Person) -> None:
    item = put()

    assert item.decide("accept", by=moderator, reason="Fits.", checked=[1]) == "done"

    done = fresh(item)
    assert note_of(item) == f"accepted by {moderator.pk}: Fits."
    assert (done.outcome, done.done_by, done.is_decided) == ("accept", moderator, True)
    assert history(item) == [("open", "", None), ("decide", "accept", moderator.pk)]
    assert item.steps.last().checked == [1]
    verbs = Event.objects.about(item).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["desk.open_item", "desk.decide_item"]


@pytest.mark.parametrize(
    ("name", "code", "reason", "why"),
    [
        ("a", "return", " ", "Write the reason."),
        ("a", "nonsense", "", "not offered"),
        ("a", "edit", "", "not offered"),
        ("stuck", "refuse", "", "This note cannot be refused."),
    ],
)
def test_refused_decision_says_why_and_changes_nothing(
    moderator: Person, name: str, code: str, reason: str, why: str
) -> None:
    item = put(name)

    with pytest.raises(Refused, match=why):
        item.decide(code, by=moderator, reason=reason)

    assert (fresh(item).state, note_of(item), len(history(item))) == ("open", name, 1)


def test_row_that_changed_or_went_away_is_not_decided(moderator: Person) -> None:
    changed, gone = put("changed"), put("gone")
    Group.objects.filter(pk=gone.subject).delete()

    with pytest.raises(Conflict):
        changed.give_back(by=moderator, reason="Sign it.")
    with pytest.raises(Refused, match="no longer there"):
        gone.decide("accept", by=moderator)

    assert {fresh(changed).state, fresh(gone).state} == {"open"}


def test_page_of_an_earlier_turn_decides_nothing(moderator: Person, colleague: Person) -> None:
    item = put("grave")
    item.decide("accept", by=moderator, seen=1)

    with pytest.raises(Conflict):
        fresh(item).decide("accept", by=colleague, seen=1)


def test_clock_stands_while_returned(moderator: Person) -> None:
    with time_machine.travel(THURSDAY, tick=False) as clock:
        item = put()
        assert item.due_on == datetime.date(2026, 11, 23)
        assert item.give_back(by=moderator, reason="Sign it.") == "returned"
        assert set(WorkItem.objects.waiting()) == set()
        clock.shift(datetime.timedelta(days=28))

        WorkItem.put(KIND, on=Group.objects.get(pk=item.subject), by=None)

        back = fresh(item)
        assert (back.state, back.due_on) == ("open", datetime.date(2026, 12, 21))
        assert [verb for verb, _code, _by in history(item)] == ["open", "return", "resume"]


def test_two_officers_decide_where_four_eyes_are_due(moderator: Person, colleague: Person) -> None:
    item = put("grave")

    assert item.decide("accept", by=moderator, reason="Fits.") == "second"
    assert note_of(item) == "grave"
    assert set(WorkItem.objects.awaiting_second(moderator)) == set()
    assert set(WorkItem.objects.awaiting_second(colleague)) == {item}
    with pytest.raises(Refused, match="The first decision is yours"):
        fresh(item).decide("accept", by=moderator)
    with pytest.raises(Refused, match="Confirm the first decision"):
        fresh(item).decide("refuse", by=colleague)

    assert fresh(item).decide("accept", by=colleague) == "done"

    assert note_of(item) == f"accepted by {colleague.pk}: Fits."
    assert fresh(item).is_by_two


def test_second_officer_sends_it_back_to_the_first(moderator: Person, colleague: Person) -> None:
    item = put("grave")
    item.decide("accept", by=moderator)

    fresh(item).dispute(by=colleague, reason="The date is missing.")

    back = fresh(item)
    assert (back.state, back.first_by, back.assigned_to) == ("open", None, moderator)
    assert history(item)[-1] == ("dispute", "", colleague.pk)


@pytest.mark.parametrize(
    "values",
    [
        {"is_by_two": True},
        {"first_by": None, "first_at": None, "first_code": "", "is_by_two": True},
        {"by_another": True},
        {"done_by": None},
        {"outcome": ""},
        {"state": "open"},
    ],
)
def test_database_knows_four_eyes(moderator: Person, values: dict[str, Any]) -> None:
    item = put(by=moderator)
    item.decide("accept", by=moderator)
    first = {"first_by": moderator, "first_at": timezone.now(), "first_code": "accept"}

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(**first | values)


def test_room_settles_what_it_did_itself(moderator: Person) -> None:
    item = put("grave")
    item.decide("accept", by=moderator)
    row = Group.objects.get(pk=item.subject)

    assert WorkItem.settle(KIND, on=row, by=None, outcome="withdrawn")
    assert not WorkItem.settle(KIND, on=row, by=None, outcome="withdrawn")

    done = fresh(item)
    assert (done.state, done.outcome, done.is_decided) == ("done", "withdrawn", False)
    assert history(item)[-1] == ("settle", "withdrawn", None)
