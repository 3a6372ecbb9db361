"""Invitations and requests that wait: what ends them, and what they still let somebody do."""

import pytest

from directory.models import Person
from portal.desk.models import WorkItem
from tests.people import make_person
from tests.workspaces.rooms import admit, expire, make_open_room, make_room
from workspaces.looking_after import end_expired
from workspaces.models import Admission, Invitation, JoinRequest, Role, Workspace
from workspaces.requests import ask_to_join


@pytest.fixture
def owners(db: None) -> list[Person]:
    """Three people who own rooms."""
    return [make_person(f"{name} Owner") for name in ("One", "Two", "Three")]


@pytest.fixture
def member(db: None) -> Person:
    return make_person("Mia Member")


def invite(room: Workspace, person: Person, by: Person, role: int = Role.READER) -> Invitation:
    """Return an invitation that waits."""
    return Invitation.send(room, person, role=role, by=by)


def states(room: Workspace) -> set[tuple[str, str]]:
    """Return who is or was invited into a room, and what became of it."""
    return set(room.invitations.values_list("person__given_name", "state"))


def test_removed_member_does_not_walk_back_in(owners: list[Person], member: Person) -> None:
    room = make_room(*owners)
    invitation = invite(room, member, owners[0])
    admission = admit(room, member)
    again = invite(room, member, owners[0])

    admission.end(by=owners[0], why="Left.")

    assert (invitation.accept(by=member), again.accept(by=member)) == (False, False)
    assert not room.admissions.current().filter(person=member).exists()


def test_whoever_is_let_in_is_invited_no_more(owners: list[Person], member: Person) -> None:
    room = make_room(*owners)
    invite(room, member, owners[0], Role.OWNER)

    admit(room, member, by=owners[1])

    assert states(room) == {("Mia", "withdrawn")}


def test_whoever_is_let_in_asks_no_more(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    ask_to_join(room, by=officer, reason="I seal.")

    admit(room, officer, by=ncp_a)

    assert JoinRequest.objects.get().state == "withdrawn"
    assert not WorkItem.objects.standing().exists()


def test_what_a_removed_owner_offered_waits_no_more(owners: list[Person], member: Person) -> None:
    room = make_room(*owners, make_person("Four Owner"))
    first, second = owners[:2]
    invite(room, member, first, Role.OWNER)
    invite(room, make_person("Nora Next"), second)

    room.admissions.get(person=first).end(by=second, why="Left.")
    assert states(room) == {("Mia", "withdrawn"), ("Nora", "waiting")}

    room.admissions.get(person=second).change(by=owners[2], role=Role.READER)
    assert states(room) == {("Mia", "withdrawn"), ("Nora", "withdrawn")}


def test_owner_who_leaves_of_their_own_will_leaves_what_was_offered(
    owners: list[Person], member: Person
) -> None:
    room = make_room(*owners)
    invitation = invite(room, member, owners[0])

    room.admissions.get(person=owners[0]).end(by=owners[0])

    assert invitation.accept(by=member)


def test_archived_room_waits_for_nobody(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    invite(room, make_person("Mia Member"), ncp_a)
    ask_to_join(room, by=officer, reason="I seal.")

    room.archive(by=ncp_a)

    assert Workspace.objects.get().state == "archived"
    assert states(room) == {("Mia", "withdrawn")}
    assert JoinRequest.objects.get().state == "withdrawn"
    assert not WorkItem.objects.standing().exists()


def test_member_invited_again_after_their_last_day_may_answer(
    owners: list[Person], member: Person
) -> None:
    room = make_room(*owners)
    expire(admit(room, member))
    invitation = invite(room, member, owners[0])

    end_expired()

    assert invitation.accept(by=member)
    assert Admission.objects.current().filter(person=member).count() == 1


def test_whoever_joins_twice_is_in_once(ncp_a: Person, ncp_b: Person) -> None:
    room = make_open_room(ncp_a)
    admit(room, ncp_b, Role.MODERATOR)

    Admission.join(room, by=ncp_b)

    assert room.admissions.get(person=ncp_b).role == Role.MODERATOR
