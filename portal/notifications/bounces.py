"""Mails that came back: reports of mail servers (RFC 3464), read from a folder.

Anybody may write to the address that bounces go to, so a report counts only if it names a mail
that we sent, by its Message-ID, and the person we sent it to; and each mail counts once.
"""

import logging
import mailbox
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, transaction

from portal.notifications.mailbox import blames_address
from portal.notifications.models import Mail, MailSetting
from portal.notifications.registry import tell_returned

logger = logging.getLogger(__name__)

# A report is some kilobytes; of the mail that came back behind it, the headers are enough.
MOST_BYTES = 250_000
# Parts in parts cost their depth for each line.
MOST_PARTS = 40
MOST_RECIPIENTS = 20
MOST_MESSAGES = 1000
READ, NOT_READ = "done", "unread"


class EarlyError(Exception):
    """The mail is on its way still: its report came before it was marked as sent."""


MESSAGE_ID = re.compile(r"<([0-9A-Za-z.+_-]{1,100}@[0-9A-Za-z.-]{1,255})>")
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass
class Report:
    """What a mail server says of one mail to one address."""

    recipients: set[str]
    action: str
    status: str
    # Every name of the mail that the report gives.
    message_ids: set[str] = field(default_factory=set)

    @property
    def is_hard(self) -> bool:
        """Whether the address itself failed for good."""
        is_final = self.action == "failed" and self.status.startswith("5")
        return is_final and blames_address(self.status)


def folder() -> Path | None:
    """Return the folder that the settings name, if they do."""
    if not settings.BOUNCES_URL:
        return None
    parts = urlsplit(settings.BOUNCES_URL)
    if parts.scheme != "file" or not parts.path.startswith("/"):
        raise ImproperlyConfigured(
            f"BOUNCES_URL is {settings.BOUNCES_URL!r}. Set it to a folder, such as"
            " file:///var/mail/portal-bounces, or leave it out."
        )
    return Path(unquote(parts.path))


def read_folder(place: Path, *, seconds: float = 50) -> dict[str, int]:
    """Read what lies in a folder and put it aside; return how many files were read, and not."""
    end, counts = time.monotonic() + seconds, {READ: 0, NOT_READ: 0}
    for path in _files(place):
        if time.monotonic() > end:
            break
        try:
            where = READ if _read_file(path) else NOT_READ
        except (OperationalError, InterfaceError):
            # Nothing is wrong with the file: it waits for the database.
            raise
        except EarlyError:
            # It lies there for the next run, which finds the mail marked.
            continue
        except Exception:  # what cannot be read must not keep the others waiting
            logger.exception("The report %s cannot be read.", path.name)
            where = NOT_READ
        counts[where] += _put_aside(path, place / where)
    return counts


def _files(place: Path) -> list[Path]:
    """Return the files of a Maildir, or of a plain folder, the oldest first."""
    folders = [place / name for name in ("new", "cur") if (place / name).is_dir()] or [place]
    files = [
        path
        for each in folders
        if each.is_dir()
        for path in each.iterdir()
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]
    return sorted(files, key=lambda path: path.name)


def _put_aside(path: Path, target: Path) -> int:
    """Move a file out of the way; another worker may have done it."""
    target.mkdir(mode=0o700, exist_ok=True)
    try:
        path.replace(target / path.name)
    except FileNotFoundError:
        return 0
    return 1


def _read_file(path: Path) -> bool:
    """Apply what a file reports; say whether it was about mails of ours."""
    return sum(_apply(report) for raw in _messages(path) for report in reports_of(raw)) > 0


def _messages(path: Path) -> Iterator[bytes]:
    """Yield the messages of a file: one, or many in an mbox."""
    with path.open("rb") as file:
        start = file.read(5)
        if start != b"From ":
            yield start + file.read(MOST_BYTES)
            return
    box = mailbox.mbox(path, create=False)
    try:
        for count, key in enumerate(box.iterkeys()):
            if count >= MOST_MESSAGES:
                break
            with box.get_file(key) as message:
                yield message.read(MOST_BYTES)
    finally:
        box.close()


def reports_of(raw: bytes) -> list[Report]:
    """Return what a message reports; nothing if it is no report."""
    if raw.lower().count(b"boundary") > MOST_PARTS:
        return []
    try:
        message = message_from_bytes(raw[:MOST_BYTES], policy=compat32)
        parts = _parts(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return []
    found: list[Report] = []
    names = _ids(message, "In-Reply-To", "References", "X-Original-Message-ID")
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            found += _statuses(part)
        elif kind in ("text/rfc822-headers", "message/rfc822", "message/global-headers"):
            names |= _ids(_returned(part), "Message-ID")
    for report in found:
        report.message_ids |= names
    return [report for report in found if report.message_ids]


def _parts(message: Message) -> list[Message]:
    """Return the parts of a message, not looking into the mail that came back."""
    if not message.is_multipart() or message.get_content_maintype() == "message":
        return [message]
    inside: list[Message] = []
    for part in _payload(message)[:MOST_PARTS]:
        inside += _parts(part) if part.get_content_maintype() == "multipart" else [part]
    return inside[:MOST_PARTS]


def _payload(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if type(payload) is list else []


def _returned(part: Message) -> Message:
    """Return the headers of the mail that came back."""
    inside = _payload(part)
    if inside:
        return inside[0]
    text = part.get_payload(decode=True)
    return message_from_bytes(text if isinstance(text, bytes) else b"", policy=compat32)


def _ids(message: Message, *headers: str) -> set[str]:
    return {
        name
        for header in headers
        for value in message.get_all(header, [])[:5]
        for name in MESSAGE_ID.findall(str(value)[:2000])
    }


def _statuses(part: Message) -> Iterable[Report]:
    """Yield what the blocks of a delivery status say: the first is about the message itself."""
    blocks = _payload(part)
    envelope = {name for block in blocks[:1] for name in _ids(block, "Original-Envelope-Id")}
    for block in blocks[: MOST_RECIPIENTS + 1]:
        addresses = {
            address
            for header in ("Original-Recipient", "Final-Recipient")
            for value in block.get_all(header, [])[:2]
            if (address := _address(str(value)))
        }
        status = STATUS.search(_said(block, "Status")) or STATUS.search(
            _said(block, "Diagnostic-Code")
        )
        action = _said(block, "Action").strip().casefold()
        if addresses and status and action in ("failed", "delayed"):
            yield Report(addresses, action, status[0], set(envelope))


def _said(block: Message, header: str) -> str:
    return str(block.get(header, ""))[:1000]


def _address(value: str) -> str:
    """Return the address of `rfc822; name@host`, as it compares."""
    address = value[:1000].rpartition(";")[2].strip().strip("<>").casefold()
    return address if address.isprintable() else ""


@transaction.atomic
def _apply(report: Report) -> bool:
    """Note a report at the mail that it is about; False if we sent no such mail to anybody."""
    named = Mail.objects.filter(
        message_id__in=report.message_ids, person__email__in=report.recipients
    )
    came_back = named.filter(state__in=[Mail.State.SENT, Mail.State.BOUNCED])
    mail = came_back.select_related("person").first()
    if mail is None:
        if named.filter(state=Mail.State.DUE).exists():
            raise EarlyError
        return tell_returned(
            report.message_ids, report.recipients, status=report.status, is_hard=report.is_hard
        )
    words = f"{report.action} {report.status}"
    first = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENT)
    if report.action == "delayed":
        first.update(error=words)
    elif first.update(state=Mail.State.BOUNCED, error=words):
        MailSetting.bounced(person=mail.person, status=report.status, is_hard=report.is_hard)
    return True
