"""What the inspecting process may use: little time, little memory, no files, no network."""

import contextlib
import os
import resource
import signal

CPU_SECONDS = 10
MEMORY_BYTES = 640 * 1024 * 1024
# On the wall, for a process whose parent has died and ends it no more.
LIFE_SECONDS = 25


def confine() -> None:
    """Give up, for good, what looking into a file does not need."""
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    signal.alarm(LIFE_SECONDS)
    _leave_network()
    # No process of its own: one that leaves the group would not be ended with it.
    _limit(resource.RLIMIT_NPROC, 0)


def _limit(what: int, most: int) -> None:
    # A Mac knows no limit of address space.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def _leave_network() -> None:
    """Move to a network without any address, where the system lets us."""
    unshare = getattr(os, "unshare", None)
    if unshare is None:
        return
    for how in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET):
        try:
            unshare(how)
        except OSError:
            continue
        return
