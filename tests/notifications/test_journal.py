"""Senders that are killed while Valkey forgets: the journal remembers what left."""

import datetime
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis

from directory.models import Person
from portal.notifications import digests, journal, sending
from portal.notifications.batches import Batch
from portal.notifications.handed import Handed
from portal.notifications.journal import Journal
from portal.notifications.mailbox import Mailbox
from portal.notifications.models import Mail, Notification
from portal.notifications.registry import Frequency
from tests.notifications.conftest import Say
from tests.notifications.sink import Sink
from tests.notifications.test_digest_faults import KilledError, Killer
from tests.notifications.test_digests import WEDNESDAY, happens, wants
from tests.notifications.test_locks import told_by_mail
from tests.people import make_person, make_role_holder
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
LONG_S = 3600.0


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of the journal, of this test alone."""
    settings.JOURNAL_FOLDER = str(tmp_path / "journal")
    return tmp_path / "journal"


@pytest.fixture(autouse=True)
def _much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a batch be one, and a file new, however slow the machine is."""
    monkeypatch.setattr(digests.Digests, "hold", 600.0)
    monkeypatch.setattr(sending.Singles, "hold", 600.0)
    monkeypatch.setattr(journal, "OLD_S", LONG_S)


@pytest.fixture
def readers(say: Say, make_work: Make) -> list[Person]:
    """Five people whose digests of two lines are due."""
    people = [wants(make_person(f"Pat N{number}"), Frequency.DAILY) for number in range(5)]
    happens(say, make_work, times=2)
    digests.plan(WEDNESDAY)
    return people


def forget() -> None:
    """Let Valkey forget all notes."""
    with Redis.from_url(django_settings.REDIS_URL) as client:
        client.flushdb()


def dies_after(mails: int, kind: type[Batch] = digests.Digests) -> None:
    """Send what is due as a worker that is killed; then Valkey forgets."""
    forget()
    with Mailbox() as mailbox:
        mailbox.open()
        with pytest.raises(KilledError):
            kind(mailbox, Killer(mails), kind.most).send()
    forget()


