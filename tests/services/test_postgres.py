"""The cluster of one checkout: where it may stand, and what it survives."""

import os
import shutil
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from portal.services import places
from portal.services.accounts import servers_account, servers_home
from portal.services.errors import ServiceError
from portal.services.postgres import Postgres
from portal.services.programs import postgres_programs
from portal.services.supervisor import Supervisor


@pytest.fixture
def folder():
    """A folder that the servers' account reaches, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir=places.temporary_root()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def postgres(folder):
    account = servers_account()
    deep = folder / "a path with spaces" / ("deep" * 25)
    deep.mkdir(parents=True)
    return Postgres(
        data=deep / "postgres",
        sockets=folder / "sockets",
        programs=postgres_programs(servers_home(account), account),
        account=account,
        throwaway=True,
    )


def test_it_works_in_a_deep_path_with_spaces_and_survives_a_kill(folder, postgres):
    postgres = replace(postgres, throwaway=False)
    said = []
    supervisor = Supervisor(said.append, folder / "children.json")
    urls = places.ServiceUrls(postgres.sockets)
    postgres.prepare()
    server = postgres.child(folder / "postgres.log")
    supervisor.start_server(server)
    supervisor.wait_for(postgres.is_ready)
    postgres.set_up()
    with psycopg.connect(urls.owner_database_url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")

    os.kill(server.pid, signal.SIGKILL)
    supervisor.wait_for(lambda: bool(said))
    supervisor.wait_for(postgres.is_ready)

    with psycopg.connect(urls.database_url) as app:
        assert app.execute("SELECT one FROM kept").fetchall() == [(1,)]
    assert said == ["postgres ended (killed by SIGKILL); started again."]
    supervisor.stop()


def test_set_up_can_be_repeated_after_an_interruption(folder, postgres):
    supervisor = Supervisor(print, folder / "children.json")
    postgres.prepare()
    supervisor.start_server(postgres.child(folder / "postgres.log"))
    supervisor.wait_for(postgres.is_ready)

    assert not postgres.is_set_up()
    postgres.set_up()
    postgres.set_up()

    assert postgres.is_set_up()
    supervisor.stop()


def test_data_of_another_version_is_refused_with_the_way_out(postgres):
    postgres.prepare()
    (postgres.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(ServiceError, match=r"made by PostgreSQL 12[\s\S]*bin/run --reset"):
        postgres.prepare()


def test_a_lock_whose_number_is_another_programs_by_now_is_dropped(postgres):
    postgres.prepare()
    lock = postgres.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{postgres.data}\n")

    postgres.prepare()

    assert not lock.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_data_of_another_user_is_refused_with_the_way_out(postgres):
    postgres.data.mkdir()
    os.chown(postgres.data, 12345, 12345)

    with pytest.raises(ServiceError, match=r"user id 12345[\s\S]*as that user"):
        postgres.prepare()
