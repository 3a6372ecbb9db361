"""The addresses in mails that stop them: signed, and good without signing in."""

import datetime
import secrets
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import HeaderRegistry
from email.policy import EmailPolicy, default
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.urls import reverse

from portal.notifications.models import Follow, MailSetting, TooManyFollowsError
from portal.notifications.models.setting import frequencies_of, prefer, stop_list
from portal.notifications.registry import Frequency, kinds

MAX_AGE = datetime.timedelta(days=400)
# What was stopped by mistake comes back with one press, for so long.
UNDO_AGE = datetime.timedelta(days=1)
ALL = "all"
FOLLOW = "follow:"
KIND = "kind:"

# A dot, because a colon or a slash would be escaped in an address.
_signer = TimestampSigner(salt="notifications.stopping", sep=".")
_undo_signer = TimestampSigner(salt="notifications.undo", sep=".")


@dataclass(frozen=True)
class Stop:
    """What an address in a mail stands for: whose mails, which of them, and the follow behind."""

    public_id: str
    # `kind:<code>`, `daily`, `weekly`, `follow:<subject>` or `all`.
    what: str
    # The follow that brought the mail, offered beside its list.
    subject: str = ""


def token_for(person: Any, what: str, *, subject: str = "") -> str:
    """Return the signed token that lets whoever holds it stop `what` for a person."""
    parts = [person.public_id, what, subject]
    return _signer.sign_object(parts if subject else parts[:2])


def read(token: str) -> Stop | None:
    """Return what a token stands for; None for a forged, foreign or expired one."""
    try:
        found = _signer.unsign_object(token, max_age=MAX_AGE)
    except BadSignature:
        return None
    return Stop(*found)


def address_of(token: str, base_url: str) -> str:
    """Return the address of the page of a token: it has no language, the page has its reader's."""
    return base_url + reverse("stop", args=[token])


def headers_for(person: Any, what: str, base_url: str, *, subject: str = "") -> dict[str, str]:
    """Return the headers by which a mail program stops a list with one press (RFC 8058, 2919).

    Send them with a `ListMail`: others fold a long address into something no program reads.
    """
    return {
        "List-Unsubscribe": f"<{address_of(token_for(person, what, subject=subject), base_url)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{list_name(what)}.{settings.HOST}>",
    }


def list_name(what: str) -> str:
    """Return the name of a list for filters of mail programs; it never tells what is followed."""
    if what.startswith(FOLLOW):
        return "follows"
    return "mail" if what == ALL else what.removeprefix(KIND)


def before(what: str, person: Any) -> dict[str, Any]:
    """Return what stopping would change, as it is now; nothing when it would change nothing."""
    if what == ALL:
        return {} if MailSetting.of(person).is_stopped else {"is_stopped": False}
    if what.startswith(FOLLOW):
        follows = Follow.objects.of(person).filter(subject=what.removeprefix(FOLLOW))
        return dict(follows.values("level").first() or {})
    required = {kind.code for kind in kinds() if kind.is_required}
    return {
        code: frequency
        for code, frequency in frequencies_of(person).items()
        if what in (frequency, f"{KIND}{code}")
        and frequency not in (Frequency.PORTAL, Frequency.NEVER)
        and code not in required
    }


@transaction.atomic
def stop(what: str, person: Any) -> str:
    """Stop it; return a signed note for the button that takes this back, or nothing if none."""
    was = before(what, person)
    if not was:
        return ""
    if what == ALL:
        MailSetting.change(by=person, is_stopped=True)
    elif what.startswith(FOLLOW):
        Follow.stop(what.removeprefix(FOLLOW), by=person)
    else:
        stop_list(what.removeprefix(KIND), person=person)
    return _undo_signer.sign_object([person.public_id, what, was, secrets.token_urlsafe(9)])


@transaction.atomic
def undo(note: str, person: Any) -> str:
    """Put back, once, what a note of this person says; return what it was, nothing if not."""
    try:
        public_id, what, was, nonce = _undo_signer.unsign_object(note, max_age=UNDO_AGE)
    except (BadSignature, ValueError):
        return ""
    # In the database, with what it brings back: a note that was used stays used.
    used = caches["database"]
    if public_id != person.public_id or not used.add(f"undo:{nonce}", 1, UNDO_AGE.total_seconds()):
        return ""
    if what == ALL:
        MailSetting.change(by=person, **was)
    elif what.startswith(FOLLOW):
        try:
            Follow.set(what.removeprefix(FOLLOW), by=person, **was)
        except TooManyFollowsError:
            # Other follows have taken its place meanwhile; some may be stopped yet.
            used.delete(f"undo:{nonce}")
            return ""
    else:
        prefer({kind.code: was[kind.code] for kind in kinds() if kind.code in was}, by=person)
    return str(what)


class _OneLine:
    """A header in one piece: Python would encode an address that is longer than a line."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the value as it is."""
        kwds["parse_tree"] = None
        kwds["decoded"] = value

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header, never folded."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


class _Encoded(_OneLine):
    """A subject in encoded words: Python would leave no space between two of them."""

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header in lines that every mail program puts together."""
        charset = None if str(self).isascii() else "utf-8"
        words = Header(str(self), charset, header_name="Subject")
        return f"{self.name}: {words.encode(linesep=policy.linesep)}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("subject", _Encoded)  # type: ignore[arg-type]
_headers.map_to_type("list-unsubscribe", _OneLine)  # type: ignore[arg-type]


class ListMail(EmailMultiAlternatives):
    """A mail whose subject and `List-Unsubscribe` arrive as they were written."""

    def message(self, *, policy: Any = default) -> Any:
        """Return the message, with the long header in one piece."""
        return super().message(policy=policy.clone(header_factory=_headers))
