"""A whole portal as people meet it: gunicorn, mail, and a worker when a test asks for one."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis

from portal.services import places
from portal.services.addresses import listen
from portal.services.processes import Child, end

LONGEST_START = 60


class Site:
    """One running portal on a port of its own; its database and Valkey are given."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        # Ports of neighbouring processes lie apart, so that few are tried twice.
        self.listener = listen("localhost", 20_000 + os.getpid() * 7 % 20_000, lambda line: None)
        self.url = self.listener.url
        numbers = [each.fileno() for each in self.listener.sockets]
        self.environment = {
            **os.environ,
            "PORTAL_DEMO": "on",
            "PORTAL_WEB_WORKERS": "1",
            "PORTAL_LISTEN_FDS": ",".join(map(str, numbers)),
            "BASE_URL": self.url,
            **environment,
        }
        self.web = self._child("web", ["gunicorn", "--config", "python:portal.services.web"])
        self.web.pass_fds = tuple(numbers)
        self._workers = [
            self._child("worker", [*_CELERY, "worker", "--pool", "solo", "--without-mingle"]),
            self._child("beat", [*_BEAT, "beat", "--schedule", str(folder / "beat")]),
        ]

    @property
    def worker(self) -> Child:
        """The Celery worker, which a test may kill."""
        return self._workers[0]

    def forget_tries(self) -> None:
        """Count tries from nothing: the people of many tests sign in from one address."""
        with Redis.from_url(self.environment["REDIS_URL"]) as client:
            for counted in ("*:rl:*", "*:limit:*"):
                for key in client.scan_iter(counted):
                    client.delete(key)

    def start_web(self) -> None:
        """Start gunicorn and wait for its first answer."""
        self.web.start()
        deadline = time.monotonic() + LONGEST_START
        while self.status("/healthz") != 200:
            if not self.web.is_alive or time.monotonic() > deadline:
                raise RuntimeError(f"The web process did not start:\n{self.web.last_words(40)}")
            time.sleep(0.05)

    def start_worker(self) -> None:
        """Start a Celery worker and beat, unless they run."""
        for child in self._workers:
            if not child.is_alive:
                child.start()

    def stop_worker(self) -> None:
        """End the worker and beat."""
        end(self._workers, seconds=8)

    def stop(self) -> None:
        """End every process of this portal."""
        end([self.web, *self._workers], seconds=8)
        self.listener.close()

    def status(self, path: str) -> int:
        """Return the status of a page for a visitor; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def manage(self, *words: str) -> str:
        """Run a management command of this portal and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=places.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def run(self, statements: str) -> str:
        """Run Python within this portal and return what it printed."""
        return self.manage("shell", "--no-imports", "-c", statements)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement on this portal's database and return its rows."""
        with psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def _child(self, name: str, words: Sequence[str]) -> Child:
        return Child(
            name,
            [sys.executable, "-m", *words],
            log=self.folder / f"{name}.log",
            environment=self.environment,
            folder=places.ROOT,
        )


_CELERY = ["celery", "-A", "portal.celery", "--quiet"]
_BEAT = ["celery", "-A", "portal.beat", "--quiet"]
