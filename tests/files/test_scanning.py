"""The virus scanner: what it says decides; when it says nothing, the file waits."""

import datetime
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pytest
import time_machine
from django.utils import timezone

from directory.models import Person
from portal.files import inspection, scanning
from portal.files.models import StoredFile
from tests.files import samples
from tests.files.conftest import received, told

pytestmark = pytest.mark.django_db

type Answer = Callable[[bytes], bytes | None]


class Clamd:
    """A scanner that speaks INSTREAM over a real socket and answers as it is told."""

    def __init__(self) -> None:
        self.answer: Answer = lambda body: (
            b"stream: Eicar-Test FOUND\0" if samples.EICAR in body else b"stream: OK\0"
        )
        self.seen: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as stream:
            self._hear(client, stream)

    def _hear(self, client: socket.socket, stream: BinaryIO) -> None:
        assert stream.read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            body += stream.read(size)
        self.seen.append(body)
        if answer := self.answer(body):
            client.sendall(answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    """A scanner, named in the settings."""
    scanner = Clamd()
    settings.SCANNER_URL = scanner.url
    yield scanner
    scanner.listener.close()


def test_scanner_sees_the_whole_file_and_lets_it_pass(clamd: Clamd, ncp_a: Person) -> None:
    body = samples.pdf(3) + b"%" * 200_000 + b"\n%%EOF\n"
    file = received(ncp_a, body=body)

    inspection.inspect_waiting()

    file.refresh_from_db()
    assert (file.state, file.scanner, file.is_scanned) == ("released", "clamd", True)
    assert clamd.seen == [body]


def test_virus_is_refused_by_its_name(clamd: Clamd, ncp_a: Person) -> None:
    file = received(ncp_a, "eicar.txt", samples.EICAR, purpose="test_papers")

    inspection.inspect_waiting()

    file.refresh_from_db()
    assert (file.refusal, file.scanner, file.found) == ("malware", "clamd", "Eicar-Test")


def hang(body: bytes) -> None:
    time.sleep(1)


@pytest.mark.parametrize(
    "answer",
    [
        lambda body: b"INSTREAM size limit exceeded. ERROR\0",
        lambda body: b"stream: Can't allocate memory ERROR\0",
        lambda body: b"HTTP/1.1 200 OK\r\n\r\nstream: OK",
        lambda body: b"OK\0",
        lambda body: b"stream: OK, nearly\0",
        lambda body: b"\xff\xfe\x00" * 2_000,
        lambda body: b"",
        hang,
    ],
    ids=["too-large", "error", "http", "short", "nearly", "noise", "closed", "hanging"],
)
def test_file_waits_for_a_scanner_that_says_nothing(
    answer: Answer, clamd: Clamd, ncp_a: Person, monkeypatch: Any
) -> None:
    well, clamd.answer = clamd.answer, answer
    file = received(ncp_a)

    # Of the one that works, no haste is asked.
    with monkeypatch.context() as hasty:
        hasty.setattr(scanning, "SILENCE_SECONDS", 0.3)
        assert inspection.inspect_waiting() == 0

    file.refresh_from_db()
    assert (file.state, file.tries, file.leased_until) == ("inspecting", 0, None)
    assert file.error.startswith("scanner: ")
    assert told == []

    clamd.answer = well
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=20), tick=False):
        assert inspection.inspect_waiting() == 1
    assert told == [(file.public_id, "released")]


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock"])
def test_file_waits_for_a_scanner_that_is_down(url: str, settings: Any, ncp_a: Person) -> None:
    settings.SCANNER_URL = url
    file = received(ncp_a)

    for minutes in (0, 1, 10, 100, 1000):
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes), tick=False):
            assert inspection.inspect_waiting() == 0

    file.refresh_from_db()
    assert (file.state, file.tries, file.refusal) == ("inspecting", 0, "")
    assert file.due_at <= timezone.now() + datetime.timedelta(minutes=1015)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1), tick=False):
        assert set(StoredFile.objects.stuck()) == {file}


def test_without_a_scanner_the_file_says_so(ncp_a: Person) -> None:
    file = received(ncp_a)

    inspection.inspect_waiting()

    file.refresh_from_db()
    assert file.scanner == "built-in: EICAR only"
    assert not file.is_scanned
    assert str(file.scanner_words) == "Its content was checked; no virus scanner is set up here"
