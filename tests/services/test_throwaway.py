"""The embedded servers: what the roles may do, and that nothing is left behind."""

import shutil
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import errors

from portal.services.throwaway import throwaway_services


@pytest.fixture(scope="module")
def urls():
    with throwaway_services() as urls:
        with psycopg.connect(urls.owner_database_url) as owner:
            owner.execute("CREATE TABLE work (id bigserial PRIMARY KEY, title text)")
        yield urls


def test_the_application_role_reads_and_writes_what_the_owner_made(urls):
    with psycopg.connect(urls.database_url) as app:
        app.execute("INSERT INTO work (title) VALUES ('one'), ('two')")
        app.execute("UPDATE work SET title = 'three' WHERE title = 'two'")
        app.execute("DELETE FROM work WHERE title = 'one'")

        assert app.execute("SELECT title FROM work").fetchall() == [("three",)]
        app.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE other (id int)",
        "DROP TABLE work",
        "TRUNCATE work",
        "ALTER TABLE work ADD COLUMN body text",
        "CREATE DATABASE other",
        "CREATE ROLE other",
        "SET ROLE portal_owner",
        "CREATE EXTENSION hstore",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
    ],
)
def test_the_application_role_owns_nothing(urls, statement):
    with (
        psycopg.connect(urls.database_url, autocommit=True) as app,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        app.execute(statement)


def test_the_owner_is_no_superuser_but_may_ask_for_the_extensions(urls):
    with psycopg.connect(urls.owner_database_url, autocommit=True) as owner:
        for name in ("pg_trgm", "unaccent", "vector"):
            owner.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        rows = owner.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname LIKE 'portal%'"
        ).fetchall()

        assert rows == [(False,), (False,)]


def test_a_database_made_later_has_the_same_rights_and_extensions(urls):
    with psycopg.connect(urls.superuser_database_url, autocommit=True) as superuser:
        superuser.execute("CREATE DATABASE portal_clone OWNER portal_owner")
    clone = {"dbname": "portal_clone", "host": str(urls.sockets)}

    with psycopg.connect(user="portal_owner", **clone) as owner:
        owner.execute("CREATE TABLE note (body text)")
    with psycopg.connect(user="portal_app", **clone) as app:
        app.execute("INSERT INTO note VALUES (unaccent('évaluation'))")
        assert app.execute("SELECT body FROM note").fetchall() == [("evaluation",)]


def test_text_sorts_by_code_point_and_pages_have_checksums(urls):
    with psycopg.connect(urls.database_url) as app:
        ordered = app.execute(
            "SELECT array_agg(w ORDER BY w) FROM unnest(ARRAY['é', 'z', 'a', 'Z']) AS w"
        ).fetchone()

        assert ordered == (["Z", "a", "z", "é"],)
        assert app.execute("SHOW data_checksums").fetchone() == ("on",)


def servers(monkeypatch, name: str) -> None:
    if name == "valkey":
        monkeypatch.delenv("PORTAL_REDIS_SERVER", raising=False)
        return
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    monkeypatch.setenv("PORTAL_REDIS_SERVER", program)


@pytest.mark.parametrize("server", ["valkey", "redis-server"])
def test_everything_is_gone_at_the_end(monkeypatch, server):
    servers(monkeypatch, server)

    with throwaway_services() as urls:
        folder = Path(urls.sockets).parent
        client = redis.Redis.from_url(urls.redis_url)
        client.set("key", "value")
        info = client.info("server")
        client.close()

        assert (
            info["server_name"] == "valkey" if server == "valkey" else "valkey_version" not in info
        )

    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls.database_url)
