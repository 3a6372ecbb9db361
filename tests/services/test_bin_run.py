"""The one command in a fresh clone: a folder with spaces, a home that takes no files."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.services import places
from portal.services.processes import command_of

pytestmark = pytest.mark.nightly

READY = "Ctrl-C stops everything."
OURS = re.compile(r"^(PORTAL_|PYTEST_|DATABASE_|DJANGO_|REDIS_URL|EMAIL_URL|BASE_URL|STORAGE_URL)")

# A user that owns nothing.
NOBODY = 65534


class Run:
    """One bin/run in a clone, by this user or by another."""

    def __init__(
        self, clone: Path, *words: str, user: int | None = None, base: str = sys.base_prefix
    ) -> None:
        self.clone = clone
        self.said = clone / "said.txt"
        environment = {k: v for k, v in os.environ.items() if not OURS.match(k)}
        environment |= {
            "HOME": "/nonexistent",
            "PORTAL_PYTHON": str(Path(base) / "bin" / "python3"),
        }
        if base != sys.base_prefix:
            # A copy still names the folder of its shared library, which may be closed to others.
            environment["LD_LIBRARY_PATH"] = str(Path(base) / "lib")
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [clone / "bin" / "run", *words],
                stdout=said,
                stderr=subprocess.STDOUT,
                env=environment,
                user=user,
                group=user,
                extra_groups=None if user is None else (),
            )

    @property
    def text(self) -> str:
        return self.said.read_text()

    @property
    def address(self) -> str:
        found = re.search(r"The portal is ready: (\S+)/", self.text)
        assert found, self.text
        return found[1]

    @property
    def children(self) -> dict[str, int]:
        """The running children by a word of their command."""
        rows = json.loads((self.clone / ".portal" / "children.json").read_text())
        words = ("bin/postgres", "valkey-server", "gunicorn", "worker", "beat")
        return {word: pid for word in words for pid, _, command in rows if word in command}

    def wait_until(self, is_true, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while not is_true():
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)

    def wait_until_ready(self) -> "Run":
        self.wait_until(lambda: READY in self.text)
        return self

    def stop(self) -> float:
        """Ask it to end; return the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.monotonic() - began


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 our own address
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def processes_of(clone: Path) -> list[str]:
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [command for command in map(command_of, numbers) if str(clone) in command]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="portal run ", dir=places.temporary_root()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def clone(folder) -> Path:
    return copied(folder / "a fresh clone")


def copied(clone: Path) -> Path:
    """Copy what is in the repository, as a clone has it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=places.ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (places.ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(places.ROOT / name, clone / name)
    return clone


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def run(clone, taken) -> Iterator[Run]:
    run = Run(clone, "--port", str(taken))
    yield run.wait_until_ready()
    if run.process.poll() is None:
        run.stop()


def test_it_prints_the_address_who_may_sign_in_and_where_mail_lands(run, taken):
    assert f"Port {taken} is taken; trying {taken + 1}." in run.text
    assert "Outgoing mail lands in .portal/mail/" in run.text
    assert re.search(r"\S+@\S+\.example\s+\S+", run.text)
    assert status(f"{run.address}/readyz") == 200
    assert status(f"{run.address}/en/") == 200


def test_worker_is_ready_for_tasks(run, clone):
    log = clone / ".portal" / "log" / "worker.log"

    run.wait_until(lambda: re.search(r"\bcelery@\S+ ready\.", log.read_text()), seconds=60)


def test_a_second_start_in_the_same_clone_says_where_the_first_is(run, clone):
    second = subprocess.run([clone / "bin" / "run"], capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert (
        f"already runs from this folder (process {run.process.pid}, {run.address})" in second.stdout
    )


@pytest.mark.parametrize("name", ["bin/postgres", "valkey-server", "gunicorn", "worker", "beat"])
def test_a_killed_child_comes_back(run, name):
    # The broker's end may have taken it down before: then it is on its way back.
    run.wait_until(lambda: name in run.children, seconds=60)
    killed = run.children[name]

    os.kill(killed, signal.SIGKILL)

    run.wait_until(lambda: run.children.get(name, killed) != killed, seconds=120)
    run.wait_until(lambda: status(f"{run.address}/readyz") == 200, seconds=120)


def test_it_ends_in_time_leaves_nobody_and_starts_again_soon(run, clone):
    assert run.stop() < 10
    assert run.process.returncode == 0
    assert processes_of(clone) == []

    again = Run(clone).wait_until_ready()
    assert "Bringing the database up to date" not in again.text
    again.process.kill()
    again.process.wait()

    after_a_kill = Run(clone).wait_until_ready()
    assert status(f"{after_a_kill.address}/readyz") == 200
    assert after_a_kill.stop() < 10
    assert processes_of(clone) == []


def test_reset_starts_afresh_and_an_early_end_is_clean(clone):
    run = Run(clone, "--reset")
    run.wait_until(lambda: "Bringing the database up to date" in run.text)

    assert run.stop() < 10
    assert processes_of(clone) == []
    assert Run(clone).wait_until_ready().stop() < 10


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as a normal user already")
def test_a_normal_user_runs_it(folder):
    clone = copied(folder / "of a normal user")
    # Its own Python: the folders of root are closed to others.
    python = shutil.copytree(sys.base_prefix, folder / "python", symlinks=True)
    for each in (clone, *clone.rglob("*")):
        os.chown(each, NOBODY, NOBODY)

    run = Run(clone, user=NOBODY, base=str(python)).wait_until_ready()

    assert status(f"{run.address}/readyz") == 200
    assert {each.stat().st_uid for each in (clone / ".portal").iterdir()} == {NOBODY}
    assert run.stop() < 10
    assert processes_of(clone) == []
