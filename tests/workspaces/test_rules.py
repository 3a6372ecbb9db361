"""Who may leave, who may enter, who freezes, and what a room needs before it is archived."""

import pytest
from django.db import IntegrityError, transaction

from directory.models import Administration, Holding, PartnerOrganisation, Person
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.markings.models import Marking
from portal.refusals import Refused
from tests.people import make_person
from tests.workspaces.rooms import admit, expire, make_room, today
from workspaces.attesting import attest
from workspaces.looking_after import ask_for_attestation, ask_for_owners, end_expired
from workspaces.models import Admission, Invitation, Lesson, Role, RoomRequest, Workspace
from workspaces.requests import OWNERLESS, appoint, ask_for_room, ask_to_join

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


@pytest.fixture
def three(db: None) -> list[Person]:
    """Three people who own rooms."""
    return [make_person(f"{name} Owner") for name in ("One", "Two", "Three")]


def test_two_owners_stay(three: list[Person]) -> None:
    room = make_room(*three)
    first, second, _third = room.admissions.order_by("pk")

    assert first.end(by=three[0])
    with pytest.raises(Refused, match="two owners"):
        second.end(by=three[1])
    with pytest.raises(Refused, match="two owners"):
        second.change(by=three[1], role=Role.READER)

    assert room.admissions.owning().count() == 2


def test_owner_who_cannot_act_does_not_count(three: list[Person]) -> None:
    room = make_room(*three)
    three[2].suspend(by=None, reason="Left.")

    with pytest.raises(Refused):
        room.admissions.get(person=three[0]).end(by=three[0])


