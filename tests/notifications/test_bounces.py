"""Reports of mails that came back: real shapes, broken ones, huge ones and forged ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from directory.models import Person
from portal.needs import standing_of
from portal.notifications import bounces
from portal.notifications.models import Mail, MailSetting
from portal.notifications.models.mail import message_id, without_addresses
from portal.notifications.tasks import read_bounces
from tests.notifications.samples import ILL_FORMED, SHAPES, report

type Send = Callable[[str], Mail]


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """Return the folder in which reports are found."""
    settings.BOUNCES_URL = tmp_path.as_uri()
    return tmp_path


@pytest.fixture
def sent(ncp_a: Person) -> Send:
    """Return a way to have sent a mail to the contact point."""

    def send(name: str, **fields: Any) -> Mail:
        day = timezone.now().date() - timezone.timedelta(days=Mail.objects.count())
        values = {"state": Mail.State.SENT, "sent_at": timezone.now()} | fields
        return Mail.objects.create(
            person=ncp_a, kind="daily", period=day, message_id=message_id(name), **values
        )

    return send


def put(place: Path, *reports: bytes) -> None:
    for n, text in enumerate(reports):
        (place / f"{n:04}.eml").write_bytes(text)


def state_of(mail: Mail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.error


def names(place: Path) -> dict[str, int]:
    """Return how many files lie where."""
    found = {"": [path for path in place.iterdir() if path.is_file()]}
    found |= {path.name: list(path.iterdir()) for path in place.iterdir() if path.is_dir()}
    return {name: len(files) for name, files in found.items() if files}


@pytest.mark.parametrize("shape", SHAPES)
def test_report_of_each_kind_of_server_is_read(
    place: Path, sent: Send, ncp_a: Person, shape: str
) -> None:
    mail, other = sent("one"), sent("two")
    put(place, SHAPES[shape](mail.message_id, ncp_a.email))

    assert read_bounces() == 1

    assert state_of(mail) == ("bounced", "failed 5.1.1")
    assert state_of(other) == ("sent", "")
    assert names(place) == {"done": 1}
    assert MailSetting.of(ncp_a).hard_bounces == 1


@pytest.mark.parametrize("sample", ILL_FORMED)
def test_ill_formed_report_is_put_aside_and_blocks_no_other(
    place: Path, sent: Send, ncp_a: Person, sample: str
) -> None:
    mail, other = sent("one"), sent("two")
    put(
        place,
        ILL_FORMED[sample](mail.message_id, ncp_a.email),
        report(other.message_id, ncp_a.email),
    )

    assert read_bounces() == 1

    assert state_of(mail) == ("sent", "")
    assert state_of(other)[0] == "bounced"
    assert names(place) == {"done": 1, "unread": 1}


def test_two_hard_bounces_make_an_address_unreachable(
    place: Path, sent: Send, ncp_a: Person
) -> None:
    mails = [sent("one"), sent("two")]
    put(place, report(mails[0].message_id, ncp_a.email))
    read_bounces()
    once = MailSetting.of(ncp_a).unreachable_since
    put(place, report(mails[1].message_id, ncp_a.email))
    read_bounces()

    assert once is None
    assert MailSetting.of(ncp_a).unreachable_since is not None
    assert "Mail to your address comes back" in {due.title for due in standing_of(ncp_a).due}


def test_same_report_again_counts_once(place: Path, sent: Send, ncp_a: Person) -> None:
    mail = sent("one")
    put(place, *[report(mail.message_id, ncp_a.email)] * 3)

    assert read_bounces() == 3
    assert MailSetting.of(ncp_a).hard_bounces == 1


def test_delay_is_noted_and_counts_for_nothing(place: Path, sent: Send, ncp_a: Person) -> None:
    mail = sent("one")
    put(place, report(mail.message_id, ncp_a.email, action="delayed", status="4.4.1"))

    read_bounces()

    assert state_of(mail) == ("sent", "delayed 4.4.1")
    assert MailSetting.of(ncp_a).hard_bounces == 0


# For now; a full mailbox, a mail that is too long, what it holds, who sends it.
@pytest.mark.parametrize("status", ["4.2.2", "5.2.2", "5.3.4", "5.6.1", "5.7.1", "5.7.133"])
def test_failure_that_does_not_blame_the_address_does_not_count_as_hard(
    place: Path, sent: Send, ncp_a: Person, status: str
) -> None:
    mail = sent("one")
    put(place, report(mail.message_id, ncp_a.email, status=status))

    read_bounces()

    assert state_of(mail) == ("bounced", f"failed {status}")
    assert MailSetting.of(ncp_a).hard_bounces == 0


def test_forged_report_touches_nobody(
    place: Path, sent: Send, ncp_a: Person, ncp_b: Person
) -> None:
    mail = sent("one")
    put(
        place,
        # A mail that we never sent, the right person; another's address.
        report(message_id("made up"), ncp_a.email),
        report(mail.message_id, ncp_b.email),
        report(mail.message_id, "everybody@customs.example"),
    )

    assert read_bounces() == 0

    assert state_of(mail)[0] == "sent"
    assert MailSetting.objects.count() == 0
    assert names(place) == {"unread": 3}


def test_report_that_comes_before_its_mail_is_marked_is_read_later(
    place: Path, sent: Send, ncp_a: Person
) -> None:
    leaving = sent("due", state=Mail.State.DUE, sent_at=None)
    put(place, report(leaving.message_id, ncp_a.email), report(sent("one").message_id, ncp_a.email))

    assert read_bounces() == 1
    assert names(place) == {"": 1, "done": 1}
    Mail.objects.filter(pk=leaving.pk).update(state=Mail.State.SENT, sent_at=timezone.now())

    assert read_bounces() == 1
    assert state_of(leaving)[0] == "bounced"
    assert names(place) == {"done": 2}


def test_name_of_a_mail_cannot_be_guessed(settings: Any) -> None:
    first = message_id("17|2026-11-22|daily")
    settings.SECRET_KEY = "another" * 10

    assert first != message_id("17|2026-11-22|daily")


def test_maildir_and_mbox_are_read_and_emptied(place: Path, sent: Send, ncp_a: Person) -> None:
    mails = [sent("one"), sent("two"), sent("three")]
    for name in ("new", "cur", "tmp"):
        (place / name).mkdir()
    first, *rest = [report(mail.message_id, ncp_a.email) for mail in mails]
    put(place / "new", first)
    line = b"From MAILER-DAEMON Sun Nov 22 02:00:00 2026\n"
    (place / "cur" / "box").write_bytes(b"".join(line + each + b"\n" for each in rest))
    (place / "tmp" / "arriving").write_bytes(b"Half")

    assert read_bounces() == 2
    assert [state_of(mail)[0] for mail in mails] == ["bounced"] * 3
    assert names(place) == {"done": 2, "tmp": 1}


def test_reading_stops_in_time_and_goes_on_later(place: Path, sent: Send, ncp_a: Person) -> None:
    mail = sent("one")
    put(place, *[report(mail.message_id, ncp_a.email)] * 2)

    assert bounces.read_folder(place, seconds=-1) == {"done": 0, "unread": 0}
    assert bounces.read_folder(place) == {"done": 2, "unread": 0}


def test_without_a_folder_nothing_is_read(settings: Any, tmp_path: Path) -> None:
    settings.BOUNCES_URL = ""
    assert read_bounces() == 0
    settings.BOUNCES_URL = (tmp_path / "away").as_uri()
    assert read_bounces() == 0
    settings.BOUNCES_URL = "imap://mail.example.org"
    with pytest.raises(ImproperlyConfigured, match="file:///var/mail"):
        read_bounces()


def test_links_in_the_folder_are_not_followed(place: Path, tmp_path_factory: Any) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("Not ours")
    (place / "link").symlink_to(secret)

    assert bounces.read_folder(place) == {"done": 0, "unread": 0}
    assert secret.exists()


def test_what_a_server_said_is_kept_without_addresses() -> None:
    said = "550 5.1.1 <ada@customs.example>: user ada@customs.example unknown"

    assert without_addresses(said) == "550 5.1.1 …: user … unknown"
    assert len(without_addresses("x" * 100_000)) == 300
