"""Questions by the clock: told after three working days, on the desk after seven, expired."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from directory.models import Person
from forums.escalating import escalate, expire
from forums.models import UNANSWERED, Ask, Step, Topic
from portal.desk.models import Holiday, WorkItem
from portal.notifications.models import Event
from tests.forums.experts import question
from tests.forums.talk import answer
from tests.people import as_reader, make_role_holder
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace

# A Monday.
MONDAY = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    with time_machine.travel(MONDAY, tick=False):
        return make_room(ncp_a, ncp_b)


@pytest.fixture
def topic(room: Workspace, ncp_a: Person) -> Topic:
    with time_machine.travel(MONDAY, tick=False):
        return question(room, ncp_a, deadline=datetime.date(2026, 12, 10))


def on(day: int, act: Callable[[], Any]) -> Any:
    """Return what an act returns so many days after that Monday."""
    with time_machine.travel(MONDAY + datetime.timedelta(days=day), tick=False):
        return act()


def told(verb: str) -> int:
    """Return how often something was told."""
    return Event.objects.filter(verb=f"forums.{verb}").count()


def test_each_step_comes_once_on_its_day(topic: Topic) -> None:
    days = [(day, on(day, escalate)) for day in range(10) for _twice in range(2)]

    assert [(day, count) for day, count in days if count] == [(3, 1), (9, 1)]
    event = Event.objects.get(verb="forums.urge_question")
    assert (event.people, event.reach is None) == ([topic.author_id], False)
    topic.refresh_from_db()
    assert topic.step == Step.DESK
    assert WorkItem.objects.about(UNANSWERED, topic).standing().count() == 1


def test_closing_days_do_not_count(topic: Topic, secretariat: Person) -> None:
    for day in (24, 25):
        Holiday.keep(by=secretariat, day=datetime.date(2026, 11, day))

    assert [on(day, escalate) for day in (3, 4, 7)] == [0, 0, 1]


def test_answer_stops_the_clock_and_clears_the_desk(topic: Topic, ncp_b: Person) -> None:
    on(9, escalate)
    on(9, lambda: answer(Topic.objects.get(pk=topic.pk), ncp_b))

    topic.refresh_from_db()
    assert (topic.step, on(20, escalate)) == (Step.NONE, 0)
    assert not WorkItem.objects.about(UNANSWERED, topic).standing().exists()
    assert WorkItem.objects.get(kind=UNANSWERED).outcome == "answered"


def test_word_of_the_asker_is_no_answer(topic: Topic, ncp_a: Person) -> None:
    on(1, lambda: answer(topic, ncp_a, "Does nobody know?"))

    assert on(3, escalate) == 1


@pytest.mark.parametrize("stop", ["close", "freeze", "archive", "remove", "conclude"])
def test_what_takes_no_answers_is_not_carried_further(
    topic: Topic, room: Workspace, ncp_a: Person, stop: str
) -> None:
    {
        "close": lambda: topic.close(by=ncp_a, why="Why"),
        "freeze": lambda: room.freeze(by=ncp_a, why="Why"),
        "archive": lambda: room.archive(by=ncp_a),
        "remove": lambda: topic.remove(by=ncp_a, why="Why"),
        "conclude": lambda: topic.conclude("moved", by=ncp_a),
    }[stop]()

    assert on(12, escalate) == 0


def test_desk_asks_lets_wait_or_expires(topic: Topic, ncp_b: Person, ncp_a: Person) -> None:
    on(9, escalate)
    item = WorkItem.objects.get(kind=UNANSWERED)
    assert set(item.audience.tokens) == {f"moderator:{topic.workspace_id}"}

    on(9, lambda: item.decide("wait", by=as_reader(ncp_b)))
    topic.refresh_from_db()
    assert (topic.step, topic.waits_from) == (Step.NONE, datetime.date(2026, 12, 2))
    on(18, escalate)
    on(18, escalate)
    topic.refresh_from_db()
    assert topic.outcome == "open"
    again = WorkItem.objects.get(kind=UNANSWERED, state="open")
    on(18, lambda: again.decide("expire", by=as_reader(ncp_b)))
    topic.refresh_from_db()
    assert (topic.outcome, told("expire_question")) == ("expired", 1)


def test_asking_somebody_takes_it_off_the_desk(topic: Topic, ncp_a: Person, ncp_b: Person) -> None:
    on(9, escalate)
    topic.refresh_from_db()
    on(9, lambda: Ask.send(topic, [ncp_b.pk], by=ncp_a))

    assert WorkItem.objects.get(kind=UNANSWERED).outcome == "ask"


def test_secretariat_routes_what_every_officer_reads(ncp_a: Person, ncp_b: Person) -> None:
    officer = make_role_holder("secretariat")
    open_room, listed = make_open_room(ncp_a, ncp_b), make_room(ncp_a, ncp_b, is_listed=True)
    with time_machine.travel(MONDAY, tick=False):
        question(open_room, ncp_a, marking="green")
        question(listed, ncp_a)
    on(9, escalate)

    items = WorkItem.objects.filter(kind=UNANSWERED)
    assert items.count() == 2
    assert items.readable_by(as_reader(officer)).count() == 1


def test_question_expires_the_day_after_its_day_and_once(topic: Topic, ncp_b: Person) -> None:
    on(0, lambda: Ask.send(topic, [ncp_b.pk], by=topic.author))
    # Its day is 10 December, day 17.
    done = [(day, on(day, expire)) for day in (16, 17, 18, 18, 19)]

    assert [(day, count) for day, count in done if count] == [(18, 1)]
    topic.refresh_from_db()
    assert (topic.outcome, Ask.objects.get().state) == ("expired", "expired")
    event = Event.objects.get(verb="forums.expire_question")
    assert event.people == [topic.author_id]


def test_expired_question_is_asked_again_by_its_asker(topic: Topic, ncp_a: Person) -> None:
    on(18, expire)
    topic.refresh_from_db()
    on(18, lambda: topic.ask_again(by=ncp_a))
    topic.refresh_from_db()
    # Without another day it has none: the old one would end it at once.
    assert (topic.outcome, topic.deadline, on(18, expire)) == ("open", None, 0)

    on(18, lambda: topic.conclude("partly", by=ncp_a))
    on(18, lambda: topic.ask_again(by=ncp_a, deadline=datetime.date(2026, 12, 15)))
    topic.refresh_from_db()
    assert (topic.outcome, topic.deadline) == ("open", datetime.date(2026, 12, 15))
    assert [on(day, expire) for day in (22, 23)] == [0, 1]


def test_held_question_waits_from_its_release(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    admit(open_room, officer)
    with time_machine.travel(MONDAY, tick=False):
        held = question(open_room, officer, marking="green")
    assert on(9, escalate) == 0

    on(9, lambda: held.posts.get().release(by=ncp_a))

    held.refresh_from_db()
    assert held.waits_from == datetime.date(2026, 12, 2)
    assert [on(day, escalate) for day in (9, 10, 11, 14)] == [0, 0, 0, 1]
