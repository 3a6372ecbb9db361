"""Who owns a room: counted by person, by standing and by side; and who names an owner anew."""

import pytest

from directory.models import Person
from portal.desk.models import WorkItem
from portal.refusals import Refused
from tests.people import make_person
from tests.workspaces.rooms import admit, make_room, today
from workspaces.finding import found
from workspaces.looking_after import ask_for_owners
from workspaces.models import Admission, Role, RoomRequest
from workspaces.models.owners import owners_by_room
from workspaces.requests import OWNERLESS, appoint, ask_for_room, ask_to_join

pytestmark = pytest.mark.django_db


def test_person_who_owns_in_two_ways_is_one_owner(ncp_a: Person) -> None:
    room = make_room(ncp_a)
    holding = ncp_a.holdings.get()
    admit(room, holding.seat, Role.OWNER)

    owners = owners_by_room(Admission.objects.owning())

    assert owners == {room.pk: {ncp_a.pk: ncp_a.administration_id}}
    assert ask_for_owners() == 1


def test_owner_without_rights_is_nobody_to_fall_back_on(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b)
    Person.objects.filter(pk=ncp_b.pk).update(state="suspended")

    with pytest.raises(Refused, match="two owners"):
        room.admissions.get(person=ncp_a).end(by=ncp_a)


def test_side_without_an_owner_goes_to_the_desk(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")
    admit(room, make_person("Second A", administration=ncp_a.administration), Role.OWNER)
    Person.objects.filter(pk=ncp_b.pk).update(state="suspended")

    ask_for_owners()

    assert WorkItem.objects.filter(kind=OWNERLESS, subject=str(room.pk)).standing().count() == 1


def test_last_day_puts_no_owner_out_where_too_few_stay(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b)
    first, second = (room.admissions.get(person=each) for each in (ncp_a, ncp_b))
    with pytest.raises(Refused, match="two owners"):
        first.change(by=ncp_b, role=Role.OWNER, until=today())

    third = admit(room, make_person("Third Owner"), Role.OWNER)
    assert first.change(by=ncp_b, role=Role.OWNER, until=today())
    with pytest.raises(Refused, match="two owners"):
        second.change(by=ncp_b, role=Role.OWNER, until=today(1))
    assert third.is_current


def test_one_side_puts_nobody_of_the_other_out(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")
    theirs = admit(room, make_person("Reader B", administration=ncp_b.administration))

    with pytest.raises(Refused, match="Each side"):
        theirs.end(by=ncp_a)
    assert theirs.end(by=ncp_b)


def test_secretariat_names_no_owner_of_its_own_and_none_from_outside(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a)
    admit(room, ncp_b)
    with pytest.raises(Refused, match="Somebody owns"):
        appoint(room, ncp_b, by=secretariat)

    Person.objects.filter(pk=ncp_a.pk).update(state="suspended")
    outsider = make_person("Out Sider")
    for person in (secretariat, outsider):
        with pytest.raises(Refused):
            appoint(room, person, by=secretariat)
    appoint(room, ncp_b, by=secretariat)

    assert room.admissions.get(person=ncp_b).role == Role.OWNER


def test_request_taken_back_leaves_the_desk(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    request = ask_to_join(room, by=ncp_b, reason="I seal.")

    assert [request.withdraw(by=ncp_b), request.withdraw(by=ncp_b)] == [True, False]

    assert WorkItem.objects.get().outcome == "withdrawn"


def test_request_accepted_late_lowers_nobody(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    request = ask_to_join(room, by=ncp_b, reason="I seal.")
    admit(room, ncp_b, Role.MODERATOR)

    assert not request.accept(by=ncp_a)

    assert room.admissions.get(person=ncp_b).role == Role.MODERATOR


def test_owner_to_be_decides_no_request_for_the_room(ncp_a: Person, secretariat: Person) -> None:
    ask_for_room(by=ncp_a, second_owner=secretariat, kind="standing", name="Two", purpose="P",
                 reason="R")  # fmt: skip

    with pytest.raises(Refused, match="colleague"):
        RoomRequest.objects.get().grant(by=secretariat)


def test_frozen_room_lets_nobody_in_and_keeps_its_name(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    request = ask_to_join(room, by=ncp_b, reason="I seal.")
    room.freeze(by=ncp_a, why="Wait.")

    for act in (lambda: request.accept(by=ncp_a), lambda: room.revise(by=ncp_a, name="Other")):
        with pytest.raises(Refused, match="frozen"):
            act()


def test_hidden_address_is_confirmed_to_nobody(ncp_a: Person, ncp_b: Person) -> None:
    line = ncp_b.email
    assert found([line], ncp_a) == {line: [ncp_b]}

    Person.objects.filter(pk=ncp_b.pk).update(email_visibility=Person.Visibility.SECRETARIAT)

    assert found([line, ncp_b.name], ncp_a) == {line: [], ncp_b.name: [ncp_b]}
