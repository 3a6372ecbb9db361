"""A mail server that answers as it is told, per address."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from portal.settings import mailer
from tests.journeys.mailbox import Mailbox


class Sink(Mailbox):
    """Keeps mail, refuses some addresses or texts, or keeps quiet."""

    def __init__(self) -> None:
        super().__init__()
        # What MAIL is answered, if it is not taken.
        self.barred = ""
        # What RCPT is answered, by address.
        self.refused: dict[str, str] = {}
        # What DATA is answered, by address.
        self.rejected: dict[str, str] = {}
        # Addresses whose mail is never answered.
        self.silent: set[str] = set()
        self.connections = 0
        # What happens when a mail was taken, before the server says so.
        self.on_taken: Callable[[], None] | None = None

    def start_again(self) -> None:
        """Take mail on the same port after a stop."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)
        self.start()

    async def handle_EHLO(  # noqa: N802 the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the connections."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the sender, or nobody's mail."""
        if self.barred:
            return self.barred
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the address, or refuse it."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail, reject it, or say nothing."""
        for address in envelope.rcpt_tos:
            if address in self.silent:
                await asyncio.sleep(60)
            if address in self.rejected:
                return self.rejected[address]
        said = await super().handle_DATA(server, session, envelope)
        if self.on_taken:
            self.on_taken()
        return said

    def to(self, person: Any) -> list[EmailMessage]:
        """Return the mails to a person."""
        return [message for message in self.messages if message["To"] == person.email]


@contextmanager
def listening(settings: Any) -> Iterator[Sink]:
    """Run a sink, and let the portal send to it."""
    sink = Sink()
    sink.start()
    found = mailer(sink.url)
    found["OPTIONS"] = {**found["OPTIONS"], "timeout": 4}  # type: ignore[dict-item]
    settings.MAILERS = {"default": found}
    try:
        yield sink
    finally:
        sink.stop()
