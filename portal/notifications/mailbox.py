"""One connection to the mail server for many mails, and what its refusals mean."""

import re
import smtplib
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage, mailers

# So many mails in a row that lose the connection mean that the server is away.
PATIENCE = 2
# "Service not available, closing": RFC 5321, 4.2.3.
CLOSING = 421
# "Exceeded storage allocation": the mail is too long, whoever sends it.
TOO_LONG = 552
# Refusals that say nothing against the address (RFC 3463): a full mailbox, a mail that is too long,
# what the mail holds, who sends it.
_NOT_THE_ADDRESS = re.compile(r"\b5\.(?:2\.[23]|3\.4|6\.\d{1,3}|7\.\d{1,3})\b")


class ServerAwayError(Exception):
    """The mail server does not answer: nothing is wrong with the mail."""


class MailRejectedError(Exception):
    """The server refused one mail, for now or for good; perhaps because of its address.

    Unsure is whether it did: all of the mail was sent, and no answer came.
    """

    def __init__(
        self, said: str, *, is_final: bool, is_address: bool = False, is_unsure: bool = False
    ) -> None:
        super().__init__(said)
        self.is_final = is_final
        self.is_address = is_address
        self.is_unsure = is_unsure


def blames_address(said: str) -> bool:
    """Return whether what a server said of a mail speaks against its address."""
    return _NOT_THE_ADDRESS.search(said) is None


class Mailbox:
    """Sends mails over one connection, opened at the first and again after one broke."""

    def __init__(self) -> None:
        self._mailer: Any = None
        self._broken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._drop()

    def open(self) -> None:
        """Connect, unless it is connected; before any lock is taken, because it may take long."""
        if self._mailer is not None:
            return
        if self._broken >= PATIENCE:
            raise ServerAwayError("The connection broke again and again.")
        mailer = mailers.default
        try:
            mailer.open()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAwayError(_words(error)) from error
        self._mailer = mailer

    @property
    def is_open(self) -> bool:
        """Whether a mail can be handed over now."""
        return self._mailer is not None

    def send(self, message: EmailMessage, *, seconds: float) -> None:
        """Hand a mail over within so many seconds; raise what is wrong with it, or the server."""
        if self._mailer is None:
            # Not opened again here: rights are held while a mail is handed over.
            raise ServerAwayError("The connection broke.")
        # Only the mailer of portal.notifications.smtp has to be told; a folder does not wait.
        self._mailer.patience = seconds
        try:
            self._mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            said = f"{code} {_text(answer)}"
            raise MailRejectedError(
                said, is_final=code >= 500, is_address=blames_address(said)
            ) from error
        except smtplib.SMTPResponseException as error:
            # Who may not send at all finds nothing out about any one mail.
            is_barred = isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != TOO_LONG
            if error.smtp_code == CLOSING or is_barred:
                self._drop()
                raise ServerAwayError(_words(error)) from error
            raise MailRejectedError(
                f"{error.smtp_code} {_text(error.smtp_error)}", is_final=error.smtp_code >= 500
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            is_unsure = getattr(self._mailer, "is_unanswered", False)
            self._drop()
            self._broken += 1
            # A mail that was perhaps taken counts its tries whatever else the server does.
            if self._broken >= PATIENCE and not is_unsure:
                raise ServerAwayError(_words(error)) from error
            raise MailRejectedError(_words(error), is_final=False, is_unsure=is_unsure) from error
        self._broken = 0

    def _drop(self) -> None:
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            try:
                mailer.close()
            except (OSError, smtplib.SMTPException):
                # It is gone already.
                mailer.connection = None


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
