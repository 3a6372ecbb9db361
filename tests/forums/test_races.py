"""Somebody writes while the room closes or is frozen: the room as it is then says who reads it."""

from collections.abc import Callable
from typing import Any

import pytest

from directory.models import Person, Region
from forums.models import Post, Topic
from portal.markings.models import Marking
from tests.forums.talk import answer, ask
from tests.people import make_administration, make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import meanwhile
from tests.workspaces.rooms import make_open_room
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def owner(own_database: None) -> Person:  # noqa: F811 the fixture
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "e", "name_en": "E", "name_fr": "E"}
    )[0]
    return make_person("Ann Race", administration=make_administration("XR", "Raceland", region))


@pytest.fixture
def room(owner: Person) -> Workspace:
    return make_open_room(owner)


def hide(room: Workspace, by: Person) -> None:
    """Let nobody but its members know of a room any more."""
    room.revise(by=by, is_listed=False, joining="invitation")


def freeze(room: Workspace, by: Person) -> None:
    """Let nobody write in a room."""
    room.freeze(by=by, why="Wait.")


def writings(room: Workspace, owner: Person) -> dict[str, Callable[[], Any]]:
    """Return what somebody sends from a page that was open before."""
    page = Workspace.objects.get(pk=room.pk)
    topic = ask(page, owner, marking=Marking.GREEN)
    replied = Topic.objects.select_related("workspace").get(pk=topic.pk)
    edited = Post.objects.select_related("workspace", "topic__workspace").get(topic=topic)
    return {
        "topic": lambda: ask(page, owner, title="Late", marking=Marking.GREEN),
        "reply": lambda: answer(replied, owner),
        "edit": lambda: edited.edit(by=owner, source="Other.", language="en", seen=0),
    }


@pytest.mark.parametrize("write", ["topic", "reply", "edit"])
def test_what_is_written_while_a_room_hides_is_read_by_the_room(
    write: str, room: Workspace, owner: Person
) -> None:
    act = writings(room, owner)[write]

    meanwhile(lambda: hide(room, owner), act)

    rows = [*Topic.objects.all(), *Post.objects.all()]
    assert {tuple(row.audience.tokens) for row in rows} == {(room.token(),)}
    assert len(rows) == {"topic": 4, "reply": 3, "edit": 2}[write]


@pytest.mark.parametrize("write", ["topic", "reply", "edit"])
def test_nobody_writes_in_a_room_frozen_meanwhile(
    write: str, room: Workspace, owner: Person
) -> None:
    act = writings(room, owner)[write]
    before = (Topic.objects.count(), Post.objects.count())

    refused = meanwhile(lambda: freeze(room, owner), act)

    assert refused == "This workspace is read-only."
    assert (Topic.objects.count(), Post.objects.count()) == before
    assert not Post.objects.filter(source="Other.").exists()
