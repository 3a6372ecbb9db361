"""bin/run in a fresh clone: what a first visitor of the repository does."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import BenchError
from bench.processes import cpu_seconds
from bench.sites import status_of
from portal.services import places
from portal.services.processes import Child, end

_NOT_FOR_CLONES = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "BASE_URL", "VIRTUAL_ENV",
                   "JOURNAL_URL"}  # fmt: skip
# A first start fetches some 100 MB of packages.
_PATIENCE = 600
_PARTS = {"postgres": "PostgreSQL", "valkey-server": "Valkey", "gunicorn": "web",
          " worker ": "worker", " beat ": "beat"}  # fmt: skip


@dataclass(frozen=True)
class Checkout:
    """A clone of this repository and the environment that its commands get."""

    folder: Path
    environment: Mapping[str, str]

    @contextmanager
    def start(self) -> Iterator["Start"]:
        """Run bin/run on a free port; end it afterwards."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        log = self.folder.parent / "run.log"
        command = [self.folder / "bin" / "run", "--port", str(port)]
        child = Child("bin/run", command, log=log, environment=self.environment, folder=self.folder)
        child.start()
        try:
            yield Start(child, port)
        finally:
            end([child], seconds=20)


class Start:
    """A portal that starts or runs; times are wall seconds since bin/run began."""

    def __init__(self, child: Child, port: int) -> None:
        self.child = child
        self.port = port

    @property
    def pid(self) -> int:
        """The process that all others of the portal descend from."""
        assert self.child.pid
        return self.child.pid

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return self.child.age

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of every process so far, those of ended steps too."""
        return cpu_seconds([self.pid])

    def until(self, address: str) -> float:
        """Wait for the first 200 of an address; return the seconds since the start."""
        while status_of(self.port, address) != 200:
            if not self.child.is_alive or self.age > _PATIENCE:
                raise BenchError(f"bin/run gave no 200 at {address}:\n{self.child.last_words(40)}")
            time.sleep(0.02)
        return self.age

    def parts(self) -> Iterator[tuple[str, int]]:
        """Yield the children of the supervisor by name."""
        rows = json.loads((self.child.folder / ".portal" / "children.json").read_text())
        for pid, _signal, command in rows:
            for word, name in _PARTS.items():
                if word in command:
                    yield name, pid
                    break

    def stop(self) -> float:
        """End the portal; return the seconds it took."""
        began = time.monotonic()
        self.child.send(self.child.stop_signal)
        while self.child.is_alive and time.monotonic() - began < 30:
            time.sleep(0.02)
        return time.monotonic() - began


@contextmanager
def empty_caches() -> Iterator[dict[str, str]]:
    """Yield the environment of package programs with caches that hold nothing yet."""
    with TemporaryDirectory(prefix="portal-bench-", dir=places.temporary_root()) as folder:
        yield {"UV_CACHE_DIR": f"{folder}/uv", "PIP_CACHE_DIR": f"{folder}/pip"}


@contextmanager
def fresh_checkout(caches: Mapping[str, str]) -> Iterator[Checkout]:
    """Yield a clone of what is committed here; leave nothing of it behind."""
    kept = {name: text for name, text in os.environ.items() if name not in _NOT_FOR_CLONES}
    with TemporaryDirectory(prefix="portal-bench-", dir=places.temporary_root()) as outer:
        # The account of the servers must be able to pass through.
        Path(outer).chmod(0o755)
        folder = Path(outer) / "portal"
        subprocess.run(["git", "clone", "--quiet", places.ROOT, folder], check=True)
        try:
            yield Checkout(folder, kept | dict(caches))
        finally:
            for path in _outside(folder):
                shutil.rmtree(path, ignore_errors=True)


def _outside(folder: Path) -> list[Path]:
    """Return the folders that a portal keeps outside of its checkout."""
    ask = "from portal.services import places; print(places.socket_folder(), places.system_home())"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=folder, stdout=subprocess.PIPE, text=True, check=True
    )
    return [Path(word) for word in said.stdout.split()]
