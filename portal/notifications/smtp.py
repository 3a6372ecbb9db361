"""Handing over mail, bounded in all: a server that sends a byte now and then keeps nobody."""

import io
import smtplib
import time
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp


class _Replies(io.RawIOBase):
    """What a server says, until the patience with it is over."""

    def __init__(self, conversation: "_Bounded") -> None:
        self._conversation = conversation

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        sock = self._conversation.sock
        assert sock is not None
        sock.settimeout(self._conversation.left())
        return sock.recv_into(buffer)


class _Bounded(smtplib.SMTP):
    """A conversation whose parts take `timeout` seconds at most, however slowly it is answered."""

    # Whether the whole of a mail was sent and its reply never came: it was perhaps taken.
    is_unanswered = False
    _end = 0.0

    def begin(self, seconds: float | None = None) -> None:
        """Begin a part: the greeting, a mail of so many seconds at most, or the goodbye."""
        limit = self.timeout if seconds is None else min(seconds, self.timeout)
        self._end = time.monotonic() + limit
        if self.sock is not None:
            self.sock.settimeout(limit)

    def left(self) -> float:
        """Return how many seconds of this part are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("The mail server is too slow.")
        return left

    def connect(
        self, host: str = "localhost", port: int = 0, source_address: Any = None
    ) -> tuple[int, bytes]:
        """Connect, as the first part with what follows it."""
        self.begin()
        return super().connect(host, port, source_address)

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; a socket's own timeout would begin anew with each byte."""
        if self.file is None:
            self.file = io.BufferedReader(_Replies(self))
        reply = super().getreply()
        self.is_unanswered = False
        return reply

    def send(self, s: Any) -> None:
        """Send a command, or the text of a mail with the dot that ends it."""
        super().send(s)
        self.is_unanswered = isinstance(s, bytes) and s.endswith(b"\r\n.\r\n")

    def quit(self) -> tuple[int, bytes]:
        """Say goodbye."""
        self.begin()
        return super().quit()


class _BoundedSSL(_Bounded, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's, bounded: opening takes `timeout` seconds at most, and so does each mail."""

    # Of the next mail, where it is less.
    patience: float | None = None

    @property
    def is_unanswered(self) -> bool:
        """Whether the last mail was perhaps taken."""
        return isinstance(self.connection, _Bounded) and self.connection.is_unanswered

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _BoundedSSL if self.use_ssl else _Bounded

    def _send(self, email_message: EmailMessage) -> bool:
        assert isinstance(self.connection, _Bounded)
        self.connection.begin(self.patience)
        # Django's own; its stubs leave it out.
        return bool(super()._send(email_message))  # type: ignore[misc]
