"""Two transactions that meet: one changes a room, the other acts on what it saw before."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from portal.refusals import Refused

# Whoever waits for this very transaction: other tests wait for locks of their own meanwhile.
AWAITED = """
SELECT EXISTS (SELECT FROM pg_locks
 WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def run(act: Callable[[], Any]) -> Any:
    """Return what an act returned; a refusal is its own answer."""
    try:
        return act()
    except Refused as refusal:
        return str(refusal)
    finally:
        connection.close()


def meanwhile(
    change: Callable[[], Any], act: Callable[[], Any], *, then: Callable[[], Any] = bool
) -> Any:
    """Return what an act returns that begins before a change is committed, and may wait for it.

    `then` goes on with the change while the act waits.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change()
            answer = pool.submit(run, act)
            _let_it_wait(answer)
            then()
        return answer.result(timeout=60)


def _let_it_wait(answer: Future[Any]) -> None:
    """Return once the other waits for a lock of ours, or is done without."""
    for _look in range(600):
        with connection.cursor() as cursor:
            cursor.execute(AWAITED)
            if answer.done() or cursor.fetchone() == (True,):
                return
        time.sleep(0.05)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return what each act returned, all begun together."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        return run(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(begin, act) for act in acts]]
