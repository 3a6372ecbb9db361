"""Where the bytes are: a private folder, under random keys that say nothing of a file.

Three places: `kept` for uploads of a form that is not complete yet, `quarantine` for what nobody
has looked into, `released` for what may be read. The row says which holds; twice moved is once.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.core.files.storage import default_storage

KEPT = "kept"
QUARANTINE = "quarantine"
RELEASED = "released"
PLACES = (KEPT, QUARANTINE, RELEASED)
KEY = re.compile(r"[0-9a-f]{32}\Z")


class Bytes(NamedTuple):
    """What was written: its key, its size and its SHA-256."""

    key: str
    size: int
    sha256: str


class TooManyBytesError(Exception):
    """More arrived than may be kept."""


def path_of(place: str, key: str) -> Path:
    """Return where a key lies; a key never comes from outside unsigned."""
    if not KEY.match(key):
        raise ValueError(f"{key!r} is no key of a stored file: 32 hexadecimal digits are.")
    return Path(default_storage.path(place)) / key[:2] / key


def keep(chunks: Iterable[bytes], *, most: int) -> Bytes:
    """Write an upload to disk as it comes, hashing on the way; nothing stays of one that fails."""
    key, size, digest = secrets.token_hex(16), 0, hashlib.sha256()
    path = _made(path_of(KEPT, key))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooManyBytesError(size)
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Bytes(key, size, digest.hexdigest())


def move(key: str, *, to: str) -> None:
    """Move the bytes of a key, wherever they lie; FileNotFoundError when they lie nowhere."""
    goal = _made(path_of(to, key))
    for place in PLACES:
        path = path_of(place, key)
        if path == goal or not path.exists():
            continue
        path.replace(goal)
        return
    if not goal.exists():
        raise FileNotFoundError(f"The bytes of {key} are gone.")


def find(key: str) -> BinaryIO:
    """Open the bytes of a key, wherever they lie."""
    for place in PLACES:
        path = path_of(place, key)
        if path.exists():
            return path.open("rb")
    raise FileNotFoundError(f"The bytes of {key} are gone.")


def exists(key: str) -> bool:
    """Return whether the bytes of a key lie anywhere."""
    return any(path_of(place, key).exists() for place in PLACES)


def open_released(key: str) -> BinaryIO:
    """Open bytes that may be read; those in quarantine are not found here."""
    return path_of(RELEASED, key).open("rb")


def drop(key: str) -> None:
    """Remove the bytes of a key from every place."""
    for place in PLACES:
        path_of(place, key).unlink(missing_ok=True)


def older_than(place: str, *, seconds: float) -> Iterator[str]:
    """Yield the keys in a place that nobody touched for so long."""
    end = time.time() - seconds
    for path in Path(default_storage.path(place)).glob("??/*"):
        if KEY.match(path.name) and path.stat().st_mtime < end:
            yield path.name


def _made(path: Path) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
