"""What the portal asks of Valkey; .ci/run repeats it against Debian's redis-server."""

import os

import redis
from django.conf import settings
from kombu import Connection


def test_a_task_message_goes_through_the_broker():
    with (
        Connection(settings.CELERY_BROKER_URL) as connection,
        connection.SimpleQueue("test-of-the-broker") as queue,
    ):
        queue.put({"task": "search.index_stale"})
        message = queue.get(timeout=5)
        message.ack()

        assert message.payload == {"task": "search.index_stale"}
        assert queue.qsize() == 0


def test_counts_of_attempts_run_out():
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        counts = [client.incr("test-of-counts") for _attempt in range(3)]
        client.pexpire("test-of-counts", 20)

        assert counts == [1, 2, 3]
        assert 0 <= client.pttl("test-of-counts") <= 20


def test_the_server_is_the_one_that_was_named():
    named = os.environ.get("PORTAL_REDIS_SERVER")
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        info = client.info("server")

    assert ("valkey_version" in info) == (named is None or "valkey" in named)
