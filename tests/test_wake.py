"""Hints to the worker: after the commit, never after a rollback, and nobody waits for them."""

import time
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import OperationalError, transaction

from portal import wake as waking
from portal.wake import SHARED_S, until_done, wake
from tests.search.conftest import own_database  # noqa: F401 fixture

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def broker() -> Any:
    """The queue of the worker, empty."""
    # What other tests asked for is published by then.
    time.sleep(2 * SHARED_S)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete("celery")
        yield client
        client.delete("celery")


def waiting(broker: Any, seconds: float = 5) -> int:
    """Return how many hints wait, once there is one."""
    end = time.monotonic() + seconds
    while not broker.llen("celery") and time.monotonic() < end:
        time.sleep(0.02)
    return int(broker.llen("celery"))


def test_hint_is_published_after_the_commit(broker: Any) -> None:
    with transaction.atomic():
        wake("notifications.dispatch")
        assert waiting(broker, 0.2) == 0

    assert waiting(broker) == 1


def test_no_hint_is_published_after_a_rollback(broker: Any) -> None:
    with transaction.atomic():
        wake("notifications.dispatch")
        transaction.set_rollback(True)

    assert waiting(broker, 0.3) == 0


def test_hints_of_one_moment_share_a_message(broker: Any) -> None:
    for _hint in range(40):
        wake("notifications.dispatch")

    assert waiting(broker) >= 1
    time.sleep(2 * SHARED_S)
    # The first leaves at once; the rest share one, or a few on a busy machine.
    assert waiting(broker) < 10


def test_broker_that_says_nothing_keeps_nobody_waiting(broker: Any) -> None:
    began = time.monotonic()
    url = current_app.conf.broker_url
    try:
        # An address of the documentation: nobody answers there.
        current_app.conf.broker_url = "redis://192.0.2.1:6379/0"
        for _hint in range(200):
            wake("notifications.dispatch")
    finally:
        current_app.conf.broker_url = url

    assert time.monotonic() - began < 1


@pytest.mark.parametrize(("takes", "asked"), [(0.0, 0), (0.3, 1)])
def test_task_that_was_not_done_in_time_is_asked_for_again(
    broker: Any, monkeypatch: pytest.MonkeyPatch, takes: float, asked: int
) -> None:
    monkeypatch.setattr(waking, "RUN_S", 0.2)

    def loop(*, seconds: float) -> int:
        time.sleep(takes)
        return 7

    assert until_done("notifications.dispatch", loop) == 7
    assert waiting(broker, 3 if asked else 0.5) == asked


def test_task_whose_database_went_away_is_asked_for_again(broker: Any) -> None:
    def loop(*, seconds: float) -> int:
        raise OperationalError

    with pytest.raises(OperationalError):
        until_done("notifications.dispatch", loop)

    assert waiting(broker, 3) == 1
