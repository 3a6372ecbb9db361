"""Digests while something dies or is away: nothing is lost, and nothing is said twice."""

import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from redis import Redis

from directory.models import Person
from portal.notifications import digests
from portal.notifications.batches import WITHOUT_NOTES, certainly
from portal.notifications.handed import Handed
from portal.notifications.mailbox import Mailbox
from portal.notifications.models import Mail, Notification
from portal.notifications.registry import Frequency
from tests.notifications.conftest import Say
from tests.notifications.sink import Sink
from tests.notifications.test_digests import WEDNESDAY, happens, wants
from tests.people import make_person
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


class KilledError(BaseException):
    """Ends a worker as a signal does: nothing catches it."""


class Killer(Handed):
    """Ends the worker once so many mails have left; before that Valkey may forget."""

    def __init__(self, mails: int, *, forgets_at: int = 0) -> None:
        super().__init__()
        self.left, self.forgets_at = mails, forgets_at

    def note(self, message_id: str, lines: Any) -> None:
        if self.left == self.forgets_at:
            _without_notes()
        super().note(message_id, lines)
        self.left -= 1
        if not self.left:
            raise KilledError


@pytest.fixture
def reader(ncp_a: Person) -> Person:
    """Somebody who gets the daily digest."""
    return wants(ncp_a, Frequency.DAILY)


@pytest.fixture
def readers() -> list[Person]:
    """Five people who get the daily digest."""
    people = [make_person(f"Pat N{number}") for number in range(5)]
    return [wants(person, Frequency.DAILY) for person in people]


@pytest.fixture(autouse=True)
def _begin_without_notes() -> None:
    """Another test may have noted mails of the same names."""
    _without_notes()


def _without_notes() -> None:
    with Redis.from_url(django_settings.REDIS_URL) as client:
        client.flushdb()


def send_and_die_after(mails: int, *, forgets_at: int = 0) -> None:
    """Send what is due as a worker does that is killed."""
    with Mailbox() as mailbox:
        mailbox.open()
        batch = digests.Digests(mailbox, Killer(mails, forgets_at=forgets_at), digests.Digests.most)
        with pytest.raises(KilledError):
            batch.send()


def carried() -> dict[int, int | None]:
    return dict(Notification.objects.values_list("pk", "digest"))


def test_killed_batch_is_gone_on_with_where_it_was(
    say: Say, make_work: Make, readers: list[Person], sink: Sink
) -> None:
    happens(say, make_work, times=2)
    digests.plan(WEDNESDAY)

    send_and_die_after(3)
    assert set(Mail.objects.values_list("state", flat=True)) == {"due"}
    assert digests.send_due() == 2

    names = [message["Message-ID"].strip("<>") for message in sink.messages]
    assert sorted(names) == sorted(Mail.objects.values_list("message_id", flat=True))
    assert set(Mail.objects.values_list("state", "items")) == {("sent", 2)}
    assert None not in carried().values()


def test_what_happens_after_a_mail_left_is_not_taken_for_mailed(
    say: Say,
    make_work: Make,
    reader: Person,
    sink: Sink,
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    send_and_die_after(1)
    before = set(carried())
    happens(say, make_work, at="2026-11-18T08:06Z")

    assert digests.send_due() == 0

    assert {line for line, digest in carried().items() if digest} == before
    assert digests.plan(WEDNESDAY + DAY) == 1


@pytest.mark.parametrize("url", ["unix:///nowhere/valkey", "redis://127.0.0.1:1"])
def test_without_any_notes_a_killed_batch_repeats_with_the_same_names(
    say: Say, make_work: Make, readers: list[Person], sink: Sink, settings: Any, url: str
) -> None:
    settings.REDIS_URL = url
    settings.JOURNAL_FOLDER = "/dev/null/journal"
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    send_and_die_after(2)

    assert digests.send_due() == 5

    names = [message["Message-ID"] for message in sink.messages]
    assert (len(names), len(set(names))) == (7, 5)


def test_notes_that_valkey_forgot_are_written_again(
    say: Say, make_work: Make, readers: list[Person], sink: Sink
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)

    send_and_die_after(4, forgets_at=2)

    assert digests.send_due() == 1
    assert len({message["Message-ID"] for message in sink.messages}) == len(sink.messages) == 5


def test_notes_that_valkey_forgot_are_written_again_while_the_database_is_away() -> None:
    handed, found = Handed(), []
    handed.note("one@portal.example", [1])

    def mark() -> None:
        with Redis.from_url(django_settings.REDIS_URL) as client:
            found.append(client.keys("handed:*"))
            client.flushdb()
        if len(found) < 3:
            raise OperationalError("The database is away.")

    assert certainly(mark, handed)
    assert found == [[b"handed:one@portal.example"]] * 3


def test_without_valkey_few_mails_leave_between_two_marks(
    say: Say, make_work: Make, readers: list[Person], sink: Sink, settings: Any
) -> None:
    for number in range(3):
        readers.append(wants(make_person(f"Lee N{number}"), Frequency.DAILY))
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    settings.REDIS_URL = "redis://127.0.0.1:1"
    with Mailbox() as mailbox:
        mailbox.open()
        digests.Digests(mailbox, Handed(), digests.Digests.most).send()

    assert len(sink.messages) == Mail.objects.filter(state="sent").count() == WITHOUT_NOTES
    assert digests.send_due() == 3


def test_notes_are_dropped_once_the_mails_are_marked(
    say: Say, make_work: Make, readers: list[Person], sink: Sink
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)

    digests.send_due()

    with Redis.from_url(django_settings.REDIS_URL) as client:
        assert client.keys("handed:*") == []


def test_digest_that_waits_for_the_mail_server_carries_what_comes_meanwhile(
    say: Say,
    make_work: Make,
    reader: Person,
    sink: Sink,
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    sink.stop()
    assert digests.send_due() == 0
    happens(say, make_work, at="2026-11-18T20:00Z")

    assert digests.plan(WEDNESDAY + DAY) == 0
    sink.start_again()
    Mail.objects.update(due_at=WEDNESDAY)
    assert digests.send_due() == 1

    assert [mail.items for mail in Mail.objects.all()] == [2]
    assert digests.plan(WEDNESDAY + DAY) == 0


def test_two_digests_of_one_person_say_everything_once(
    say: Say,
    make_work: Make,
    reader: Person,
    sink: Sink,
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    # It failed for good; the Secretariat tries again when the next is due, too.
    Mail.objects.update(state=Mail.State.DEAD)
    digests.plan(WEDNESDAY + DAY)
    Mail.objects.update(state=Mail.State.DUE)

    assert digests.send_due() == 1

    assert sorted(Mail.objects.values_list("state", flat=True)) == ["empty", "sent"]
    assert len(sink.messages) == 1


def test_what_is_told_while_a_digest_is_read_waits_for_the_next(
    say: Say, make_work: Make, reader: Person, sink: Sink
) -> None:
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    before = set(carried())
    moments = iter([True])

    def tells_after(execute: Any, sql: str, *rest: Any) -> Any:
        """Let something be told right after the lines of the digest were found."""
        done = execute(sql, *rest)
        if "hashtext" in sql and next(moments, False):
            happens(say, make_work, at="2026-11-18T08:06Z")
        return done

    with connection.execute_wrapper(tells_after):
        assert digests.send_due() == 1

    assert len(carried()) == 2
    assert {line for line, digest in carried().items() if digest} == before
    assert [mail.items for mail in Mail.objects.all()] == [1]
