"""What processes use, read from /proc (Linux): CPU seconds and memory of whole families."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def family(roots: Iterable[int]) -> set[int]:
    """Return these processes and all that descend from them."""
    children: dict[int, list[int]] = defaultdict(list)
    for pid, fields in _stats():
        children[int(fields[1])].append(pid)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children[pid]
    return found


def children_of(parent: int) -> list[int]:
    """Return the processes that a process started."""
    return [pid for pid, fields in _stats() if int(fields[1]) == parent]


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return the CPU seconds, user and system, that these families have used so far.

    A process that ended counts through the one that waited for it.
    """
    alive = dict(_stats())
    return sum(_cpu_seconds(pid, alive[pid]) for pid in family(roots) if pid in alive)


def _cpu_seconds(pid: int, fields: list[str]) -> float:
    """Return what one process and its ended children used."""
    user, system, ended_user, ended_system = (int(number) / _TICKS for number in fields[11:15])
    # The same in nanoseconds, where the kernel tells it, but only of threads that live: ticks of
    # 10 ms would blur a short round.
    return max(user + system, _threads_seconds(pid)) + ended_user + ended_system


def _threads_seconds(pid: int) -> float:
    seconds = 0.0
    try:
        for thread in (_PROC / str(pid) / "task").iterdir():
            seconds += int((thread / "schedstat").read_text().split()[0]) / 1e9
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return seconds


def memory_mb(roots: Iterable[int]) -> float:
    """Return the memory of these families in MB (10^6 bytes): PSS, shared pages count once."""
    return sum(_pss_kb(pid) for pid in family(roots)) * 1024 / 1e6


def _pss_kb(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _stats() -> Iterator[tuple[int, list[str]]]:
    """Yield every process with the fields of its stat line after the name: state, parent …"""
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            # The name stands in brackets and may hold anything, brackets and spaces too.
            yield int(folder.name), text.rpartition(")")[2].split()
