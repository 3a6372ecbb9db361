"""The portal's tasks over Debian's redis-server in the place of Valkey."""

import os
import shutil
import time

import pytest
import redis

from portal.services.places import ServiceUrls
from tests.databases import clone_database, database_urls, drop_database
from tests.journeys.servers import folder_of_servers, valkey_in
from tests.journeys.site import Site

DEBIANS = "/usr/bin/redis-server"


@pytest.fixture
def redis_server(monkeypatch):
    if not shutil.which(DEBIANS):
        reason = f"{DEBIANS} is not installed (Debian: apt-get install redis-server)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    monkeypatch.setenv("PORTAL_REDIS_SERVER", DEBIANS)


@pytest.fixture
def site(redis_server):
    database = clone_database("redis_leg")
    with folder_of_servers() as folder, valkey_in(folder):
        site = Site(
            folder,
            database_urls(database) | {"REDIS_URL": ServiceUrls(folder / "sockets").redis_url},
        )
        yield site
        site.stop()
    drop_database(database)


def test_a_task_goes_from_beat_over_redis_to_the_worker_and_into_the_database(site):
    with redis.Redis.from_url(site.environment["REDIS_URL"]) as client:
        assert "valkey_version" not in client.info("server")
    site.run(
        "from portal.search.models import Stale;"
        "Stale.objects.create(object_type='research.work', object_id=1)"
    )

    site.start_worker()

    deadline = time.monotonic() + 40
    while site.rows("SELECT 1 FROM search_stale") and time.monotonic() < deadline:
        time.sleep(0.2)
    assert site.rows("SELECT object_id FROM search_stale") == []
