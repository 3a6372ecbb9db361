"""What mails say of rooms: a hidden one is named in none."""

from typing import Any

import pytest

from directory.models import Person
from portal.markings.models import Marking
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.lines import in_mail, lines_of
from portal.notifications.models import Event, Follow, Notification
from tests.forums.talk import ask
from tests.people import as_reader
from tests.workspaces.rooms import make_open_room, make_room
from workspaces.models import Lesson

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


def mailed(person: Person) -> list[str]:
    """Return what a mail may say to somebody."""
    dispatch_waiting()
    rows = Notification.objects.filter(person=person).select_related("event", "person")
    return [in_mail(line) for line in lines_of(list(rows.order_by("pk")), as_reader(person))]


@pytest.mark.parametrize(
    "fields", [{}, {"is_listed": True, "joining": "open"}], ids=["hidden", "listed"]
)
def test_name_of_a_hidden_room_travels_in_no_mail(
    fields: dict[str, Any], ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a, ncp_b, **fields)
    Follow.set(room.subject, by=ncp_b)
    ask(room, ncp_a, marking=Marking.GREEN)
    Lesson.write(room, by=ncp_a, marking=Marking.GREEN, **TEXTS)
    room.freeze(by=ncp_a, why="Wait.")
    room.thaw(by=ncp_a)
    Event.objects.update(due_at=room.made_at)

    lines = mailed(ncp_b)

    assert len(lines) > 2
    assert {"Seals" in line or "Which share" in line for line in lines} == {bool(fields)}


def test_room_that_is_hidden_before_its_mail_leaves_is_not_named_in_it(
    ncp_a: Person, ncp_b: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    room.freeze(by=ncp_a, why="Wait.")
    room.thaw(by=ncp_a)

    room.revise(by=ncp_a, is_listed=False, joining="invitation")

    assert set(mailed(ncp_b)) == {"Something new in “Workspaces”"}
