"""PostgreSQL and Valkey for one test run: a fresh folder, careless of power cuts, then gone."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.services import places
from portal.services.accounts import servers_account, servers_home
from portal.services.errors import ServiceError
from portal.services.postgres import Postgres
from portal.services.processes import Child, end
from portal.services.programs import postgres_programs, valkey_program
from portal.services.valkey import Valkey


@contextmanager
def throwaway_services() -> Iterator[places.ServiceUrls]:
    """Run both services in a temporary folder; yield their addresses."""
    account = servers_account()
    home = servers_home(account)
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir=places.temporary_root()))
    folder.chmod(0o711)
    postgres = Postgres(
        data=folder / "postgres",
        sockets=folder / "sockets",
        programs=postgres_programs(home, account),
        account=account,
        throwaway=True,
    )
    valkey = Valkey(
        data=folder / "valkey",
        sockets=folder / "sockets",
        program=valkey_program(home, account),
        account=account,
        throwaway=True,
    )
    servers = [postgres.child(folder / "postgres.log"), valkey.child(folder / "valkey.log")]
    try:
        postgres.prepare()
        valkey.prepare()
        for server in servers:
            server.start()
        wait_until_ready(servers[0], postgres.is_ready)
        wait_until_ready(servers[1], valkey.is_ready)
        postgres.set_up()
        yield places.ServiceUrls(folder / "sockets")
    finally:
        end(servers, seconds=10)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(server: Child, is_ready: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for a server; say its last words if it ends or stays silent."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if not server.is_alive or time.monotonic() > deadline:
            raise ServiceError(f"{server.name} did not start:\n{server.last_words()}")
        time.sleep(0.02)
