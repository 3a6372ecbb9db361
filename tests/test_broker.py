"""The broker goes and comes back: the worker is there soon, without a queue of old sweeps."""

import os
import subprocess
import sys
import time

import pytest
import redis
from celery.schedules import crontab
from kombu.exceptions import OperationalError

from bench.outage import own_broker
from portal import beat
from portal.broker import PAUSE_S
from portal.celery import app
from portal.services import places

# Longer than the library's longest pause, and soon enough.
AWAY_S, SOON_S = 35, 3


def test_broker_is_tried_again_every_half_second() -> None:
    pauses: list[float] = []
    connection = app.connection_for_read("redis://127.0.0.1:1")

    with pytest.raises(OperationalError):
        connection.ensure_connection(lambda _error, pause: pauses.append(pause), max_retries=3)

    assert pauses == [PAUSE_S] * 3


@pytest.mark.nightly
def test_worker_is_back_soon_after_a_long_outage() -> None:
    with own_broker() as broker:
        words = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "--pool", "solo"]
        environment = {**os.environ, "REDIS_URL": broker.url}
        with subprocess.Popen(words, cwd=places.ROOT, env=environment) as worker:
            try:
                assert taken(broker.url, 60)
                broker.stop()
                time.sleep(AWAY_S)
                broker.start()
                assert taken(broker.url, SOON_S)
            finally:
                worker.terminate()


def taken(url: str, seconds: float) -> bool:
    """Return whether a worker takes a message within so many seconds."""
    celerys = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    with app.connection_for_write(celerys) as connection:
        # No task has this name: the worker says so and drops it.
        app.send_task("nobody.knows", connection=connection)
    end = time.monotonic() + seconds
    with redis.Redis.from_url(url) as client:
        while client.llen("celery") and time.monotonic() < end:
            time.sleep(0.05)
        return not client.llen("celery")


def test_sweeps_that_nobody_took_are_gone_by_the_next() -> None:
    rows = beat.app.conf.beat_schedule.values()
    sweeps = [row for row in rows if not isinstance(row["schedule"], crontab)]
    often = [row for row in sweeps if row["schedule"].run_every.total_seconds() <= 30]

    assert len(often) > 5
    assert all(
        row["options"]["expires"] == row["schedule"].run_every.total_seconds() for row in often
    )


def test_what_runs_daily_runs_by_the_clock() -> None:
    rows = beat.app.conf.beat_schedule.values()
    nightly = [row["schedule"] for row in rows if isinstance(row["schedule"], crontab)]
    others = [row["schedule"] for row in rows if not isinstance(row["schedule"], crontab)]

    assert {hour for each in nightly for hour in each.hour} == {3}
    assert len({minute for each in nightly for minute in each.minute}) == len(nightly)
    assert all(each.run_every.total_seconds() < 86_400 for each in others)
