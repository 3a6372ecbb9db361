"""A mail server that keeps what it is given."""

import re
import socket
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

# Nine digits in groups, as a person types them.
CODE = re.compile(r"\b\d{3}-\d{3}-\d{3}\b")


class Mailbox:
    """Every mail that the portal sent."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)

    @property
    def url(self) -> str:
        """Its address, as EMAIL_URL takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Take mail."""
        self._controller.start()

    def stop(self) -> None:
        """Take no more mail."""
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one mail; the name is aiosmtpd's."""
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 Kept"

    def code_for(self, address: str, seconds: float = 60) -> str:
        """Wait for a mail to this address and return the code in its text."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.messages):
                body = message.get_body(("plain",))
                code = (
                    CODE.search(body.get_content()) if body and message["To"] == address else None
                )
                if code:
                    self.messages.remove(message)
                    return code[0]
            time.sleep(0.05)
        raise AssertionError(f"No code was sent to {address}: {[m['To'] for m in self.messages]}")
