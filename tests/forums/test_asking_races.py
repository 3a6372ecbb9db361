"""Two at the same moment: nobody is asked twice, and a question ends once."""

import datetime
from typing import Any

import pytest
import time_machine

from directory.models import Person, Region
from forums.escalating import escalate, expire
from forums.models import UNANSWERED, Ask, Step, Topic
from portal.desk.models import WorkItem
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.desk.test_work_races import at_once
from tests.forums.experts import question
from tests.forums.talk import answer
from tests.people import as_reader, make_administration, make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.rooms import make_room

pytestmark = pytest.mark.usefixtures("own_database")
NOW = datetime.datetime.now(datetime.UTC)


def three() -> list[Person]:
    """Return three officers of one administration, made outside any transaction."""
    names = {"name_en": "Europe", "name_fr": "Europe", "short_en": "Europe", "short_fr": "Europe"}
    region, _new = Region.objects.get_or_create(code="EUR", defaults=names | {"slug": "europe"})
    home = make_administration("XA", "Arcadia", region)
    return [make_person(f"{name} Racer", administration=home) for name in ("Ada", "Bob", "Cy")]


def send(topic: Topic, person: Person, by: Person) -> Any:
    """Ask somebody; say so where it is refused."""
    try:
        return len(Ask.send(topic, [person.pk], by=by))
    except Refused:
        return "refused"


def test_two_askers_at_once_ask_a_person_once() -> None:
    ncp_a, ncp_b, officer = three()
    rooms = [make_room(ncp_a, ncp_b, officer, name=name) for name in ("One", "Two")]
    topics = [question(rooms[0], ncp_a), question(rooms[1], officer)]

    answers = at_once(
        lambda: send(topics[0], ncp_b, ncp_a), lambda: send(topics[1], ncp_b, officer)
    )

    assert sorted(map(str, answers)) == ["1", "refused"]
    assert Ask.objects.count() == 1


def test_button_pressed_twice_at_once_asks_once() -> None:
    ncp_a, ncp_b, _other = three()
    topic = question(make_room(ncp_a, ncp_b), ncp_a)
    first, second = (Topic.objects.get(pk=topic.pk) for _each in range(2))

    answers = at_once(lambda: send(first, ncp_b, ncp_a), lambda: send(second, ncp_b, ncp_a))

    assert sorted(map(str, answers)) == ["1", "refused"]
    assert (Ask.objects.count(), Topic.objects.get().asked) == (1, 1)


def test_two_beats_carry_each_question_once() -> None:
    ncp_a, ncp_b, _other = three()
    room = make_room(ncp_a, ncp_b)
    for n in range(6):
        day = NOW.date() - datetime.timedelta(days=1) if n % 2 else None
        topic = question(room, ncp_a, title=f"Question {n}", deadline=day)
        past = NOW.date() - datetime.timedelta(days=30)
        Topic.objects.filter(pk=topic.pk).update(waits_from=past)

    done = at_once(expire, expire, escalate, escalate)

    assert done[0] + done[1] == 3
    assert Event.objects.filter(verb="forums.expire_question").count() == 3
    urged = Event.objects.filter(verb="forums.urge_question")
    assert urged.count() == len(set(urged.values_list("object_id", flat=True)))
    open_ones = Topic.objects.unanswered()
    assert {each.step for each in open_ones} == {Step.DESK}
    assert WorkItem.objects.filter(kind=UNANSWERED, state="open").count() == 3


def test_answer_and_decision_of_the_desk_at_once_both_stand() -> None:
    ncp_a, ncp_b, _other = three()
    topic = question(make_room(ncp_a, ncp_b), ncp_a)
    Topic.objects.update(step=Step.TOLD)
    topic.hand_over()
    item = WorkItem.objects.get(kind=UNANSWERED)
    keeper, writer = as_reader(ncp_b), Topic.objects.get(pk=topic.pk)

    at_once(lambda: item.decide("wait", by=keeper), lambda: answer(writer, ncp_b).pk)

    assert WorkItem.objects.get(kind=UNANSWERED).state == "done"
    assert (Topic.objects.get().step, Topic.objects.get().posts_shown) == (Step.NONE, 2)


def test_week_ends_on_the_minute() -> None:
    ncp_a, ncp_b, _other = three()
    room = make_room(ncp_a, ncp_b)
    topics = [question(room, ncp_a, title=title) for title in ("One", "Two")]
    with time_machine.travel(NOW, tick=False):
        assert send(topics[0], ncp_b, ncp_a) == 1
    week = datetime.timedelta(days=7)
    with time_machine.travel(NOW + week - datetime.timedelta(minutes=1), tick=False):
        assert send(topics[1], ncp_b, ncp_a) == "refused"
    with time_machine.travel(NOW + week, tick=False):
        assert send(topics[1], ncp_b, ncp_a) == 1
