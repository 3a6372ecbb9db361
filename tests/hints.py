"""Hints to the worker that this process published."""

import json
import time
from typing import Any

from portal import wake as waking
from portal.celery import app

QUEUES = [queue.name for queue in app.conf.task_queues]


def published(broker: Any) -> list[str]:
    """Return the tasks that were asked for, once all that was to be published is."""
    marks = [f"tests.mark_{time.monotonic_ns()}_{number}" for number in range(2)]
    # The names of one moment leave in any order: the second mark leaves after all of the first's.
    for mark in marks:
        waking._put(mark)
        end = time.monotonic() + 60
        while mark not in _waiting(broker):
            assert time.monotonic() < end, f"{mark} was not published within a minute"
            time.sleep(0.02)
    return [task for task in _waiting(broker) if not task.startswith("tests.")]


def _waiting(broker: Any) -> list[str]:
    every = [each for queue in QUEUES for each in broker.lrange(queue, 0, -1)]
    return [json.loads(each)["headers"]["task"] for each in every]
