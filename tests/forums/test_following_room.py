"""Topics and posts follow a room that opens or closes: as many statements for few as for many."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Administration, Person
from forums.models import Post, Topic
from portal.markings.models import Audience, Marking
from portal.notifications.models import Event
from portal.search.models import Entry
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room
from workspaces.models import Lesson, Workspace

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")
CLOSED = {"is_listed": False, "joining": "invitation"}


def tokens(row: Any) -> set[str]:
    """Return the tokens that a row keeps."""
    return set(Audience.objects.get(pk=row.audience_id).tokens)


def rows_of(room: Workspace) -> list[Any]:
    """Return what stands in a room, as it is stored."""
    return [row for model in (Topic, Post, Lesson) for row in model.objects.filter(workspace=room)]


def fill(room: Workspace, by: Person, number: int) -> None:
    """Begin topics of two labels, each with an answer."""
    for _each in range(number):
        for marking in (Marking.GREEN, Marking.AMBER):
            answer(ask(room, by, marking=marking), by)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_open_room(ncp_a, ncp_b)


def test_closing_costs_the_same_for_few_and_for_many(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    other = make_open_room(ncp_a, ncp_b, name="Other")
    fill(room, ncp_a, 1)
    fill(other, ncp_a, 3)
    asked = {}
    for each in (room, other):
        with CaptureQueriesContext(connection) as queries:
            each.revise(by=ncp_a, **CLOSED)
        asked[each.name] = len(queries)

    assert asked["Seals"] == asked["Other"]


def test_everything_in_a_room_follows_it(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    fill(room, ncp_a, 2)
    Lesson.write(room, by=ncp_a, marking=Marking.GREEN, **TEXTS)
    newcomer = make_person("Nora New", administration=arcadia)
    admit(room, newcomer)
    held = ask(room, newcomer, "Held", marking=Marking.GREEN)
    gone = ask(room, ncp_a, "Gone", marking=Marking.GREEN)
    gone.remove(by=ncp_b, why="No.")
    answer(ask(room, ncp_a, "Stone", marking=Marking.GREEN), ncp_a).remove(by=ncp_b, reason="No.")
    answer(ask(room, ncp_a, marking=Marking.GREEN), ncp_a, is_position=True)

    room.revise(by=ncp_a, **CLOSED)

    assert [(row, tokens(row)) for row in rows_of(room)] == [
        (row, row.audience_tokens()) for row in rows_of(room)
    ]
    assert not any("members" in tokens(row) for row in rows_of(room))
    assert tokens(Topic.objects.get(pk=held.pk)) == {
        f"named:{room.pk}-{newcomer.pk}", f"moderator:{room.pk}"
    }  # fmt: skip


def test_index_and_events_follow_at_once(room: Workspace, ncp_a: Person, officer: Person) -> None:
    fill(room, ncp_a, 2)
    label = "forums.topic"
    Entry.objects.update(is_hidden=False)
    assert Entry.objects.findable_by(as_reader(officer)).filter(object_type=label).count() == 2

    room.revise(by=ncp_a, **CLOSED)

    assert not Entry.objects.findable_by(as_reader(officer)).filter(object_type=label).exists()
    about = Event.objects.filter(object_type__startswith="forums.")
    assert {tuple(event.audience.tokens) for event in about} == {(room.token(),)}
    assert {event.marking for event in about} == {Marking.AMBER}
