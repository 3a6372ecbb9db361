"""PostgreSQL and Valkey that a test may stop and start again."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.services import places
from portal.services.accounts import servers_account, servers_home
from portal.services.postgres import Postgres
from portal.services.processes import Child, end
from portal.services.programs import postgres_programs, valkey_program
from portal.services.throwaway import wait_until_ready
from portal.services.valkey import Valkey


class Server:
    """One server of a test."""

    def __init__(self, child: Child, is_ready: Callable[[], bool]) -> None:
        self.child = child
        self.is_ready = is_ready

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self.child.start()
        wait_until_ready(self.child, self.is_ready)

    def stop(self) -> None:
        """End it; its data stay."""
        end([self.child], seconds=10)


@contextmanager
def folder_of_servers() -> Iterator[Path]:
    """Make a folder that the servers' account can enter, with a short name for the sockets."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir=places.temporary_root()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def valkey_in(folder: Path) -> Iterator[Server]:
    """Run a Valkey in this folder."""
    account = servers_account()
    valkey = Valkey(
        data=folder / "valkey",
        sockets=folder / "sockets",
        program=valkey_program(servers_home(account), account),
        account=account,
        throwaway=True,
    )
    valkey.prepare()
    with _running(Server(valkey.child(folder / "valkey.log"), valkey.is_ready)) as server:
        yield server


@contextmanager
def postgres_in(folder: Path) -> Iterator[Server]:
    """Run a PostgreSQL with an empty database in this folder."""
    account = servers_account()
    postgres = Postgres(
        data=folder / "postgres",
        sockets=folder / "sockets",
        programs=postgres_programs(servers_home(account), account),
        account=account,
        throwaway=True,
    )
    postgres.prepare()
    with _running(Server(postgres.child(folder / "postgres.log"), postgres.is_ready)) as server:
        postgres.set_up()
        yield server


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()
