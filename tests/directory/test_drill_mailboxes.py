"""Tests of contact to the mailbox of an office, and its mails that come back."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory import drilling, forgetting
from directory.models import Administration, Drill, DrillCall, PendingChange, Person, Seat
from directory.models.seat import BOUNCE, MAILBOX
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.tasks import read_bounces
from tests.directory.test_drills import CODE, started
from tests.notifications.samples import report
from tests.people import make_person, seat

pytestmark = pytest.mark.django_db
OFFICE = "smart@arcadia.example"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture(name="point")
def _point(ncp_a: Person) -> Seat:
    """The seat of A, with a mailbox of the office."""
    Seat.objects.update(mailbox=OFFICE)
    return Seat.objects.get()


def to_office() -> Any:
    """Return the last mail to the office."""
    return [each for each in mail.outbox if each.to == [OFFICE]][-1]


def own(point: Seat) -> Seat:
    """Return the seat as it is kept now."""
    return Seat.objects.get(pk=point.pk)


def lost(point: Seat) -> tuple[bool, bool, bool]:
    """Return whether the seat, its holder and its mailbox count as lost."""
    now = own(point)
    return (
        now.unreachable_since is not None,
        now.holder_lost_since is not None,
        now.mailbox_lost_since is not None,
    )


def come_back(drill: Drill, folder: Path) -> None:
    """Let the mail to the office come back for good."""
    call = drill.calls.get(person=None)
    (folder / f"{call.pk}.eml").write_bytes(report(call.message_id, OFFICE))
    read_bounces()


def test_office_and_holder_each_get_a_code_of_their_own(
    point: Seat, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(language="fr")
    drill = started(secretariat)

    assert sorted(each.to[0] for each in mail.outbox) == sorted([ncp_a.email, ncp_b.email, OFFICE])
    codes = {CODE.search(each.body)[1] for each in mail.outbox}  # type: ignore[index]
    assert len(codes) == 3
    with translation.override("fr"):
        assert str(point) in to_office().body
    assert {call.address for call in drill.calls.all()} == {ncp_a.email, ncp_b.email, OFFICE}


def test_mailbox_is_called_once_however_many_seats_have_it(
    point: Seat, secretariat: Person, arcadia: Administration, ncp_b: Person
) -> None:
    deputy = make_person("Dora Deputy", administration=arcadia)
    seat(deputy, "deputy", administration=arcadia)
    seats = Seat.objects.filter(administration=arcadia)
    seats.update(mailbox=OFFICE)
    # An office whose mailbox is the address of its holder gets one mail.
    Seat.objects.exclude(administration=arcadia).update(mailbox=ncp_b.email)

    drill = started(secretariat)

    assert [call.seat for call in drill.calls.filter(person=None)] == [point]
    drill.close(by=secretariat)
    assert list(seats.exclude(mailbox_lost_since=None).order_by("pk")) == list(seats.order_by("pk"))


def test_code_of_the_office_answers_for_the_mailbox_alone(
    point: Seat, ncp_a: Person, secretariat: Person
) -> None:
    started(secretariat).close(by=secretariat)
    assert lost(point) == (True, True, True)
    drill = started(secretariat)
    found = CODE.search(to_office().body)
    assert found

    Client().post(reverse("directory:drill_answer"), {"code": found[1]})

    call = drill.calls.get(person=None)
    assert (call.way, call.answered_at is not None) == ("code", True)
    assert drill.calls.get(person=ncp_a).answered_at is None
    assert lost(point) == (True, True, False)
    assert WorkItem.objects.get(kind=BOUNCE).state == "open"
    event = Event.objects.get(verb="directory.answer_drill")
    assert (event.actor_id, event.object_id) == (None, drill.pk)


def test_holder_who_answers_does_not_speak_for_the_mailbox(
    point: Seat, ncp_a: Person, secretariat: Person, client: Client
) -> None:
    drill = started(secretariat)
    drill.calls.get(person=ncp_a).answer(way="button")
    client.force_login(ncp_a)
    assert "answered signed in" in client.get(reverse("directory:drill_mine")).content.decode()
    office = drill.calls.get(person=None)
    assert client.post(reverse("directory:drill_confirm", args=[office.pk])).status_code == 404

    drill.close(by=secretariat)

    assert lost(point) == (True, False, True)
    client.force_login(secretariat)
    page = client.get(WorkItem.objects.get(kind=BOUNCE).get_absolute_url()).content.decode()
    assert "a test of contact to the mailbox of the office was not answered" in page
    assert ": a test of contact was not answered" not in page
    assert f"{point.get_absolute_url()}#h-mailbox" in page
    assert reverse("directory:address_ask", args=[ncp_a.public_id]) not in page
    assert "Mailbox of the office</a>" in client.get(drill.get_absolute_url()).content.decode()


def test_mailbox_is_lost_when_two_mails_come_back(
    point: Seat, ncp_a: Person, secretariat: Person, tmp_path: Path, settings: Any
) -> None:
    settings.BOUNCES_URL = tmp_path.as_uri()
    for number in (1, 2):
        drill = started(secretariat)
        drill.calls.get(person=ncp_a).answer(way="button")
        come_back(drill, tmp_path)
        assert own(point).mailbox_bounces == number
        assert lost(point) == (number == 2, False, number == 2)

    steps = list(point.steps.filter(kind="unreachable").values_list("why", flat=True))
    assert steps == ["mailbox"]
    verbs = Event.objects.filter(verb="directory.bounce_mailbox").order_by("pk")
    assert [each.detail["unreachable"] for each in verbs] == [False, True]
    assert WorkItem.objects.get(kind=BOUNCE).state == "open"


def test_report_of_an_address_that_the_office_left_says_nothing_of_the_new_one(
    point: Seat, secretariat: Person, tmp_path: Path, settings: Any
) -> None:
    settings.BOUNCES_URL = tmp_path.as_uri()
    drill = started(secretariat)
    Seat.objects.update(mailbox="new@arcadia.example")

    come_back(drill, tmp_path)
    drill.close(by=secretariat)

    assert drill.calls.get(person=None).lost_at is not None
    assert (own(point).mailbox_bounces, lost(point)) == (0, (True, True, False))


def test_call_to_a_mailbox_that_was_changed_is_not_sent(point: Seat, secretariat: Person) -> None:
    drill = Drill.start(
        drilling.called(seats=[], regions=[], administrations=[]), by=secretariat, days=7,
        once=uuid.uuid4(), name="Spring",
    )  # fmt: skip
    Seat.objects.update(mailbox="new@arcadia.example")

    drilling.work()

    assert [each.to for each in mail.outbox if each.to != [point.holdings.get().person.email]] == []
    drill.close(by=secretariat)
    assert lost(point)[2] is False


@pytest.mark.parametrize("is_held", [True, False])
def test_another_mailbox_starts_anew(
    point: Seat, ncp_a: Person, secretariat: Person, is_held: bool
) -> None:
    point.note_unreachable(MAILBOX, why="mailbox", by=None)
    Seat.objects.update(mailbox_bounces=2)
    point.refresh_from_db()

    if is_held:
        change = PendingChange.ask("mailbox", on=point, value="new@arcadia.example", by=secretariat)
        assert change.accept(by=make_person("Cora Colleague"))
    else:
        ncp_a.holdings.get().end(by=secretariat)
        ncp_a.holdings.update(until="2020-01-01T00:00Z")
        assert own(point).set_mailbox("new@arcadia.example", by=secretariat)

    now = own(point)
    assert (now.mailbox, now.mailbox_bounces) == ("new@arcadia.example", 0)
    assert lost(point) == (False, False, False)
    assert WorkItem.objects.get(kind=BOUNCE).outcome == "reachable"


def test_successor_takes_over_a_mailbox_that_fails(
    point: Seat, secretariat: Person, arcadia: Administration
) -> None:
    started(secretariat).close(by=secretariat)

    seat(make_person("Nora Next", administration=arcadia), "contact-point", administration=arcadia)

    assert lost(point) == (True, False, True)
    item = WorkItem.objects.get(kind=BOUNCE)
    assert item.state == "open"
    item.decide("works", by=secretariat, reason="They read it again.")
    assert lost(point) == (False, False, False)


def test_address_of_whoever_is_forgotten_leaves_the_calls(
    point: Seat, secretariat: Person, officer: Person
) -> None:
    Seat.objects.update(mailbox=officer.email, mailbox_bounces=1)
    drill = started(secretariat)
    drill.close(by=secretariat)

    forgetting.drop(officer)

    call = DrillCall.objects.get(person=None)
    assert (call.mailbox, call.code_digest, own(point).mailbox) == ("", "", "")
    assert lost(point) == (True, True, False)


def test_preview_counts_the_mailboxes(point: Seat, secretariat: Person, client: Client) -> None:
    client.force_login(secretariat)
    page = client.get(reverse("directory:drill_add"), {"name": "Spring", "days": 7})
    assert (page.context["number"], page.context["mailboxes"]) == (1, 1)
    assert "1 mailbox of an office is called, too." in page.content.decode()


@pytest.fixture(name="shared")
def _shared(point: Seat, ncp_b: Person) -> Seat:
    """The seat of A, whose mailbox is the address of the holder of another seat."""
    Seat.objects.filter(pk=point.pk).update(mailbox=ncp_b.email)
    return point


def test_call_of_a_person_is_that_of_the_mailbox_with_their_address(
    shared: Seat, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    drill = started(secretariat)
    called = [each.to[0] for each in mail.outbox if each.to != [OFFICE]]
    assert sorted(called) == sorted([ncp_a.email, ncp_b.email])
    drill.calls.get(person=ncp_a).answer(way="button")

    drill.close(by=secretariat)

    assert lost(shared) == (True, False, True)


@pytest.mark.parametrize(("way", "is_lost"), [("code", False), ("button", True)])
def test_code_of_a_person_answers_for_the_mailbox_with_their_address(
    shared: Seat, ncp_b: Person, secretariat: Person, way: str, is_lost: bool
) -> None:
    started(secretariat).close(by=secretariat)
    assert lost(shared) == (True, True, True)

    assert started(secretariat).calls.get(person=ncp_b).answer(way=way)

    assert lost(shared) == (True, True, is_lost)


def test_mail_to_a_person_that_comes_back_counts_for_the_mailbox_with_their_address(
    shared: Seat, ncp_b: Person, secretariat: Person, tmp_path: Path, settings: Any
) -> None:
    settings.BOUNCES_URL = tmp_path.as_uri()
    call = started(secretariat).calls.get(person=ncp_b)
    (tmp_path / "back.eml").write_bytes(report(call.message_id, ncp_b.email))

    read_bounces()

    assert own(shared).mailbox_bounces == 1
