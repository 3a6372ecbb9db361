"""The seeded database: filled once in a test run, copied for every portal."""

import os
import subprocess
import sys

import psycopg

from portal.services import places
from tests.databases import clone_database, database_urls

SEEDED = "portal_seeded"
# Any number that nothing else locks by.
LOCK = 187


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
