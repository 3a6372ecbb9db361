"""What an earlier start left running because it was killed outright: found by a list, and ended."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from portal.services.processes import Child, command_of


def remember(children: Iterable[Child], record: Path) -> None:
    """Write down the running children, so that the next start can end what is left of them."""
    rows = [[c.pid, int(c.stop_signal), " ".join(c.command)] for c in children if c.is_alive]
    unfinished = record.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(rows))
    unfinished.replace(record)


def end_leftovers(record: Path, seconds: float = 8) -> int:
    """End the recorded children that still run; return how many there were."""
    left = [row for row in _read(record) if _runs(row)]
    for pid, number, _command in left:
        _signal(os.kill, pid, number)
    deadline = time.monotonic() + seconds
    while any(_runs(row) for row in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    for row in left:
        if _runs(row):
            _signal(os.killpg, row[0], signal.SIGKILL)
    record.unlink(missing_ok=True)
    return len(left)


def _read(record: Path) -> list[tuple[int, int, str]]:
    try:
        return [
            (int(pid), int(number), str(command))
            for pid, number, command in json.loads(record.read_text())
        ]
    except (OSError, ValueError, TypeError):
        return []


def _runs(row: tuple[int, int, str]) -> bool:
    # The whole command is compared: the number may be another program's by now.
    return command_of(row[0]) == row[2]


def _signal(send: Callable[[int, int], None], pid: int, number: int) -> None:
    try:
        send(pid, number)
    except (ProcessLookupError, PermissionError):
        return
