"""The embedded PostgreSQL: one cluster, two roles, one database, a socket in a private folder."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.services import places
from portal.services.accounts import Account, private_folder, spawn_as
from portal.services.errors import ServiceError
from portal.services.processes import Child, command_of

# Optional extensions are made when the programs have them; a superuser makes them here, so that
# migrations may ask for them again as the owner.
_SET_UP = r"""
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY[:'owner', :'app']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
\connect template1
SELECT format('CREATE EXTENSION IF NOT EXISTS %I', name) FROM pg_available_extensions
 WHERE name IN ('pg_trgm', 'unaccent', 'vector') \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner"
  GRANT USAGE, SELECT ON SEQUENCES TO :"app";
\connect postgres
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template1', :'database', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
"""
_NAMES = {"owner": places.OWNER_ROLE, "app": places.APP_ROLE, "database": places.DATABASE}
# Sorting is by code point and the same on every machine; names sort by a stored key.
_INITDB = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """One cluster in a folder, reached by sockets in another."""

    data: Path
    sockets: Path
    programs: Path
    account: Account | None = None
    throwaway: bool = False

    def prepare(self) -> None:
        """Make the cluster where there is none; refuse data of another major version."""
        private_folder(self.sockets, self.account)
        if not self.data.exists():
            self._make_cluster()
        private_folder(self.data, self.account)
        data_version = (self.data / "PG_VERSION").read_text().strip()
        program_version = self._program_version()
        if data_version != program_version:
            raise ServiceError(
                f"{self.data} was made by PostgreSQL {data_version}, but the programs are "
                f"{program_version}. Dump it with the old ones and restore, or start afresh with "
                "bin/run --reset."
            )
        self._drop_stale_lock()

    def child(self, log: Path) -> Child:
        """Return the server as a child to start."""
        return Child(
            "postgres",
            [self.programs / "postgres", "-D", self.data, *self._options()],
            log=log,
            environment=_environment(),
            account=self.account,
            # "Fast": ends sessions, keeps what is committed.
            stop_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        """Tell whether the server takes connections."""
        probe: list[str | Path] = [
            self.programs / "pg_isready",
            "-q",
            "-h",
            self.sockets,
            "-U",
            places.SUPERUSER,
        ]
        return subprocess.run([*probe, "-d", "postgres"], check=False).returncode == 0

    def is_set_up(self) -> bool:
        """Tell whether roles and database were made."""
        return self._set_up_mark.exists()

    def identity(self) -> str:
        """Return a name of this cluster that no other has, for what is remembered about it."""
        status = self._set_up_mark.stat()
        return f"{self.data}-{status.st_ino}-{status.st_mtime_ns}"

    def set_up(self) -> None:
        """Make the roles, their rights, the extensions and the database; safe to repeat."""
        command: list[str | Path] = [self.programs / "psql", "-X", "-q", "-f", "-"]
        command += ["-v", "ON_ERROR_STOP=1"]
        command += [part for key, name in _NAMES.items() for part in ("-v", f"{key}={name}")]
        done = subprocess.run(
            [*command, "-h", self.sockets, "-U", places.SUPERUSER, "-d", "postgres"],
            input=_SET_UP,
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
        if done.returncode:
            raise ServiceError(f"PostgreSQL could not be set up: {done.stderr.strip()}")
        self._set_up_mark.touch()

    def _drop_stale_lock(self) -> None:
        """Remove a lock whose process number belongs to another program since."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if f"-D {self.data}" not in command_of(pid):
            lock.unlink(missing_ok=True)

    @property
    def _set_up_mark(self) -> Path:
        return self.data / "portal-is-set-up"

    def _program_version(self) -> str:
        said = subprocess.run(
            [self.programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        ).stdout
        return said.split()[2].split(".")[0]

    def _make_cluster(self) -> None:
        # Made beside and renamed at the end, so that an interrupted start leaves no half cluster.
        unfinished = self.data.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_folder(unfinished, self.account)
        command: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            unfinished,
            "-U",
            places.SUPERUSER,
            *_INITDB,
        ]
        command += ["--auth-local=trust", "--auth-host=reject", "--data-checksums"]
        if self.throwaway:
            command.append("--no-sync")
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(),
            check=False,
            # Ctrl-C is for the supervisor, which ends things in order.
            start_new_session=True,
            **spawn_as(self.account),
        )
        if done.returncode:
            raise ServiceError(
                f"PostgreSQL could not make its files in {unfinished} (PostgreSQL 17 or newer is "
                f"needed): {done.stderr.strip() or done.stdout.strip()}"
            )
        unfinished.rename(self.data)

    def _options(self) -> list[str]:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "shared_buffers=64MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "timezone=UTC",
            "log_timezone=UTC",
            *(_THROWAWAY if self.throwaway else ()),
        ]
        return [part for setting in settings for part in ("-c", setting)]


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
