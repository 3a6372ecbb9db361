"""What every site of a run stands on: one PostgreSQL and one Valkey, thrown away at the end."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import redis
from psycopg import sql

from bench.figures import BenchError
from portal.services import places
from portal.services.throwaway import throwaway_services


def say(words: str) -> None:
    """Say on the error stream what goes on; the figures have the output to themselves."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


class Ground:
    """Servers, databases by name, and the environment that points a process at one of them."""

    def __init__(self, stack: ExitStack) -> None:
        self._urls = stack.enter_context(throwaway_services())
        made = TemporaryDirectory(prefix="portal-bench-", dir=places.temporary_root())
        self.folder = Path(stack.enter_context(made))
        self._valkey_numbers: dict[str, int] = {}
        # It would clean up in somebody's round: every database is vacuumed after loading instead.
        self.administer(sql.SQL("ALTER SYSTEM SET autovacuum = off"))
        self.administer(sql.SQL("SELECT pg_reload_conf()"))
        self.servers = (self._postgres(), self._valkey())

    def copy_database(self, name: str, *, template: str) -> str:
        """Make a database of this name, with the rights and extensions of the portal's own."""
        self.administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                *map(sql.Identifier, (name, template, places.OWNER_ROLE))
            )
        )
        return name

    def administer(self, statement: sql.Composable, database: str = "postgres") -> None:
        """Run one statement as the superuser, outside a transaction."""
        address = _of(self._urls.superuser_database_url, database)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process that uses this database.

        Valkey's numbered databases keep the sites' caches apart; there are 16 of them.
        """
        number = self._valkey_numbers.setdefault(database, len(self._valkey_numbers))
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
        return kept | {
            "DATABASE_URL": _of(self._urls.database_url, database),
            "DATABASE_OWNER_URL": _of(self._urls.owner_database_url, database),
            "REDIS_URL": f"{self._urls.redis_url}?db={number}",
            "EMAIL_URL": (self.folder / "mail").as_uri(),
            "STORAGE_URL": (self.folder / "files").as_uri(),
            "JOURNAL_URL": (self.folder / "journal").as_uri(),
            "BASE_URL": "http://localhost",
            "PORTAL_MODE": "development",
            "PORTAL_DEMO": "on",
        }

    def _postgres(self) -> int:
        """Return the process that all of PostgreSQL's others descend from."""
        with psycopg.connect(_of(self._urls.superuser_database_url, "postgres")) as connection:
            row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert row
        return int(row[0].split("\n", 1)[0])

    def _valkey(self) -> int:
        with redis.Redis.from_url(self._urls.redis_url) as client:
            return int(client.info("server")["process_id"])


def _of(address: str, database: str) -> str:
    return address.replace(f"/{places.DATABASE}?", f"/{database}?")


def run(words: list[str], environment: dict[str, str], folder: Path = places.ROOT) -> str:
    """Run Python in a folder; return what it says, or fail with its last words."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{' '.join(words)} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
