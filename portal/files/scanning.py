"""Looking for harmful software: clamd, where SCANNER_URL names one; else the EICAR test alone."""

import socket
import struct
import time
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from portal.files.words import BUILT_IN, CLAMD

# The test file that every scanner knows, in two parts: this source file is no virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CHUNK = 64 * 1024
CONNECT_SECONDS = 3
# For one word of the scanner, and for all of a file.
SILENCE_SECONDS = 15
SCAN_SECONDS = 45
MOST_ANSWER = 1024


class Verdict(NamedTuple):
    """Which scanner looked, and the name of what it found; empty when it found nothing."""

    scanner: str
    found: str


class ScannerAwayError(Exception):
    """The scanner said neither yes nor no."""


def scan(source: BinaryIO) -> Verdict:
    """Return what the scanner says of a file; ScannerAwayError when it says nothing we know."""
    if settings.SCANNER_URL:
        return _ask_clamd(settings.SCANNER_URL, source)
    return Verdict(BUILT_IN, "EICAR test file" if _holds_eicar(source) else "")


def _holds_eicar(source: BinaryIO) -> bool:
    before = b""
    while chunk := source.read(CHUNK):
        if EICAR in before + chunk:
            return True
        before = chunk[-len(EICAR) :]
    return False


def _ask_clamd(url: str, source: BinaryIO) -> Verdict:
    """Send a file over INSTREAM and read the verdict."""
    try:
        with _connected(url) as clamd:
            answer = _exchanged(clamd, source)
    except OSError as error:
        raise ScannerAwayError(type(error).__name__) from None
    if answer == "stream: OK":
        return Verdict(CLAMD, "")
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(CLAMD, answer.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed")
    # An error of its own, or something that is no clamd: nothing is released on its word.
    raise ScannerAwayError(f"answered {answer[:80]!r}")


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(CONNECT_SECONDS)
        try:
            clamd.connect(parts.path)
        except OSError:
            clamd.close()
            raise
        return clamd
    return socket.create_connection((parts.hostname, parts.port or 3310), CONNECT_SECONDS)


def _exchanged(clamd: socket.socket, source: BinaryIO) -> str:
    end = time.monotonic() + SCAN_SECONDS
    clamd.settimeout(SILENCE_SECONDS)
    clamd.sendall(b"zINSTREAM\0")
    while chunk := source.read(CHUNK):
        if time.monotonic() > end:
            raise TimeoutError
        clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
    clamd.sendall(struct.pack(">I", 0))
    answer = b""
    while b"\0" not in answer and len(answer) < MOST_ANSWER and time.monotonic() < end:
        part = clamd.recv(MOST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")
