"""What a mail server took, noted a second time: in files, which outlast a sender and Valkey.

A batch has a file of its own, with a line for each mail that left; it goes once the database knows
them. Whoever takes the mails of a sender that died reads it there. Several machines may share the
folder; where they do not, each remembers what it sent itself. A line is not forced to the disk: it
outlasts the end of a process, not the end of a machine. What cannot be read is no note: its mail
leaves once more, with the same Message-ID; nothing is lost.
"""

import hashlib
import logging
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import connection

logger = logging.getLogger(__name__)

# Who sends writes more often: a file that nobody wrote to for so long was left behind.
OLD_S = 60.0
# Numbers of mails and lines begin anew in another database: its notes are not ours.
_DATABASE = ("HOST", "PORT", "NAME")
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC


class Journal:
    """The file of one sender's batch, and how those of all others are read."""

    def __init__(self) -> None:
        self._folder = Path(settings.JOURNAL_FOLDER)
        names = "|".join(str(connection.settings_dict[name]) for name in _DATABASE)
        self._ours = hashlib.sha256(names.encode()).hexdigest()[:12]
        self._path: Path | None = None
        # Whether it takes notes, as far as anybody knows.
        self._does_keep = True

    def note(self, message_id: str, lines: Collection[int]) -> None:
        """Write down that a mail left. Where that fails, Valkey alone remembers."""
        if not self._does_keep:
            return
        try:
            if self._path is None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._path = self._folder / f"{self._ours}-{uuid.uuid4().hex}.left"
            _append(self._path, " ".join([message_id, *map(str, lines)]).encode())
        except OSError as error:
            self._does_keep = False
            _say(f"The journal of mails in {self._folder} takes no notes ({error}).")

    def among(self, message_ids: Collection[str]) -> dict[str, list[int]]:
        """Return the notes of those of these mails that left; begin another file."""
        self._path = None
        found: dict[str, list[int]] = {}
        for path in self._files() if message_ids else ():
            notes = _read(path).notes
            found |= {name: notes[name] for name in notes.keys() & message_ids}
        return found

    def close(self) -> None:
        """Remove the file of mails that are marked."""
        if self._path:
            _remove(self._path)
            self._path = None

    def clean(self, is_any_due: Callable[[Collection[str]], bool]) -> None:
        """Remove what others left behind, once none of its mails is due any more."""
        for path in filter(_is_old, self._files()):
            read = _read(path)
            if read.did_fail or (read.notes and is_any_due(list(read.notes))):
                continue
            if read.unreadable:
                words = "lines cannot be read: their mails may have been sent again."
                _say(f"The journal of mails {path}: {read.unreadable} {words}")
            _remove(path)

    def _files(self) -> Iterator[Path]:
        return self._folder.glob(f"{self._ours}-*.left")


@cache
def _say(words: str) -> None:
    """Log what is wrong, once for each process: every batch finds it so."""
    logger.warning(words)


def _append(path: Path, words: bytes) -> None:
    """Write one line, in one piece: it begins anew after one that was torn, and proves itself."""
    file = os.open(path, _APPEND, 0o600)
    try:
        os.write(file, b"\n%08x %s\n" % (crc32(words), words))
    finally:
        os.close(file)


@dataclass(frozen=True)
class _Read:
    """What a file says: notes by Message-ID, how many lines are none, whether it said nothing."""

    notes: dict[str, list[int]]
    unreadable: int = 0
    did_fail: bool = False


def _read(path: Path) -> _Read:
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        # Its sender marked the mails meanwhile.
        return _Read({})
    except OSError as error:
        _say(f"The journal of mails {path} cannot be read ({error}).")
        return _Read({}, did_fail=True)
    notes, unreadable = {}, 0
    for line in filter(None, lines):
        proof, _space, words = line.partition(b" ")
        name, *numbers = words.decode(errors="replace").split(" ")
        if proof == b"%08x" % crc32(words) and all(map(str.isdecimal, numbers)):
            notes[name] = [int(number) for number in numbers]
        else:
            unreadable += 1
    return _Read(notes, unreadable)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _say(f"The journal of mails {path} cannot be removed ({error}).")


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > OLD_S
    except FileNotFoundError:
        return False
