"""Mails of the directory itself: tried some times, lost, or come back; what the desk sees of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from directory import changing, inviting
from directory.models import DrillCall, Invitation, MoveNotice, PendingChange, Person, Seat
from directory.models.sending import ATTEMPTS
from portal.desk.models import WorkItem
from portal.notifications.models import MailSetting
from portal.notifications.tasks import read_bounces
from tests.directory.test_drills import started
from tests.notifications.samples import report
from tests.notifications.sink import Sink, listening
from tests.people import as_reader, make_person

pytestmark = pytest.mark.django_db

NEW = "ada.neue@customs.example"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that answers as it is told."""
    with listening(settings) as found:
        yield found


def moved(person: Person) -> PendingChange:
    """Return the change of an account that moved to its new address."""
    change = PendingChange.ask("email", on=person, value=NEW, by=person)
    officer = make_person("Cora Colleague")
    officer.assign_role("secretariat", by=None)
    WorkItem.objects.standing().get().decide("accept", by=officer)
    person.refresh_from_db()
    return change


def standing() -> list[tuple[str, str]]:
    """Return the kind and the row of what waits on the desk."""
    return list(WorkItem.objects.standing().values_list("kind", "subject"))


def tried(sink: Sink) -> list[str]:
    return [str(message["To"]) for message in sink.messages]


def test_each_mailbox_is_told_once_though_the_other_refuses(sink: Sink, ncp_a: Person) -> None:
    sink.refused[ncp_a.email] = "550 5.1.1 No such user"
    change = moved(ncp_a)

    assert [changing.tell_due() for _run in range(2)] == [1, 0]

    change.refresh_from_db()
    assert (tried(sink), change.told_at is not None, change.before) == ([NEW], True, "")
    # What is said of the mailbox that was left says nothing of the new one.
    assert MailSetting.of(ncp_a).hard_bounces == 0
    assert standing() == []


def test_new_mailbox_that_takes_no_mail_is_given_up_and_goes_on_the_desk(
    sink: Sink, ncp_a: Person
) -> None:
    sink.refused[NEW] = "451 4.3.0 Later"
    old = ncp_a.email
    change = moved(ncp_a)

    for _run in range(ATTEMPTS + 2):
        changing.tell_due()
        MoveNotice.objects.update(leased_until=None)

    change.refresh_from_db()
    notice = MoveNotice.objects.get(mailbox="new")
    assert (tried(sink), notice.attempts, notice.sent_at) == ([old], ATTEMPTS, None)
    assert (notice.lost_at is not None, change.told_at is not None) == (True, True)
    assert [kind for kind, _subject in standing()] == ["directory.bounce"]


@pytest.fixture
def invitation(unconfirmed: Person, secretariat: Person) -> Invitation:
    """An invitation that waits for its mail."""
    return Invitation.send_to(unconfirmed, by=secretariat)


def test_invitation_that_is_refused_for_good_is_tried_once_and_goes_on_the_desk(
    sink: Sink, invitation: Invitation
) -> None:
    sink.refused[invitation.person.email] = "550 5.1.1 No such user"

    assert [inviting.send_due() for _run in range(2)] == [0, 0]
    assert [inviting.keep_queue() for _run in range(2)] == [1, 0]

    invitation.refresh_from_db()
    assert (invitation.attempts, invitation.state) == (1, "Not delivered")
    assert standing() == [("directory.invitation", str(invitation.pk))]
    assert MailSetting.of(invitation.person).hard_bounces == 1


def test_invitation_that_nobody_used_is_sent_again_or_settled(
    invitation: Invitation, secretariat: Person, client: Client
) -> None:
    inviting.send_due()
    assert inviting.keep_queue() == 0
    Invitation.objects.update(expires_at=timezone.now())
    inviting.keep_queue()
    item = WorkItem.objects.get()
    client.force_login(secretariat)
    page = client.get(item.get_absolute_url()).content.decode()
    assert (invitation.person.email in page, "Expired" in page) == (True, True)

    item.decide("again", by=as_reader(secretariat))
    second = Invitation.objects.standing().get()
    assert second != invitation
    inviting.send_due()
    Invitation.objects.update(expires_at=timezone.now())
    assert inviting.keep_queue() == 1
    second.person.verify(by=None)
    assert inviting.keep_queue() == 1
    assert standing() == []


def test_server_that_is_away_costs_no_try(invitation: Invitation, settings: Any) -> None:
    with listening(settings) as sink:
        sink.stop()
        assert inviting.send_due() == 0
        sink.start_again()
        assert inviting.send_due() == 1
    invitation.refresh_from_db()
    assert invitation.attempts == 1


def test_mails_of_the_directory_that_come_back_count_once(
    invitation: Invitation, ncp_a: Person, secretariat: Person, tmp_path: Path, settings: Any
) -> None:
    settings.BOUNCES_URL = tmp_path.as_uri()
    inviting.send_due()
    started(secretariat)
    invitation.refresh_from_db()
    call = DrillCall.objects.get()
    sent = {str(message.extra_headers["Message-ID"]) for message in mail.outbox}
    assert sent == {f"<{row.message_id}>" for row in (invitation, call)}

    for row in (invitation, call):
        for copy in "ab":
            name = tmp_path / f"{row.pk}-{row.person_id}-{copy}.eml"
            name.write_bytes(report(row.message_id, row.person.email))
    (tmp_path / "forged.eml").write_bytes(report(call.message_id, "other@customs.example"))
    read_bounces()

    for row in (invitation, call):
        row.refresh_from_db()
        assert (row.lost_at is not None, MailSetting.of(row.person).hard_bounces) == (True, 1)
    inviting.keep_queue()
    assert standing() == [("directory.invitation", str(invitation.pk))]


def test_call_that_was_refused_is_not_answered(
    sink: Sink, ncp_a: Person, secretariat: Person
) -> None:
    sink.refused[ncp_a.email] = "550 5.1.1 No such user"
    drill = started(secretariat)
    assert drill.close(by=secretariat)
    assert Seat.objects.exclude(unreachable_since=None).count() == 1
