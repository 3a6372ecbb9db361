"""The one command: servers, what must be prepared, web, worker, beat; until it is told to stop."""

import argparse
import os
import shutil
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import environ

from portal.services import places
from portal.services.accounts import servers_account, servers_home
from portal.services.addresses import Listener, listen
from portal.services.errors import ServiceError
from portal.services.leftovers import end_leftovers
from portal.services.lock import StartLock, only_start
from portal.services.postgres import Postgres
from portal.services.processes import Child
from portal.services.programs import postgres_programs, valkey_program
from portal.services.steps import Step, steps
from portal.services.supervisor import Supervisor
from portal.services.valkey import Valkey
from portal.services.welcome import welcome

_WORKER = ("--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle")
_OF_A_START = ("stamps", "static", "mail", "files", "journal", "celerybeat-schedule*")


def main(words: list[str]) -> int:
    """Run the portal; return the exit code."""
    options = _options(words)
    os.umask(0o077)
    os.chdir(places.ROOT)
    environ.Env.read_env(places.ROOT / ".env")
    try:
        servers_home(servers_account())
        with only_start() as lock:
            Portal(options, lock).run()
    except ServiceError as error:
        say(str(error))
        return 1
    except PermissionError as error:
        say(
            f"{error.filename} is not open to this user ({error.strerror}). Start the portal as "
            "the user who did before, or remove the folder .portal, which holds all its data."
        )
        return 1
    return 0


def say(line: str) -> None:
    """Print a line; a terminal that is gone is no reason to leave children behind."""
    try:
        print(line, flush=True)
    except OSError:
        return


class Portal:
    """One start of the portal in this checkout."""

    def __init__(self, options: argparse.Namespace, lock: StartLock) -> None:
        self.options = options
        self.lock = lock
        self.account = servers_account()
        self.home = servers_home(self.account)
        self.urls = places.ServiceUrls(places.socket_folder())
        self.environment = dict(os.environ)
        self.supervisor = Supervisor(say, places.home() / "children.json")

    def run(self) -> None:
        """Start everything, watch it until told to stop, end everything."""
        self.supervisor.heed_signals()
        end_leftovers(self.supervisor.record)
        if self.options.reset:
            self._reset()
        listener = listen(self.options.host, self.options.port, say)
        try:
            self._start(listener)
            self.supervisor.wait_for(lambda: False, pause=0.2)
            say("Stopping.")
        finally:
            listener.close()
            self.supervisor.stop()
            with suppress(OSError):
                self.urls.sockets.rmdir()
        say("Stopped.")

    def _start(self, listener: Listener) -> None:
        self.environment.setdefault("BASE_URL", listener.url)
        address = self.environment["BASE_URL"].rstrip("/")
        self.lock.note(address)
        database = self._start_postgres()
        self._start_valkey()
        for step in steps(database):
            self._prepare(step, always=not database)
        self._start_web(listener)
        began = time.monotonic()
        self.supervisor.wait_for(lambda: _answers(listener, address))
        if not self.supervisor.is_stopping:
            say(f"web answers after {time.monotonic() - began:.1f} s")
            self._start_celery("portal.celery", "worker", *_WORKER)
            self._start_celery("portal.beat", "beat")
            say(welcome(address, self._sign_ins()))

    def _start_postgres(self) -> str:
        """Start the embedded database; return a name of its own, empty when it is external."""
        if self.environment.get("DATABASE_URL"):
            self.environment.setdefault("DATABASE_OWNER_URL", self.environment["DATABASE_URL"])
            return ""
        postgres = Postgres(
            data=self.home / "postgres",
            sockets=self.urls.sockets,
            programs=postgres_programs(self.home, self.account),
            account=self.account,
        )
        if not postgres.data.exists():
            say(f"Making a database in {postgres.data}")
        postgres.prepare()
        self.supervisor.start_server(postgres.child(places.log_folder() / "postgres.log"))
        self.supervisor.wait_for(postgres.is_ready)
        if self.supervisor.is_stopping:
            return ""
        if not postgres.is_set_up():
            postgres.set_up()
        self.environment["DATABASE_URL"] = self.urls.database_url
        self.environment["DATABASE_OWNER_URL"] = self.urls.owner_database_url
        return postgres.identity()

    def _start_valkey(self) -> None:
        if self.environment.get("REDIS_URL") or self.supervisor.is_stopping:
            return
        valkey = Valkey(
            data=self.home / "valkey",
            sockets=self.urls.sockets,
            program=valkey_program(self.home, self.account),
            account=self.account,
        )
        valkey.prepare()
        self.supervisor.start_server(valkey.child(places.log_folder() / "valkey.log"))
        self.supervisor.wait_for(valkey.is_ready)
        self.environment["REDIS_URL"] = self.urls.redis_url

    def _prepare(self, step: Step, *, always: bool) -> None:
        if self.supervisor.is_stopping or not (always or step.is_due()):
            return
        say(step.says)
        self.supervisor.run_to_end(self._child(step.name, step.command))
        if not self.supervisor.is_stopping:
            step.note_done()

    def _start_web(self, listener: Listener) -> None:
        if self.supervisor.is_stopping:
            return
        numbers = [each.fileno() for each in listener.sockets]
        self.environment["PORTAL_LISTEN_FDS"] = ",".join(map(str, numbers))
        command = (sys.executable, "-m", "gunicorn", "--config", "python:portal.services.web")
        self.supervisor.start_program(self._child("web", command, pass_fds=numbers))

    def _start_celery(self, app: str, name: str, *words: str) -> None:
        command = (sys.executable, "-m", "celery", "-A", app, name, *words)
        self.supervisor.start_program(self._child(name, (*command, "--loglevel", "INFO")))

    def _sign_ins(self) -> str:
        """Ask the site for its demo sign-ins, without loading it into this process."""
        asking = self._child("sign-ins", (sys.executable, "manage.py", "demo_sign_ins"))
        asking.log.unlink(missing_ok=True)
        try:
            self.supervisor.run_to_end(asking)
            return asking.log.read_text()
        except ServiceError as error:
            # No reason to end a portal that answers.
            say(str(error))
            return ""
        finally:
            asking.log.unlink(missing_ok=True)

    def _child(
        self, name: str, command: tuple[str, ...], pass_fds: list[int] | None = None
    ) -> Child:
        return Child(
            name,
            command,
            log=places.log_folder() / f"{name}.log",
            environment=self.environment,
            folder=places.ROOT,
            pass_fds=pass_fds or (),
        )

    def _reset(self) -> None:
        if self.environment.get("DATABASE_URL"):
            raise ServiceError(
                "--reset removes the embedded database only, and DATABASE_URL names another. "
                "Unset it, or empty that database yourself."
            )
        doomed = [self.home / "postgres", self.home / "valkey"]
        doomed += [path for name in _OF_A_START for path in places.home().glob(name)]
        say(f"Removing all data of this portal in {self.home}")
        for path in doomed:
            _remove(path)


def _answers(listener: Listener, address: str) -> bool:
    """Tell whether the web process says that it is well."""
    host = address.partition("://")[2]
    request = f"GET /healthz HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    target = listener.sockets[0].getsockname()[:2]
    try:
        with socket.create_connection(target, timeout=1) as connection:
            connection.sendall(request.encode())
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/run", description="Start the portal: database, Valkey, web, worker and beat."
    )
    parser.add_argument(
        "--reset", action="store_true", help="remove all data first, then start afresh"
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port, or the next free one (8000)"
    )
    parser.add_argument("--host", default="localhost", help="the address to listen on (localhost)")
    return parser.parse_args(words)


def _port(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port: name one from 1 to 65535")
    return number
