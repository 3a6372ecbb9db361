"""What workspaces tell, and to whom: nobody hears of a room who may not know of it."""

import datetime

from django.test import Client
from django.urls import reverse

from directory.models import Holding, Person
from portal.desk.models import WorkItem
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.lines import sentence_of
from portal.notifications.models import Event, Follow, Notification
from portal.notifications.registry import notifiable
from tests.people import make_person
from tests.workspaces.rooms import admit, make_room, today
from workspaces.attesting import attest
from workspaces.looking_after import ask_for_attestation, ask_for_owners
from workspaces.models import Invitation, Lesson, Role, Workspace
from workspaces.requests import UNATTESTED, ask_for_room, ask_to_join

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


def told() -> dict[str, list[str]]:
    """Return the sentences of rooms that were told since the last look, by who reads them."""
    dispatch_waiting()
    lines: dict[str, list[str]] = {}
    for line in Notification.objects.select_related("event", "person").order_by("event", "pk"):
        event = line.event
        if event.verb.startswith("workspaces."):
            known = notifiable(event.object_type)
            assert known is not None
            row = known.model._base_manager.get(pk=event.object_id)
            lines.setdefault(line.person.given_name, []).append(sentence_of(event, row))
    Notification.objects.all().delete()
    Event.objects.all().delete()
    return lines


def test_admissions_are_told_to_whom_they_let_in(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_room(ncp_a, by=ncp_a)
    mine = admit(room, ncp_b, by=ncp_a)
    admit(room, Holding.objects.get(person=ncp_a).seat, by=ncp_a)
    admit(room, officer, by=ncp_a)
    assert told() == {
        "Boris": ["You are let into the workspace “Seals”"],
        "Olga": ["You are let into the workspace “Seals”"],
    }

    mine.change(by=ncp_a, role=Role.READER)
    mine.end(by=ncp_a, why="Moved.")

    assert told() == {
        "Boris": [
            "You have another role in the workspace “Seals”",
            "You are no longer in the workspace “Seals”",
        ]
    }


def test_invitations_are_told_to_both(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    room = make_room(ncp_a)
    yes = Invitation.send(room, ncp_b, role=Role.READER, by=ncp_a)
    no = Invitation.send(room, officer, role=Role.READER, by=ncp_a)
    invited = ["You are invited into the workspace “Seals”"]
    assert told() == {"Boris": invited, "Olga": invited}

    yes.accept(by=ncp_b)
    no.decline(by=officer, reason="I left trade.")

    assert told() == {
        "Ada": [
            "Boris Bordur accepts the invitation into the workspace “Seals”",
            "Olga Officer declines the invitation into the workspace “Seals”: I left trade.",
        ]
    }


def test_withdrawn_invitation_into_a_hidden_room_names_it_no_more(
    ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a)
    Invitation.send(room, ncp_b, role=Role.READER, by=ncp_a).withdraw(by=ncp_a)

    assert not Workspace.objects.readable_by(ncp_b).exists()


def test_what_happens_to_a_room_is_told_inside(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b)
    outsider = make_person("Otto Outside", administration=ncp_b.administration)
    Follow.set(room.subject, by=ncp_b)
    room.freeze(by=ncp_a, why="Wait.")
    room.thaw(by=ncp_a)
    Lesson.write(room, by=ncp_a, marking="amber", **TEXTS)
    Event.objects.update(due_at=room.made_at)
    room.archive(by=ncp_a)

    assert told() == {
        "Boris": [
            "The workspace “Seals” is frozen: everybody reads, nobody writes",
            "Members write again in the workspace “Seals”",
            "What was learned in the workspace “Seals” is written",
            "The workspace “Seals” is archived",
        ]
    }
    assert not Workspace.objects.readable_by(outsider).exists()


def test_requests_are_answered_with_a_reason(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    asked = ask_to_join(room, by=ncp_b, reason="I seal.")
    asked.refuse(by=ncp_a, reason="Full.")
    wanted = {"kind": "standing", "purpose": "P", "reason": "R", "second_owner": ncp_a}
    ask_for_room(by=ncp_b, name="One", **wanted).refuse(by=secretariat, reason="There is one.")
    ask_for_room(by=ncp_b, name="Two", **wanted).grant(by=secretariat)

    assert told() == {
        "Boris": [
            "Your request to join the workspace “Seals” is refused: Full.",
            "The workspace “One”, which you asked for, is not opened: There is one.",
            "The workspace “Two”, which you asked for, is open",
        ],
        "Ada": ["You are let into the workspace “Two”"],
    }


def test_owners_are_asked_for_what_is_due(ncp_a: Person, officer: Person) -> None:
    room = make_room(ncp_a)
    admit(room, officer, Role.MODERATOR)
    told()
    Workspace.objects.update(attest_by=today())

    ask_for_attestation()
    ask_for_owners()

    short = "The workspace “Seals” has fewer than two owners: name another"
    assert told() == {
        "Ada": ["Say who still belongs to the workspace “Seals”", short],
        "Olga": [short],
    }


def days_past(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def test_owners_who_do_not_attest_are_reminded_and_the_secretariat_is_told(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    told()
    Workspace.objects.update(attest_by=days_past(20), attest_asked=days_past(20))
    late = "Nobody has said yet who still belongs to the workspace “Seals”"

    assert [ask_for_attestation(), ask_for_attestation()] == [1, 0]
    assert told() == {"Ada": [late], "Boris": [late]}
    assert not WorkItem.objects.filter(kind=UNATTESTED).exists()

    Workspace.objects.update(attest_by=days_past(40), attest_asked=days_past(20))
    assert [ask_for_attestation(), ask_for_attestation()] == [2, 0]
    item = WorkItem.objects.get(kind=UNATTESTED)
    assert (item.title, told()) == ("Seals", {"Ada": [late], "Boris": [late]})

    # Done with, it does not come back for the same day.
    item.decide("write", by=secretariat)
    assert ask_for_attestation() == 0
    Workspace.objects.update(attest_by=days_past(50), attest_asked=today())
    assert ask_for_attestation() == 1

    rows = list(room.admissions.current())
    assert attest(Workspace.objects.get(), rows, {}, by=ncp_a) == []
    assert not WorkItem.objects.filter(kind=UNATTESTED).standing().exists()
    assert ask_for_attestation() == 0


def test_owners_hear_what_an_attestation_decided(
    ncp_a: Person, ncp_b: Person, officer: Person, partner: Person
) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True, is_open_to_partners=True)
    gone, longer = admit(room, officer), admit(room, partner)
    told()
    answers = {gone.public_id: "remove", longer.public_id: "extend", "until": today()}

    attest(Workspace.objects.get(), [gone, longer], answers, by=ncp_a)

    assert told() == {
        "Olga": ["You are no longer in the workspace “Seals”"],
        "Boris": [
            "The members of the workspace “Seals” are attested."
            " Removed: 1, given another last day: 1"
        ],
    }


def test_members_read_that_the_list_is_not_attested(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True)
    admit(room, officer)
    words, page = "The list of members is not attested", {}
    link = reverse("workspaces:attestation", args=[room.public_id])
    Workspace.objects.update(attest_by=days_past(1))

    for person in (ncp_a, officer, secretariat):
        client.force_login(person)
        html = client.get(room.get_absolute_url()).content.decode()
        page[person] = (words in html, f'{link}">Attest the members</a>' in html)
    assert list(page.values()) == [(True, True), (True, False), (False, False)]

    Workspace.objects.update(attest_by=today() + datetime.timedelta(days=1))
    assert words not in client.get(room.get_absolute_url()).content.decode()
