"""A room changes while somebody writes, enters or is asked: what they saw of it binds nothing."""

import datetime
from typing import Any

import pytest

from directory.erasing import carry_out
from directory.models import Leaving, PartnerOrganisation, Person, Region
from portal.desk.models import WorkItem
from portal.markings.holding import change_rights
from portal.markings.models import Marking
from tests.people import as_reader, make_administration, make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import at_once, meanwhile
from tests.workspaces.rooms import make_open_room, make_room
from workspaces.models import Admission, Ending, Invitation, JoinRequest, Lesson, Role, Workspace
from workspaces.models.kinds import JOINING
from workspaces.requests import appoint, ask_to_join

pytestmark = pytest.mark.usefixtures("own_database")

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


@pytest.fixture
def people(own_database: None) -> list[Person]:  # noqa: F811 the fixture
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "e", "name_en": "E", "name_fr": "E"}
    )[0]
    home = make_administration("XR", "Raceland", region)
    return [make_person(f"{name} Race", administration=home) for name in ("Ann", "Ben", "Cy")]


def seen(room: Workspace) -> Any:
    """Return a room as another page fetched it."""
    return Workspace.objects.get(pk=room.pk)


def test_lesson_written_while_a_room_closes_is_read_by_the_room(people: list[Person]) -> None:
    room = make_open_room(*people[:2])
    page = seen(room)

    lesson = meanwhile(
        lambda: room.revise(by=people[0], joining="request"),
        lambda: Lesson.write(page, by=people[1], marking=Marking.GREEN, **TEXTS),
    )

    assert Lesson.objects.get(pk=lesson.pk).audience.tokens == [room.token()]


def test_room_that_closes_meanwhile_is_not_joined(people: list[Person]) -> None:
    room = make_open_room(*people[:2])
    page = seen(room)

    answer = meanwhile(
        lambda: room.revise(by=people[0], joining="request"),
        lambda: Admission.join(page, by=people[2]),
    )

    assert answer == "Nobody joins this workspace without being asked."
    assert not room.admissions.filter(person=people[2]).exists()


def test_room_that_closes_to_partners_meanwhile_takes_none(people: list[Person]) -> None:
    room = make_room(*people[:2], is_listed=True, is_open_to_partners=True)
    partner = make_person(
        "Paul Partner",
        partner=PartnerOrganisation.objects.create(acronym="RACE", name_en="R", name_fr="R"),
    )
    page = seen(room)

    answer = meanwhile(
        lambda: room.revise(by=people[0], is_open_to_partners=False),
        lambda: Admission.admit(page, partner, role=Role.READER, by=people[0]),
    )

    assert answer == "This workspace is not open to partner organisations."


@pytest.mark.parametrize("ask", ["invite", "request"])
def test_room_frozen_meanwhile_asks_nobody(ask: str, people: list[Person]) -> None:
    room = make_room(*people[:2], is_listed=True, joining="request")
    page = seen(room)
    acts = {
        "invite": lambda: Invitation.send(page, people[2], role=Role.READER, by=people[0]),
        "request": lambda: JoinRequest.ask(page, by=people[2], reason="Please."),
    }

    answer = meanwhile(lambda: room.freeze(by=people[0], why="Wait."), acts[ask])

    assert answer == "This workspace is read-only."


def test_room_archived_meanwhile_admits_nobody(people: list[Person]) -> None:
    room = make_room(*people[:2])
    page, later = seen(room), datetime.date(2099, 1, 1)

    answer = meanwhile(
        lambda: room.archive(by=people[0]),
        lambda: Admission.admit(page, people[2], role=Role.READER, by=people[0], until=later),
    )

    assert answer == "This workspace is archived. It stays as it is."


def test_join_pressed_twice_lets_in_once(people: list[Person]) -> None:
    room = make_open_room(*people[:2])
    pages = [seen(room), seen(room)]

    answers = at_once(*(lambda page=page: Admission.join(page, by=people[2]).pk for page in pages))

    assert answers[0] == answers[1] == room.admissions.get(person=people[2]).pk


def test_two_owners_who_answer_an_end_at_once_wait_in_one_order(people: list[Person]) -> None:
    other = make_person(
        "Dan Race", administration=make_administration("XS", "Otherland", Region.objects.get())
    )
    room = make_room(people[0], other, kind="bilateral")
    ending = Ending.propose(room, by=people[0])
    held, page = seen(room), Ending.objects.get(pk=ending.pk)

    # Who holds the room answers next; who came meanwhile holds nothing that they need.
    is_agreed = meanwhile(
        held.lock,
        lambda: page.agree(by=other),
        then=lambda: ending.decline(by=other, answer="We still write."),
    )

    assert (is_agreed, Ending.objects.get().state) == (False, "declined")
    assert seen(room).state == "active"


@pytest.fixture
def asked(people: list[Person]) -> tuple[Workspace, WorkItem]:
    """A room with a request to join of the third, and its item on the desk."""
    room = make_room(*people[:2], is_listed=True, joining="request")
    request = ask_to_join(room, by=people[2], reason="Please.")
    return room, WorkItem.objects.about(JOINING, request).get()


def held(item: WorkItem) -> None:
    """Lock an item, as a decision does first."""
    WorkItem.objects.select_for_update().get(pk=item.pk)


def leave(person: Person) -> None:
    """Let somebody leave the portal."""
    carry_out(Leaving(person=person, choice=Leaving.Choice.KEEP))


def test_request_decided_while_its_person_is_let_in_waits_in_one_order(
    people: list[Person], asked: tuple[Workspace, WorkItem]
) -> None:
    room, item = asked
    page = seen(room)

    meanwhile(
        lambda: held(item),
        lambda: Admission.admit(page, people[2], role=Role.READER, by=people[0]),
        then=lambda: item.decide("accept", by=as_reader(people[1])),
    )

    assert room.admissions.get(person=people[2], ended_at=None).role == Role.READER
    assert JoinRequest.objects.get().state == "accepted"


def test_request_decided_while_its_person_leaves_waits_in_one_order(
    people: list[Person], asked: tuple[Workspace, WorkItem]
) -> None:
    room, item = asked

    meanwhile(
        lambda: held(item),
        lambda: leave(Person.objects.get(pk=people[2].pk)),
        then=lambda: item.decide("accept", by=as_reader(people[1])),
    )

    assert JoinRequest.objects.get().state == "accepted"
    assert not room.admissions.filter(person=people[2], ended_at=None).exists()


def test_owner_is_named_while_their_rights_change_and_never_crosswise(
    people: list[Person],
) -> None:
    room = make_room(*people[:2])
    for admission in room.admissions.all():
        Admission.objects.filter(pk=admission.pk).update(ended_at=admission.since)
    page = seen(room)

    meanwhile(
        lambda: change_rights(people[2].pk),
        lambda: appoint(page, people[2], by=people[0]),
        then=seen(room).lock,
    )

    assert room.admissions.get(ended_at=None).person == people[2]
