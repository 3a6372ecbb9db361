"""A mail server that is ill: at a stage of the conversation it misbehaves in a way of its own."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from portal.settings import mailer

# What is settled for each part of a conversation in these tests.
PATIENCE = 1.0
SAID = {
    "greeting": b"220 ill\r\n", "EHLO": b"250 ill\r\n", "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n", "DATA": b"354 Go on\r\n", "end": b"250 Kept\r\n",
    "RSET": b"250 OK\r\n", "QUIT": b"221 Bye\r\n",
}  # fmt: skip


class Stubborn(ThreadingTCPServer):
    """Behaves so at this stage, for these addresses or for all; keeps what it took otherwise."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.stage = ""
        self.behave: Callable[[_Conversation], None] = silent
        self.addresses: set[str] = set()
        self.taken: list[str] = []
        self.over = threading.Event()
        # Waits longer for each part: a server that is well may be slow.
        self.be_patient: Callable[[], None] = lambda: None

    def ill(self, stage: str, behave: Callable[["_Conversation"], None], *addresses: str) -> None:
        """Misbehave from now on."""
        self.stage, self.behave, self.addresses = stage, behave, set(addresses)

    def well(self) -> None:
        """Behave from now on."""
        self.stage = ""
        self.be_patient()


class _Conversation(StreamRequestHandler):
    server: Stubborn
    to = ""

    def handle(self) -> None:
        """Speak SMTP until the other side has enough."""
        with suppress(OSError):
            self.say("greeting")
            while line := self.rfile.readline():
                self.answer(line.split()[0].decode().upper(), line.decode())

    def answer(self, word: str, line: str) -> None:
        """Answer one command, and the text after DATA."""
        if word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
        self.say(word)
        if word == "DATA":
            while self.rfile.readline() not in (b".\r\n", b""):
                pass
            self.say("end")
            self.server.taken.append(self.to)

    def say(self, stage: str) -> None:
        """Say what belongs here, or misbehave."""
        server = self.server
        if stage == server.stage and (not server.addresses or self.to in server.addresses):
            server.behave(self)
            raise ConnectionAbortedError
        self.wfile.write(SAID[stage])


def silent(talk: _Conversation) -> None:
    """Take what comes and say nothing."""
    talk.server.over.wait(20)


def drip(talk: _Conversation) -> None:
    """Say a byte now and then, and never a whole line."""
    while not talk.server.over.wait(PATIENCE / 4):
        talk.wfile.write(b"2")


def ramble(talk: _Conversation) -> None:
    """Say one more line of the same reply, and never the last."""
    while not talk.server.over.wait(PATIENCE / 4):
        talk.wfile.write(b"250-and\r\n")


def babble(talk: _Conversation) -> None:
    """Say what is no SMTP."""
    talk.wfile.write(bytes(range(14, 256)) + b"\r\n")


def hang_up(talk: _Conversation) -> None:
    """End the connection in the middle."""
    talk.connection.shutdown(socket.SHUT_RDWR)


def later(talk: _Conversation) -> None:
    """Say that it closes."""
    talk.wfile.write(b"421 4.3.2 Shutting down\r\n")


def never(talk: _Conversation) -> None:
    """Say that it takes no mail at all."""
    talk.wfile.write(b"554 5.3.2 No mail here\r\n")


@contextmanager
def stubborn(settings: Any) -> Iterator[Stubborn]:
    """Run one, and let the portal send to it, with little patience."""

    def wait(seconds: float) -> None:
        found = mailer(f"smtp://127.0.0.1:{server.server_address[1]}")
        found["OPTIONS"] = {**found["OPTIONS"], "timeout": seconds}  # type: ignore[dict-item]
        settings.MAILERS = {"default": found}

    with Stubborn() as server:
        server.be_patient = lambda: wait(20)
        wait(PATIENCE)
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
