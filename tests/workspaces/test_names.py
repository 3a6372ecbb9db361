"""What a hidden room is called: whoever is outside it hears nothing of it any more."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Readable
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.lines import lines_of
from portal.notifications.models import Notification
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, expire, make_open_room, make_room, today
from workspaces.leaving import sections
from workspaces.models import Admission, Invitation, JoinRequest, Role, Workspace
from workspaces.requests import ask_to_join

LATER = "Operation Nightfall"


@pytest.fixture
def owners(db: None) -> list[Person]:
    """Three people who own rooms."""
    return [make_person(f"{name} Owner") for name in ("One", "Two", "Three")]


@pytest.fixture
def guest(db: None) -> Person:
    return make_person("Gus Guest")


def rename(room: Workspace, by: Person, **fields: object) -> None:
    """Give a room another name, which is no longer everybody's to know."""
    Workspace.objects.get(pk=room.pk).revise(by=by, name=LATER, **fields)


def inbox(person: Person) -> list[str]:
    """Return the sentences that somebody reads in their inbox."""
    dispatch_waiting()
    rows = Notification.objects.filter(person=person).select_related("event", "person")
    return [line.sentence for line in lines_of(list(rows.order_by("pk")), as_reader(person))]


def own_copy(person: Person) -> str:
    """Return what the workspaces give somebody of what they keep of them."""
    return str([section.rows for section in sections(as_reader(person))])


def reads(row: Readable, person: Person) -> bool:
    """Return whether somebody reads a row as it is stored."""
    return type(row)._default_manager.get(pk=row.pk).is_readable_by(as_reader(person))


@pytest.mark.parametrize("answer", ["decline", "withdraw", "lapse"])
def test_answered_invitation_shows_the_room_no_more(
    answer: str, owners: list[Person], guest: Person, client: Client
) -> None:
    room = make_room(*owners)
    invitation = Invitation.send(room, guest, role=Role.READER, by=owners[0])
    client.force_login(guest)
    assert client.get(invitation.get_absolute_url()).status_code == 200
    assert inbox(guest) == ["You are invited into the workspace “Seals”"]
    acts = {
        "decline": lambda: invitation.decline(by=guest),
        "withdraw": lambda: invitation.withdraw(by=owners[0]),
        "lapse": invitation.lapse,
    }

    assert acts[answer]()
    rename(room, owners[0])

    assert client.get(invitation.get_absolute_url()).status_code == 404
    assert (inbox(guest), reads(invitation, guest)) == ([], False)
    assert "Seals" not in own_copy(guest)
    assert LATER not in own_copy(guest)


def test_invitation_past_its_day_shows_nothing_before_anybody_ends_it(
    owners: list[Person], guest: Person, client: Client
) -> None:
    invitation = Invitation.send(make_room(*owners), guest, role=Role.READER, by=owners[0])
    Invitation.objects.update(expires_at=invitation.invited_on)
    client.force_login(guest)

    assert client.get(invitation.get_absolute_url()).status_code == 404
    assert "Seals" not in client.get("/en/workspaces/").text


def test_accepted_invitation_stays_for_a_member(
    owners: list[Person], guest: Person, client: Client
) -> None:
    invitation = Invitation.send(make_room(*owners), guest, role=Role.READER, by=owners[0])
    client.force_login(guest)
    for _press in range(2):
        answer = client.post(invitation.get_absolute_url(), {"answer": "accept"})
        assert answer.status_code == 302

    assert client.get(invitation.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("end", ["end", "lapse"])
def test_former_member_knows_the_room_as_it_was_called(
    end: str, owners: list[Person], guest: Person
) -> None:
    room = make_room(*owners)
    admission = admit(room, guest, until=today())
    if end == "end":
        admission.end(by=owners[0], why="Left.")
    else:
        expire(admission)
        Admission.objects.get(pk=admission.pk).lapse()

    rename(room, owners[0])

    assert LATER not in " ".join(inbox(guest))
    assert inbox(guest)[0] == "You are let into the workspace “Seals”"
    assert "Seals" in own_copy(guest)
    assert LATER not in own_copy(guest)


def test_whoever_asked_knows_the_room_as_it_was_called(
    ncp_a: Person, ncp_b: Person, officer: Person, client: Client
) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    ask_to_join(room, by=officer, reason="I seal.")
    rename(room, ncp_a, is_listed=False, joining="invitation")
    client.force_login(officer)

    page = client.get("/en/workspaces/").text
    JoinRequest.objects.get().refuse(by=ncp_a, reason="Full.")

    assert "Seals" in page
    assert inbox(officer) == ["Your request to join the workspace “Seals” is refused: Full."]
    assert LATER not in page + own_copy(officer)


def test_moderators_alone_read_what_became_of_an_invitation(
    owners: list[Person], guest: Person
) -> None:
    room = make_room(*owners)
    member = make_person("Mia Member")
    admit(room, member)
    invitation = Invitation.send(room, guest, role=Role.READER, by=owners[0])
    kept = [Invitation.objects.kept_by(as_reader(each)).exists() for each in (owners[1], member)]
    assert kept == [True, False]

    invitation.decline(by=guest)

    assert [reads(invitation, each) for each in (owners[1], member, guest)] == [True, False, False]


@pytest.mark.parametrize("name", ["workspace_detail", "listed_list"])
def test_why_and_by_whom_a_room_is_frozen_is_for_its_members(
    name: str, ncp_a: Person, ncp_b: Person, officer: Person, client: Client
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    room.freeze(by=ncp_a, why="We suspect Mr X.")
    address = reverse(f"workspaces:{name}", args=[room.public_id][: name != "listed_list"])
    seen = {}
    for reader in (ncp_b, officer):
        client.force_login(reader)
        page = client.get(address).text
        seen[reader.given_name] = "suspect" in page or ncp_a.name in page.partition("</h1>")[2]

    assert seen == {"Boris": name == "workspace_detail", "Olga": False}
