"""Waking the worker: a hint that there is work, which no request ever waits for."""

import logging
import queue
import threading
import time
from functools import partial
from typing import Protocol

from celery import current_app
from django.db import OperationalError, transaction

logger = logging.getLogger(__name__)

# More waiting names than tasks exist would be the same names again.
_names: queue.Queue[str] = queue.Queue(maxsize=50)
_starting = threading.Lock()
# What commits within it shares a hint: one per event would keep the worker busy with being woken.
SHARED_S = 0.2
# A task runs no longer: no worker is kept from the others. What is left is asked for again.
RUN_S = 8.0
PAUSE_S = 1.0


class Loop(Protocol):
    """What is done bit by bit, for about so many seconds; it returns how much was done."""

    def __call__(self, *, seconds: float) -> int: ...


def until_done(task: str, loop: Loop) -> int:
    """Run the loop of a task for a while, and ask for the task again if that was not enough.

    It is asked for again, too, after a moment, if the database went away.
    """
    end = time.monotonic() + RUN_S
    try:
        done = loop(seconds=RUN_S)
    except OperationalError:
        time.sleep(PAUSE_S)
        _put(task)
        raise
    if time.monotonic() >= end:
        _put(task)
    return done


def wake(task: str) -> None:
    """Ask for a task to run soon after this transaction commits; beat runs it anyway."""
    transaction.on_commit(partial(_put, task))


def _put(task: str) -> None:
    _start()
    try:
        _names.put_nowait(task)
    except queue.Full:
        logger.info("The broker is slow: %s waits for the next sweep.", task)


def _start() -> None:
    """Start the thread of this process; a process that was forked has none of its own."""
    with _starting:
        if not any(thread.name == "wake" for thread in threading.enumerate()):
            threading.Thread(target=_publish, name="wake", daemon=True).start()


def _publish() -> None:
    while True:
        for task in _waiting():
            try:
                # Not tried again: the sweep is what makes it certain.
                current_app.send_task(task, retry=False, expires=30)
            except (
                Exception
            ) as error:  # whatever the broker's client raises must not end the thread
                reason = type(error).__name__
                logger.info("The broker does not answer (%s): %s waits.", reason, task)
        time.sleep(SHARED_S)


def _waiting() -> set[str]:
    """Wait for a name; return it with all others that wait."""
    names = {_names.get()}
    while True:
        try:
            names.add(_names.get_nowait())
        except queue.Empty:
            return names
