"""Real services for every test: one throw-away PostgreSQL and Valkey, one database per worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from portal.services import places
from portal.services.steps import steps
from portal.services.throwaway import throwaway_services

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "portal_template"

_stack = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the services once and give this worker its own copy of the migrated database.

    The controller of pytest-xdist starts them; its workers inherit the addresses. A wrapper,
    because pytest-django reads the settings in this hook and they read the addresses.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        urls = _stack.enter_context(throwaway_services())
        os.environ |= {
            "DATABASE_URL": urls.database_url,
            "DATABASE_OWNER_URL": urls.owner_database_url,
            "PORTAL_TEST_SUPERUSER_URL": urls.superuser_database_url,
            "REDIS_URL": urls.redis_url,
            "EMAIL_URL": "smtp://localhost:1",
            "STORAGE_URL": Path(_stack.enter_context(TemporaryDirectory())).as_uri(),
            "JOURNAL_URL": Path(_stack.enter_context(TemporaryDirectory())).as_uri(),
            "BASE_URL": "http://localhost",
            "PORTAL_MODE": "development",
            "PORTAL_DEMO": "off",
        }
        _prepare_files()
        _make_template()
    _use_database(clone_database(worker or "main"))
    # Its own numbered database of Valkey too: a test that clears the limits clears its own.
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={number}"
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the services that this process started."""
    _stack.close()


def _prepare_files() -> None:
    """Compile the catalogues and collect the static files, as a start does, when they changed."""
    for step in steps(database=""):
        if step.name in ("catalogues", "static") and step.is_due():
            subprocess.run(step.command, cwd=ROOT, check=True)
            step.note_done()


def _make_template() -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    with psycopg.connect(os.environ["PORTAL_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {TEMPLATE} TEMPLATE {places.DATABASE} OWNER {places.OWNER_ROLE}"  # type: ignore[arg-type]
        )


def clone_database(name: str, template: str = TEMPLATE) -> str:
    """Make a database of this name from a template and return its name."""
    database = f"portal_{name}"
    with psycopg.connect(os.environ["PORTAL_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {database} TEMPLATE {template} OWNER {places.OWNER_ROLE}"  # type: ignore[arg-type]
        )
    return database


def drop_database(database: str) -> None:
    """Remove a cloned database and end who still uses it."""
    with psycopg.connect(os.environ["PORTAL_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database} WITH (FORCE)")  # type: ignore[arg-type]


def database_urls(database: str) -> dict[str, str]:
    """Return the environment that points a process at a cloned database."""
    # From the superuser's address, which no worker changes.
    address = os.environ["PORTAL_TEST_SUPERUSER_URL"].replace(
        f"/{places.DATABASE}?", f"/{database}?"
    )
    return {
        name: address.replace(f"{places.SUPERUSER}@", f"{role}@")
        for name, role in (
            ("DATABASE_URL", places.APP_ROLE),
            ("DATABASE_OWNER_URL", places.OWNER_ROLE),
        )
    }


def _use_database(database: str) -> None:
    os.environ |= database_urls(database)