def test_each_side_keeps_an_owner(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")
    with pytest.raises(Refused, match=r"[Ss]ide"):
        room.admissions.get(person=ncp_b).end(by=ncp_b)

    admit(room, officer, Role.OWNER)

    assert room.admissions.get(person=ncp_a).end(by=ncp_a)
    with pytest.raises(Refused, match=r"[Ss]ide"):
        room.admissions.get(person=officer).end(by=officer)


def test_only_the_two_sides_enter_a_bilateral_room(
    ncp_a: Person, ncp_b: Person, regional_officer: Person
) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")

    with pytest.raises(Refused, match="sides"):
        admit(room, regional_officer)


def test_side_that_froze_it_opens_it_again(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b, kind="bilateral")

    assert room.freeze(by=ncp_b, why="Wait.")
    assert not room.freeze(by=ncp_a, why="Too.")
    with pytest.raises(Refused, match=r"[Ss]ide"):
        room.thaw(by=ncp_a)
    with pytest.raises(Refused, match=r"[Ss]ide"):
        room.archive(by=ncp_a)
    assert (room.is_writable, room.thaw(by=ncp_b), room.is_writable) == (False, True, True)


def test_partner_enters_only_where_it_is_open_to_them(ncp_a: Person, partner: Person) -> None:
    closed = make_room(ncp_a)
    opened = make_room(ncp_a, name="Open", is_listed=True, is_open_to_partners=True)

    with pytest.raises(Refused, match="partner"):
        Invitation.send(closed, partner, role=Role.READER, by=ncp_a)
    assert Invitation.send(opened, partner, role=Role.READER, by=ncp_a)
    assert PartnerOrganisation.objects.exists()


def test_administration_contributes_at_most(ncp_a: Person, borduria: Administration) -> None:
    room = make_room(ncp_a)

    with pytest.raises(Refused):
        admit(room, borduria, Role.MODERATOR)
    admit(room, borduria, Role.CONTRIBUTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        room.admissions.filter(administration=borduria).update(role=Role.OWNER)


def test_mission_room_needs_its_lesson(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b, kind="mission")
    with pytest.raises(Refused, match="learned"):
        room.archive(by=ncp_a)

    Lesson.write(room, by=ncp_a, marking=Marking.AMBER, **TEXTS)

    assert room.archive(by=ncp_a)
    with pytest.raises(Refused, match="archived"):
        admit(room, make_person("Late Comer"))
    with pytest.raises(Refused, match="archived"):
        Lesson.write(room, by=ncp_a, marking=Marking.AMBER, **TEXTS)


def test_room_past_its_last_day_is_read_only(ncp_a: Person) -> None:
    room = make_room(ncp_a, kind="mission")
    assert room.is_writable

    yesterday = today(-1)
    room.revise(by=ncp_a, starts_on=yesterday, ends_on=yesterday)

    assert (room.is_over, room.is_writable) == (True, False)


def test_member_admitted_again_has_one_admission(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    admit(room, ncp_b, Role.READER)
    admit(room, ncp_b, Role.MODERATOR)
    room.admissions.get(person=ncp_b).end(by=ncp_a)
    admit(room, ncp_b)

    assert list(room.admissions.filter(person=ncp_b).values_list("role", flat=True)) == [2, 1]
    assert room.admissions.current().filter(person=ncp_b).get().role == Role.CONTRIBUTOR


def test_invitation_is_answered_once(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    invitation = Invitation.send(room, ncp_b, role=Role.CONTRIBUTOR, by=ncp_a)
    assert Invitation.send(room, ncp_b, role=Role.READER, by=ncp_a) == invitation

    assert [invitation.accept(by=ncp_b), invitation.accept(by=ncp_b)] == [True, False]
    assert invitation.decline(by=ncp_b) is False
    assert room.admissions.get(person=ncp_b).role == Role.CONTRIBUTOR


def test_what_expired_is_ended_once(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    expire(admit(room, ncp_b))
    invitation = Invitation.send(room, ncp_b, role=Role.READER, by=ncp_a)
    Invitation.objects.update(expires_at=invitation.invited_on)

    assert [end_expired(), end_expired()] == [2, 0]
    assert room.admissions.get(person=ncp_b).ended_why == "expired"
    assert Invitation.objects.get().state == "expired"
    event = Event.objects.get(verb="workspaces.lapse_invitation")
    assert (event.actor_id, event.object_id) == (None, room.pk)
    assert event.detail == {"person_id": ncp_b.pk}


def test_moderators_then_the_secretariat_are_asked_for_owners(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    room = make_room()
    for holding in Holding.objects.current():
        admit(room, holding.seat, Role.OWNER)
    assert ask_for_owners() == 0

    Holding.objects.current().get(person=ncp_a).end(by=None)
    assert [ask_for_owners(), ask_for_owners()] == [1, 0]
    assert not WorkItem.objects.filter(kind=OWNERLESS).exists()

    Holding.objects.current().get(person=ncp_b).end(by=None)
    ask_for_owners()
    assert WorkItem.objects.filter(kind=OWNERLESS).standing().exists()

    appoint(Workspace.objects.get(), ncp_a, by=secretariat)
    admit(room, ncp_b, Role.OWNER)
    assert ask_for_owners() == 1
    assert Workspace.objects.get().short_since is None
    assert not WorkItem.objects.filter(kind=OWNERLESS).standing().exists()


def test_owners_are_asked_once_to_attest_and_answer_on_one_page(three: list[Person]) -> None:
    room = make_room(*three)
    member = admit(room, make_person("Mia Member"))
    Workspace.objects.update(attest_by=today())
    assert [ask_for_attestation(), ask_for_attestation()] == [1, 0]

    rows = list(Admission.objects.current().order_by("pk"))
    answers = {rows[0].public_id: "remove", rows[1].public_id: "remove",
               member.public_id: "extend", "until": today()}  # fmt: skip
    refused = attest(room, rows, answers, by=three[2])

    assert len(refused) == 1
    assert room.admissions.current().count() == 3
    assert room.admissions.get(pk=member.pk).until == today()
    assert Workspace.objects.get().attest_by == today()

    assert attest(room, [rows[2]], {}, by=three[2]) == []
    assert Workspace.objects.get().attest_by > today(180)


def test_request_to_join_is_decided_on_the_desk(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    request = ask_to_join(room, by=ncp_b, reason="I seal.")
    item = WorkItem.objects.get()
    assert item.audience.tokens == [f"moderator:{room.pk}"]

    item.decide("accept", by=ncp_a)

    request.refresh_from_db()
    assert (request.state, request.answered_by) == ("accepted", ncp_a)
    assert room.admissions.get(person=ncp_b).role == Role.CONTRIBUTOR


def test_request_for_a_room_opens_it_with_two_owners(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    request = ask_for_room(by=ncp_a, second_owner=ncp_b, kind="bilateral", name="Two",
                           purpose="P", reason="R")  # fmt: skip

    WorkItem.objects.get().decide("grant", by=secretariat, reason="Needed.")

    request = RoomRequest.objects.get()
    assert request.workspace is not None
    owners = request.workspace.admissions.filter(role=Role.OWNER).values_list("person", flat=True)
    assert set(owners) == {ncp_a.pk, ncp_b.pk}
    assert request.workspace.sides == {ncp_a.administration_id, ncp_b.administration_id}


def test_bilateral_room_needs_two_administrations(ncp_a: Person, officer: Person) -> None:
    with pytest.raises(Refused, match="two sides"):
        ask_for_room(by=ncp_a, second_owner=officer, kind="bilateral", name="T", purpose="P",
                     reason="R")  # fmt: skip


def test_room_with_partners_stays_open_to_them(ncp_a: Person, partner: Person) -> None:
    room = make_room(ncp_a, is_listed=True, is_open_to_partners=True)
    admission = admit(room, partner)

    with pytest.raises(Refused, match="Partner"):
        room.revise(by=ncp_a, is_open_to_partners=False)
    admission.end(by=ncp_a)
    room.revise(by=ncp_a, is_open_to_partners=False)

    assert not room.is_open_to_partners
