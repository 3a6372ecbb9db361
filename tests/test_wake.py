"""Hints to the worker: after the commit, never after a rollback, and nobody waits for them."""

import time
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import OperationalError, transaction

from portal import beat
from portal import wake as waking
from portal.celery import app
from portal.wake import until_done, wake
from tests.hints import QUEUES, published
from tests.search.conftest import own_database  # noqa: F401 fixture

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def broker() -> Any:
    """The queue of the worker, empty."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        published(client)
        client.delete(*QUEUES)
        yield client
        client.delete(*QUEUES)


def waiting(broker: Any) -> int:
    """Return how many hints wait, once all are published."""
    return len(published(broker))


def test_hint_is_published_after_the_commit(broker: Any) -> None:
    with transaction.atomic():
        wake("notifications.dispatch")
        assert waiting(broker) == 0

    assert waiting(broker) == 1


def test_no_hint_is_published_after_a_rollback(broker: Any) -> None:
    with transaction.atomic():
        wake("notifications.dispatch")
        transaction.set_rollback(True)

    assert waiting(broker) == 0


def test_hints_of_one_moment_share_a_message(broker: Any) -> None:
    for _hint in range(40):
        wake("notifications.dispatch")

    # The first leaves at once; the rest share one, or a few on a busy machine.
    assert 1 <= waiting(broker) < 10


def test_burst_of_events_keeps_no_other_task_waiting(broker: Any) -> None:
    for task in [*["notifications.dispatch"] * 9, "notifications.send_mails", "audit.seal"]:
        app.send_task(task)

    assert set(taken(3)) == {"notifications.dispatch", "notifications.send_mails", "audit.seal"}


def test_beat_asks_by_the_same_queues() -> None:
    tasks = [row["task"] for row in beat.app.conf.beat_schedule.values()]
    asked = {task: beat.app.amqp.router.route({}, task)["queue"].name for task in tasks}

    assert asked == {task: app.amqp.router.route({}, task)["queue"].name for task in tasks}
    assert set(asked.values()) == set(QUEUES)


def taken(number: int) -> list[str]:
    """Return the tasks that a worker takes first, so many, one after the other."""
    tasks: list[str] = []

    def take(_body: Any, message: Any) -> None:
        tasks.append(message.headers["task"])
        message.ack()

    with app.connection_for_read() as connection, connection.channel() as channel:
        channel.basic_qos(0, 1, False)
        with app.amqp.TaskConsumer(channel, callbacks=[take], accept=["json"]):
            while len(tasks) < number:
                connection.drain_events(timeout=20)
    return tasks


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

    # Far less than an attempt to reach it for each.
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(("time_given", "asked"), [(60.0, 0), (0.0, 1)])
def test_task_that_was_not_done_in_time_is_asked_for_again(
    broker: Any, monkeypatch: pytest.MonkeyPatch, time_given: float, asked: int
) -> None:
    monkeypatch.setattr(waking, "RUN_S", time_given)

    def loop(*, seconds: float) -> int:
        return 7

    assert until_done("notifications.dispatch", loop) == 7
    assert waiting(broker) == asked


def test_task_whose_database_went_away_is_asked_for_again(broker: Any) -> None:
    def loop(*, seconds: float) -> int:
        raise OperationalError

    with pytest.raises(OperationalError):
        until_done("notifications.dispatch", loop)

    assert waiting(broker) == 1
