"""Single mails: what they say, who is spared, and what a mail server does to them."""

import datetime
import re
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Person
from portal.markings.models import Marking
from portal.notifications import sending, stopping
from portal.notifications.handed import Handed
from portal.notifications.mailbox import Mailbox
from portal.notifications.models import Follow, Mail, MailSetting, Preference
from portal.notifications.models.mail import TRIES
from portal.notifications.registry import Frequency
from portal.taxonomy.models import Technology
from tests.notifications.conftest import Say, follow
from tests.notifications.sink import Sink
from tests.people import make_person
from tests.research.conftest import Make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_working_hours")]


def said(message: EmailMessage) -> str:
    """Return everything a mail says, headers included."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


def states() -> dict[str, str]:
    return {mail.person.email: mail.state for mail in Mail.objects.select_related("person")}


def test_mail_says_what_happened_and_how_to_stop_it(
    sink: Sink, say: Say, make_work: Make, drones: Technology, ncp_a: Person
) -> None:
    follow(ncp_a)
    say(make_work("Drones at the border"))

    assert sending.send_due() == 1

    (message,) = sink.to(ncp_a)
    assert "Drones at the border" in message["Subject"]
    mail = Mail.objects.get()
    assert message["Message-ID"] == f"<{mail.message_id}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<library.localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://localhost/u/")
    assert message["In-Reply-To"] == message["References"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "You follow Drones" in said(message)
    assert "<img" not in said(message)
    assert len(message.as_bytes()) < 30_000
    assert (mail.state, mail.sent_at is not None) == ("sent", True)
    assert sending.send_due() == 0


def test_mail_speaks_french_to_who_reads_french(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(language="fr")
    follow(ncp_a)
    say(make_work(title_fr="Drones à la frontière"))

    sending.send_due()

    (message,) = sink.to(ncp_a)
    assert (message["Content-Language"], "Drones à la frontière" in message["Subject"]) == (
        "fr", True,
    )  # fmt: skip
    assert "/fr/" in said(message)
    assert "/en/" not in said(message)


def test_text_only_mail_has_one_part(sink: Sink, say: Say, make_work: Make, ncp_a: Person) -> None:
    MailSetting.objects.create(person=ncp_a, is_text_only=True)
    follow(ncp_a)
    say(make_work())

    sending.send_due()

    assert [message.get_content_type() for message in sink.to(ncp_a)] == ["text/plain"]


@pytest.mark.parametrize("marking", [Marking.AMBER, Marking.AMBER_STRICT])
def test_restricted_title_travels_in_no_mail(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person, marking: Marking
) -> None:
    follow(ncp_a)
    say(make_work("Canary title", abstract="Canary text", marking=marking))

    sending.send_due()

    (message,) = sink.to(ncp_a)
    assert "Something new in “Library”" in message["Subject"]
    assert "Canary" not in said(message)
    # Nor what is followed: the addresses that stop a mail can be read by whoever holds it.
    token = re.search(r"/u/([^/]+)/", message["List-Unsubscribe"])
    assert token
    assert stopping.read(token[1]) == stopping.Stop(ncp_a.public_id, "kind:library", "")


def test_red_row_travels_in_no_mail_though_it_was_marked_later(
    sink: Sink, say: Say, make_work: Make, editor: Person, ncp_a: Person
) -> None:
    follow(ncp_a)
    work = make_work()
    say(work)
    work.grant(ncp_a, by=None)
    work.revise(by=editor, marking=Marking.RED)

    assert sending.send_due() == 0

    assert states() == {ncp_a.email: "empty"}


def test_mail_is_not_sent_once_the_right_is_gone(
    sink: Sink, say: Say, make_work: Make, editor: Person, ncp_a: Person, ncp_b: Person
) -> None:
    people = [make_person("Sus Pended"), make_person("Stopped Now"), make_person("No More")]
    suspended, stopped, no_more = people
    for person in (ncp_b, *people):
        follow(person)
    work = make_work()
    say(work)
    work.revise(by=editor, marking=Marking.AMBER, administration=ncp_a.administration)
    other = make_work()
    say(other)

    suspended.suspend(by=editor, reason="Left.")
    MailSetting.change(by=stopped, is_stopped=True)
    Preference.objects.create(person=no_more, kind="library", frequency=Frequency.PORTAL)
    sending.send_due()

    assert {
        (mail.person, mail.event.object_id == other.pk): mail.state
        for mail in Mail.objects.select_related("person", "event")
    } == {
        (ncp_b, False): "empty",
        (ncp_b, True): "sent",
        (suspended, False): "empty",
        (suspended, True): "empty",
        (stopped, False): "stopped",
        (stopped, True): "stopped",
        (no_more, False): "stopped",
        (no_more, True): "stopped",
    }
    assert [message["To"] for message in sink.messages] == [ncp_b.email]


def test_quiet_hours_put_a_mail_off_until_the_morning(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    # It is 23:00 in Auckland.
    Person.objects.filter(pk=ncp_a.pk).update(zone="Pacific/Auckland")
    follow(ncp_a)
    say(make_work())

    assert sending.send_due() == 0

    mail = Mail.objects.get()
    morning = datetime.datetime(2026, 11, 18, 18, 0, tzinfo=datetime.UTC)
    assert (mail.state, mail.due_at, mail.tries) == ("due", morning, 0)


def test_required_mail_comes_at_night_and_cannot_be_stopped(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(zone="Pacific/Auckland")
    MailSetting.objects.create(person=ncp_a, is_stopped=True)
    say(make_work(), kind="account", people=[ncp_a.pk], subjects=[])

    assert sending.send_due() == 1

    (message,) = sink.to(ncp_a)
    assert message["List-Unsubscribe"] is None
    assert "Stop these mails" not in message.as_string()


def test_zone_that_no_longer_exists_is_utc(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(zone="Mars/Olympus")
    follow(ncp_a)
    say(make_work())

    assert sending.send_due() == 1


def test_title_with_breaks_and_overrides_makes_one_header(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    follow(ncp_a)
    say(make_work("Line\r\nBcc: all@example.org\u202egnp.exe\u2066"))

    sending.send_due()

    (message,) = sink.to(ncp_a)
    assert message["Bcc"] is None
    assert "Line Bcc: all@example.orggnp.exe" in message["Subject"]


def test_subject_in_any_language_arrives_as_it_was_written(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    title = "Les « scellés électroniques » — 電子シール, пломбы" + ", œuvre été" * 12
    follow(ncp_a)
    say(make_work(title))

    sending.send_due()

    (message,) = sink.to(ncp_a)
    assert " ".join(message["Subject"].split()) == (
        f"New in the library: “{' '.join(title.split())}”"
    )


def test_refused_address_is_a_bounce_and_keeps_nobody_waiting(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person, ncp_b: Person, partner: Person
) -> None:
    for person in (ncp_a, ncp_b, partner):
        follow(person)
    sink.refused = {ncp_a.email: "550 5.1.1 No such person", partner.email: "450 Try later"}
    say(make_work())

    assert sending.send_due() == 1

    assert states() == {ncp_a.email: "dead", ncp_b.email: "sent", partner.email: "due"}
    assert MailSetting.of(ncp_a).hard_bounces == 1
    later = Mail.objects.get(person=partner)
    assert (later.tries, later.error) == (1, "450 Try later")
    assert later.due_at > timezone.now()


def test_refusal_that_does_not_blame_the_address_is_no_bounce(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    follow(ncp_a)
    sink.refused = {ncp_a.email: "550 5.7.1 Relaying denied"}
    say(make_work())

    sending.send_due()

    assert states() == {ncp_a.email: "dead"}
    assert MailSetting.of(ncp_a).hard_bounces == 0


def test_server_that_takes_nothing_from_us_costs_no_mail_a_try(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person, ncp_b: Person
) -> None:
    follow(ncp_a)
    follow(ncp_b)
    sink.barred = "530 5.7.0 Sign in first"
    say(make_work())

    assert sending.send_due() == 0
    assert set(Mail.objects.values_list("state", "tries")) == {("due", 0)}

    sink.barred = ""
    Mail.objects.update(due_at=timezone.now())
    assert sending.send_due() == 2


def test_poisoned_mail_becomes_a_dead_letter(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person, ncp_b: Person
) -> None:
    follow(ncp_a)
    follow(ncp_b)
    sink.rejected = {ncp_a.email: "451 Not now"}
    say(make_work())

    for _try in range(TRIES + 2):
        sending.send_due()
        Mail.objects.update(due_at=timezone.now())

    assert states() == {ncp_a.email: "dead", ncp_b.email: "sent"}
    assert Mail.objects.get(person=ncp_a).tries == TRIES
    assert len(sink.messages) == 1


def test_server_that_hangs_on_one_mail_delivers_the_others(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person, ncp_b: Person
) -> None:
    follow(ncp_a)
    follow(ncp_b)
    sink.silent = {ncp_a.email}
    say(make_work())

    sending.send_due(seconds=60)

    assert states() == {ncp_a.email: "due", ncp_b.email: "sent"}


def test_server_that_is_away_costs_no_mail_a_try(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    follow(ncp_a)
    say(make_work())
    sink.stop()

    assert sending.send_due() == 0

    mail = Mail.objects.get()
    assert (mail.state, mail.tries) == ("due", 0)

    sink.start_again()
    Mail.objects.update(due_at=timezone.now())
    assert sending.send_due() == 1


def test_many_mails_share_one_connection_and_the_statements_of_one(
    sink: Sink, say: Say, make_work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine takes longer than a batch may.
    monkeypatch.setattr(sending.Singles, "hold", 60)
    counts = []
    for place, people in enumerate([1, 1, 12]):
        Follow.objects.all().delete()
        for number in range(people):
            follow(make_person(f"Pat N{place}x{number}", factor=False))
        say(make_work())
        before = sink.connections
        with CaptureQueriesContext(connection) as asked:
            assert sending.send_due() == people
        counts.append((len(asked), sink.connections - before))

    # The first reads what a process keeps.
    assert counts[1] == counts[2]
    assert counts[2][0] <= 20
    assert counts[2][1] == 1


class KilledError(BaseException):
    """Ends a worker as a signal does: nothing catches it."""


class Killer(Handed):
    """Ends the worker right after the server took a mail."""

    def note(self, message_id: str, lines: Any) -> None:
        super().note(message_id, lines)
        raise KilledError


def test_mail_that_left_before_its_worker_was_killed_is_only_marked(
    sink: Sink, say: Say, make_work: Make, drones: Technology, ncp_a: Person
) -> None:
    follow(ncp_a)
    say(make_work("Drones at the border"))
    with Mailbox() as mailbox:
        mailbox.open()
        batch = sending.Singles(mailbox, Killer(), 1)
        with pytest.raises(KilledError):
            batch.send()

    assert sending.send_due() == 0

    assert len(sink.to(ncp_a)) == 1
    assert states() == {ncp_a.email: Mail.State.SENT}


def test_note_of_another_event_with_the_same_number_stops_nothing(
    sink: Sink, say: Say, make_work: Make, drones: Technology, ncp_a: Person
) -> None:
    follow(ncp_a)
    say(make_work("Drones at the border"))
    Handed().note(Mail.objects.get().message_id, [1])

    assert sending.send_due() == 1
    assert len(sink.to(ncp_a)) == 1


def test_required_mail_waits_until_the_address_works_again(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    say(make_work(), people=[ncp_a.pk], subjects=[])
    MailSetting.objects.create(person=ncp_a, unreachable_since=timezone.now())
    say(make_work(), people=[ncp_a.pk], subjects=[], kind="account")

    assert sending.send_due() == 0
    assert set(Mail.objects.values_list("state", flat=True)) == {"unreachable"}
    MailSetting.reachable_again(person=ncp_a, by=ncp_a)

    # What was said meanwhile and need not be said stays in the inbox.
    assert sending.send_due() == 1
    assert set(Mail.objects.values_list("event__kind", "state")) == {
        ("library", "unreachable"),
        ("account", "sent"),
    }