def left(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.exists() else []


def grow_old(folder: Path) -> None:
    """Let the files of the journal be those of long ago."""
    for path in left(folder):
        then = path.stat().st_mtime - 2 * LONG_S
        os.utime(path, (then, then))


def names(sink: Sink) -> list[str]:
    """Return the names of all mails that the server took."""
    return sorted(message["Message-ID"].strip("<>") for message in sink.messages)


def send_nothing() -> None:
    """Send while nothing is due: look around, as each run does at its end."""
    with Mailbox() as mailbox:
        mailbox.open()
        digests.Digests(mailbox, Handed(), digests.Digests.most).send()


def every_mail() -> list[str]:
    return sorted(Mail.objects.values_list("message_id", flat=True))


def test_digests_of_a_killed_sender_leave_once_though_valkey_forgot(
    readers: list[Person], sink: Sink
) -> None:
    dies_after(3)

    assert digests.send_due() == 2

    assert names(sink) == every_mail()
    assert set(Mail.objects.values_list("state", "items")) == {("sent", 2)}
    assert not Notification.objects.filter(digest=None).exists()


def test_single_mails_of_a_killed_sender_leave_once_though_valkey_forgot(
    sink: Sink, in_working_hours: None
) -> None:
    told_by_mail(5, make_role_holder("secretariat"))
    dies_after(3, sending.Singles)

    assert sending.send_due() == 2

    assert names(sink) == every_mail()
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_several_killed_senders_are_remembered(readers: list[Person], sink: Sink) -> None:
    dies_after(2)
    # The next marks nothing either: it is killed with the first mail of its own.
    dies_after(1)

    assert digests.send_due() == 2
    assert names(sink) == every_mail()


def test_a_file_goes_with_the_mark(readers: list[Person], sink: Sink, folder: Path) -> None:
    seen: list[int] = []
    sink.on_taken = lambda: seen.append(len(left(folder)))

    digests.send_due()

    # Written from the first mail on; of one batch.
    assert seen == [0, 1, 1, 1, 1]
    assert left(folder) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_left_behind_goes_once_its_mails_are_marked(
    readers: list[Person], sink: Sink, folder: Path
) -> None:
    dies_after(2)
    (path,) = left(folder)
    grow_old(folder)
    Mail.objects.update(due_at=timezone.now() + HOUR)
    # Nothing is done with: what left is not known to the database.
    send_nothing()
    assert left(folder) == [path]

    Mail.objects.update(due_at=WEDNESDAY)
    assert digests.send_due() == 3
    assert left(folder) == []


def test_file_that_was_just_written_to_stays(
    readers: list[Person], sink: Sink, folder: Path
) -> None:
    dies_after(2)
    (path,) = left(folder)

    digests.send_due()

    # Its sender may live: cut off from the database, with a mail on its way.
    assert left(folder) == [path]


def test_new_files_of_others_cost_no_statement(
    readers: list[Person], sink: Sink, folder: Path
) -> None:
    dies_after(2)
    digests.send_due()

    with CaptureQueriesContext(connection) as fresh:
        send_nothing()
    grow_old(folder)
    with CaptureQueriesContext(connection) as old:
        send_nothing()

    assert len(old) - len(fresh) == 1


# What a disk that was full, a crash of the machine or somebody's hand leaves in a file.
BROKEN = {
    "torn": lambda line: line[: len(line) // 2],
    "without its end": lambda line: line[:-2],
    "changed": lambda line: line.replace(b" ", b" 9", 1),
    "foreign": lambda line: b"Dear operator,\r\nplease water the plants.",
    "binary": lambda line: bytes(range(128, 256)),
    "of another version": lambda line: b"%08x a b=c" % crc32(b"a b=c"),
    "empty": lambda line: b"",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_line_that_cannot_be_read_is_no_note(
    readers: list[Person], sink: Sink, folder: Path, broken: Callable[[bytes], bytes]
) -> None:
    dies_after(3)
    (path,) = left(folder)
    first, *lines = path.read_bytes().strip(b"\n").split(b"\n\n")
    path.write_bytes(b"\n\n".join([broken(first), *lines]) + b"\n")

    # The others are known; that one leaves once more, under the same name.
    assert digests.send_due() == 3

    assert (len(names(sink)), sorted(set(names(sink)))) == (6, every_mail())
    assert set(Mail.objects.values_list("state", "items")) == {("sent", 2)}


def test_line_after_a_torn_one_is_read(folder: Path) -> None:
    notes = Journal()
    notes.note("one@portal.example", [1])
    (path,) = left(folder)
    path.write_bytes(path.read_bytes() + b"0badc0de two@po")
    notes.note("three@portal.example", [3, 4])

    asked = ["one@portal.example", "two@portal.example", "three@portal.example"]
    assert Journal().among(asked) == {"one@portal.example": [1], "three@portal.example": [3, 4]}


def test_unreadable_lines_are_said_of_when_their_file_goes(
    readers: list[Person], sink: Sink, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dies_after(1)
    (path,) = left(folder)
    path.write_bytes(b"Dear operator,\nplease water the plants.\n")
    grow_old(folder)

    with caplog.at_level(logging.WARNING, "portal.notifications.journal"):
        digests.send_due()

    said = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    words = "2 lines cannot be read: their mails may have been sent again."
    assert said == [f"The journal of mails {path}: {words}"]
    assert left(folder) == []


def test_file_that_cannot_be_opened_stays_and_mails_leave(
    readers: list[Person], sink: Sink, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dies_after(2)
    (path,) = left(folder)
    path.unlink()
    path.mkdir()
    grow_old(folder)

    assert digests.send_due() == 5

    assert "cannot be read (" in caplog.text
    assert left(folder) == [path]
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_notes_about_another_database_are_not_ours(
    readers: list[Person], sink: Sink, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setitem(connection.settings_dict, "HOST", "elsewhere.example.org")
        foreign = Journal()
    for name in every_mail():
        foreign.note(name, [1])
    grow_old(folder)

    assert digests.send_due() == 5
    assert len(left(folder)) == 1


def test_where_no_file_can_be_written_mails_leave_and_it_is_said_once(
    readers: list[Person], sink: Sink, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("There is a file in its place.")

    assert digests.send_due() == 5
    # Of the next sender, too.
    Handed().note("six@portal.example", [1])

    assert caplog.text.count("takes no notes") == 1
    assert names(sink) == every_mail()


def test_without_valkey_the_journal_remembers(
    readers: list[Person], sink: Sink, settings: Any
) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey"
    with Mailbox() as mailbox:
        mailbox.open()
        with pytest.raises(KilledError):
            digests.Digests(mailbox, Killer(3), digests.Digests.most).send()

    assert digests.send_due() == 2
    assert names(sink) == every_mail()


def test_mails_that_could_not_be_marked_are_remembered(folder: Path) -> None:
    handed = Handed()
    handed.note("one@portal.example", [1])
    # Its sender lives, and begins another batch.
    assert handed.among(["two@portal.example"]) == {}
    handed.note("two@portal.example", [2])
    handed.forget(["two@portal.example"])

    assert Journal().among(["one@portal.example", "two@portal.example"]) == {
        "one@portal.example": [1]
    }
