"""Who is asked into a hidden room knows of it while they may answer; nobody counts them."""

import pytest
from django.test import Client

from directory.models import Person
from portal.markings.models import Audience, Marking, reader_of
from portal.markings.sources import holders_of
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Admission, Invitation, Lesson, Role, Workspace

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


def invite(room: Workspace, person: Person, by: Person) -> Invitation:
    """Return an invitation that waits."""
    return Invitation.send(room, person, role=Role.READER, by=by)


def knows(room: Workspace, person: Person) -> tuple[bool, bool]:
    """Return whether somebody holds the token of the invited, and is found by it."""
    found = Person.objects.filter(holders_of({room.invited}), pk=person.pk)
    return room.invited in reader_of(as_reader(person)).tokens, found.exists()


def test_invited_hold_a_token_until_they_answer(
    room: Workspace, ncp_a: Person, officer: Person
) -> None:
    assert knows(room, officer) == (False, False)

    invitation = invite(room, officer, ncp_a)
    assert knows(room, officer) == (True, True)

    invitation.decline(by=officer)
    assert knows(room, officer) == (False, False)


def test_invitation_past_its_day_gives_nothing(
    room: Workspace, ncp_a: Person, officer: Person
) -> None:
    invitation = invite(room, officer, ncp_a)

    Invitation.objects.update(expires_at=invitation.invited_on)

    assert knows(room, officer) == (False, False)
    assert not Workspace.objects.readable_by(as_reader(officer)).exists()


def test_many_invitations_and_admissions_make_no_audience_of_the_room(
    room: Workspace, ncp_a: Person
) -> None:
    people = [make_person(f"Guest Number{number}") for number in "abcd"]
    for person in people:
        invite(room, person, ncp_a).accept(by=person)
    member = reader_of(as_reader(people[0]))
    before = len(member.audience_ids)

    for number in "efghij":
        person = make_person(f"Guest Number{number}")
        invitation = invite(room, person, ncp_a)
        if number in "efg":
            invitation.accept(by=person)
        else:
            invitation.decline(by=person)
    for admission in Admission.objects.filter(person__in=people[1:]):
        admission.end(by=ncp_a)

    assert len(reader_of(as_reader(people[0])).audience_ids) == before
    assert set(Audience.objects.get(pk=Workspace.objects.get().audience_id).tokens) == {
        room.token(), room.invited
    }  # fmt: skip


def test_nobody_reads_how_many_are_invited(
    room: Workspace, ncp_a: Person, officer: Person, client: Client
) -> None:
    for person in (officer, make_person("Ida Invited"), make_person("Ivo Invited")):
        invite(room, person, ncp_a)
    for reader in (ncp_a, officer):
        client.force_login(reader)
        page = client.get(f"/en/why/workspace/{room.public_id}/")
        assert page.status_code == 200
        assert "by name" not in page.text
        assert "Whoever is invited into it" in page.text


def test_label_of_a_room_is_for_its_members(ncp_a: Person, officer: Person, client: Client) -> None:
    room = make_open_room(ncp_a)
    Lesson.write(room, by=ncp_a, marking=Marking.AMBER, **TEXTS)
    seen = {}
    for reader in (ncp_a, officer):
        client.force_login(reader)
        page = client.get(f"/en/why/workspace/{room.public_id}/").text
        seen[reader.given_name] = "tlp-amber" in page

    assert seen == {"Ada": True, "Olga": False}


def test_invited_read_their_own_invitation_alone(
    room: Workspace, ncp_a: Person, officer: Person
) -> None:
    mine, other = invite(room, officer, ncp_a), invite(room, make_person("Ida Invited"), ncp_a)
    admit(room, make_person("Mia Member"))

    rows = Invitation.objects.readable_by(as_reader(officer))

    assert (set(rows), mine == other) == ({mine}, False)
