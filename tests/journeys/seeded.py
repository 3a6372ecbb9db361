"""Seeded portals: one database is filled in a test run and copied for each of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from portal.services import places
from tests.databases import clone_database, database_urls, drop_database
from tests.journeys.servers import folder_of_servers, valkey_in
from tests.journeys.site import Site

SEEDED = "portal_seeded"
# Any number that nothing else locks by.
LOCK = 187


@contextmanager
def seeded_site(name: str, *, email_url: str) -> Iterator[Site]:
    """Run a portal with a copy of the seeded database and a Valkey of its own."""
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of_servers())
        stack.enter_context(valkey_in(folder))
        database = seeded_database(name)
        stack.callback(drop_database, database)
        addresses = {
            "REDIS_URL": places.ServiceUrls(folder / "sockets").redis_url,
            "EMAIL_URL": email_url,
        }
        site = Site(folder, database_urls(database) | addresses)
        stack.callback(site.stop)
        site.start_web()
        yield site


def seeded_database(name: str) -> str:
    """Return a new copy of the seeded database; who asks first seeds it while others wait."""
    with psycopg.connect(os.environ["PORTAL_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SEEDED])
        if not made.fetchone():
            connection.execute("DROP DATABASE IF EXISTS portal_seeding WITH (FORCE)")
            _fill(clone_database("seeding"))
            connection.execute(f"ALTER DATABASE portal_seeding RENAME TO {SEEDED}")
        return clone_database(name, template=SEEDED)


def _fill(database: str) -> None:
    environment = os.environ | database_urls(database) | {"PORTAL_DEMO": "on"}
    for words in (["seed"], ["reindex"]):
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=places.ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
