"""One start per checkout: the lock is the kernel's, so a killed start holds nothing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from portal.services import places
from portal.services.errors import ServiceError


@contextmanager
def only_start() -> Iterator["StartLock"]:
    """Hold the lock of this checkout; say who holds it when somebody does."""
    with (places.home() / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            process, _, address = file.read().strip().partition(" ")
            raise ServiceError(
                f"The portal already runs from this folder (process {process or 'unknown'}"
                f"{', ' + address if address else ''}). Use it there, or stop it first with "
                f"Ctrl-C or: kill {process or 'PROCESS'}"
            ) from None
        yield StartLock(file)


class StartLock:
    """The held lock, with a note for whoever comes second."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.note("")

    def note(self, address: str) -> None:
        """Write down who holds it and where it answers."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"{os.getpid()} {address}")
        self._file.flush()
