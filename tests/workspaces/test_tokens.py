"""Who is let into a room, both ways: what somebody holds, and who holds a token."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Administration, Holding, Person, Seat
from portal.markings.models import reader_of
from portal.markings.sources import holders_of, tokens_of_many
from tests.people import as_reader, make_person, seat
from tests.workspaces.rooms import admit, expire, make_room
from workspaces.looking_after import end_expired
from workspaces.models import Role, Workspace

KINDS = ("workspace", "contributor", "moderator", "owner")


def tokens_in(room: Workspace, person: Person) -> set[str]:
    """Return what a person holds in a room, by the names of the tokens."""
    held = reader_of(as_reader(person)).tokens
    return {kind for kind in KINDS if f"{kind}:{room.pk}" in held}


def holders(token: str) -> set[str]:
    """Return the family names of whoever holds a token."""
    people = Person.objects.filter(holders_of({token}))
    return set(people.values_list("family_name", flat=True))


@pytest.mark.parametrize("role", Role)
def test_role_holds_its_token_and_those_below(role: Role, ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_b)

    admit(room, ncp_a, role)

    assert tokens_in(room, ncp_a) == set(KINDS[: role + 1])
    assert ["Arcadi" in holders(f"{kind}:{room.pk}") for kind in KINDS] == [
        rank <= role for rank in Role
    ]


def test_highest_role_of_all_ways_holds(ncp_a: Person, arcadia: Administration) -> None:
    room = make_room()
    admit(room, arcadia, Role.READER)
    admit(room, Holding.objects.get(person=ncp_a).seat, Role.MODERATOR)
    admit(room, ncp_a, Role.CONTRIBUTOR)

    assert tokens_in(room, ncp_a) == {"workspace", "contributor", "moderator"}


def test_administration_lets_its_officers_in(
    ncp_a: Person, officer: Person, ncp_b: Person, arcadia: Administration
) -> None:
    room = make_room()
    admit(room, arcadia)

    assert holders(f"contributor:{room.pk}") == {"Arcadi", "Officer"}
    assert tokens_in(room, ncp_b) == set()


def test_seat_lets_in_whoever_holds_it_today(ncp_a: Person, arcadia: Administration) -> None:
    room = make_room()
    admit(room, Holding.objects.get(person=ncp_a).seat, Role.MODERATOR)
    nina = make_person("Nina New", administration=arcadia)

    seat(nina, Seat.Kind.CONTACT_POINT, administration=arcadia)

    assert (tokens_in(room, ncp_a), tokens_in(room, nina)) == (set(), set(KINDS[:3]))
    assert holders(f"workspace:{room.pk}") == {"New"}


def test_ended_and_expired_admissions_let_nobody_in(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room()
    admit(room, ncp_a).end(by=None)
    expire(admit(room, ncp_b))

    assert (tokens_in(room, ncp_a), tokens_in(room, ncp_b)) == (set(), set())
    assert holders(f"workspace:{room.pk}") == set()


def test_rooms_are_apart(ncp_a: Person, ncp_b: Person) -> None:
    one, other = make_room(ncp_a), make_room(ncp_b, name="Scanners")

    assert (tokens_in(one, ncp_a), tokens_in(other, ncp_a)) == (set(KINDS), set())


@pytest.mark.parametrize("kind", ["suspended", "unconfirmed", "ncp_without_factor"])
def test_whoever_is_not_in_good_standing_is_in_no_room(
    kind: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(kind)
    room = make_room()
    admit(room, person, Role.OWNER)

    assert tokens_in(room, person) == set()
    assert holders(f"workspace:{room.pk}") == set()


def test_many_people_are_asked_at_once(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    room = make_room(ncp_a)
    admit(room, ncp_b)

    many = tokens_of_many([ncp_a.pk, ncp_b.pk, officer.pk])

    assert many == {
        person.pk: set(reader_of(as_reader(person)).tokens) for person in (ncp_a, ncp_b, officer)
    }


@pytest.mark.parametrize("rooms", [1, 30])
def test_rooms_cost_no_statement_of_their_own(
    rooms: int, ncp_a: Person, django_assert_num_queries: Any
) -> None:
    for number in range(rooms):
        make_room(ncp_a, name=f"Room {number}")
    person = as_reader(ncp_a)

    with CaptureQueriesContext(connection) as asked:
        tokens = reader_of(person).tokens

    assert len([token for token in tokens if token.startswith("owner:")]) == rooms
    assert len(asked) == 1


def test_reason_names_the_room_and_the_way(ncp_a: Person, arcadia: Administration) -> None:
    by_name, by_seat, by_home = (make_room(name=name) for name in ("One", "Two", "Three"))
    admit(by_name, ncp_a, Role.OWNER)
    admit(by_seat, Holding.objects.get(person=ncp_a).seat)
    admit(by_home, arcadia, Role.READER)

    reasons = {reason.token: str(reason.why) for reason in reader_of(as_reader(ncp_a)).reasons}

    assert reasons[by_name.token()].startswith("Workspace “One”: Owner since ")
    assert "by your seat “" in reasons[by_seat.token()]
    assert reasons[by_home.token()].endswith("as is all of Arcadia.")


def test_whoever_leaves_a_side_leaves_its_bilateral_room(
    ncp_a: Person, ncp_b: Person, regional_officer: Person
) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")
    assert tokens_in(room, ncp_b) == set(KINDS)

    Person.objects.get(pk=ncp_b.pk).revise(by=None, administration=ncp_a.administration)

    assert (tokens_in(room, ncp_a), tokens_in(room, ncp_b)) == (set(KINDS), set())
    assert holders(f"workspace:{room.pk}") == {"Arcadi"}
    assert [end_expired(), end_expired()] == [1, 0]
    assert room.admissions.get(person=ncp_b).ended_why == "moved"
