"""The supervisor against small real children."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from portal.services import places
from portal.services.errors import ServiceError
from portal.services.processes import Child, command_of
from portal.services.supervisor import Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(said.append, tmp_path / "children.json")
    yield supervisor
    supervisor.stop(2)


def sh(tmp_path: Path, name: str, script: str) -> Child:
    return Child(name, ["/bin/sh", "-c", script], log=tmp_path / f"{name}.log")


def test_a_child_that_dies_is_started_again_and_said(supervisor, said, tmp_path):
    child = sh(tmp_path, "web", "exec sleep 60")
    supervisor.start_program(child)
    first = child.pid

    os.kill(first, signal.SIGKILL)
    # It runs as a shell first.
    supervisor.wait_for(lambda: child.pid != first and command_of(child.pid) == "sleep 60")

    assert said == ["web ended (killed by SIGKILL); started again."]


def test_a_child_that_dies_at_once_waits_longer_and_shows_its_last_words(
    supervisor, said, tmp_path
):
    supervisor.start_program(sh(tmp_path, "web", "echo no such module >&2; exit 3"))

    supervisor.wait_for(lambda: len(said) >= 5)

    assert said[0] == "web ended (exit 3); started again."
    assert "starting it again in 1 s." in said[1]
    assert said[2].endswith("no such module")
    assert "starting it again in 2 s." in said[3]


def test_helpers_of_a_dead_child_do_not_outlive_it(supervisor, said, tmp_path):
    child = sh(tmp_path, "worker", f"sleep 61 & echo $! > '{tmp_path}/helper'; wait")
    supervisor.start_program(child)
    supervisor.wait_for((tmp_path / "helper").exists)
    supervisor.wait_for(lambda: bool((tmp_path / "helper").read_text()))
    helper = int((tmp_path / "helper").read_text())

    os.kill(child.pid, signal.SIGKILL)
    supervisor.wait_for(lambda: bool(said))

    assert command_of(helper) == ""


def test_stop_ends_programs_before_servers(supervisor, tmp_path):
    note = f"trap 'echo $0 >> \"{tmp_path}/order\"; exit' TERM; touch '{tmp_path}/'$0; "
    wait = "while :; do sleep 0.05; done"
    server = Child("db", ["/bin/sh", "-c", note + wait, "server"], log=tmp_path / "db.log")
    program = Child("web", ["/bin/sh", "-c", note + wait, "program"], log=tmp_path / "web.log")
    supervisor.start_server(server)
    supervisor.start_program(program)
    supervisor.wait_for(lambda: all((tmp_path / n).exists() for n in ("server", "program")))

    supervisor.stop()

    assert (tmp_path / "order").read_text().split() == ["program", "server"]
    assert not (tmp_path / "children.json").exists()


def test_stop_is_in_time_when_a_child_ignores_every_plea(supervisor, tmp_path):
    child = sh(
        tmp_path, "worker", f"trap '' TERM QUIT INT; touch '{tmp_path}/on'; sleep 62; sleep 62"
    )
    supervisor.start_program(child)
    supervisor.wait_for((tmp_path / "on").exists)

    began = time.monotonic()
    supervisor.stop(1)

    # Its sleep lasts a minute; one second is what it is given, and a busy machine adds some.
    assert time.monotonic() - began < 20
    assert not child.is_alive


def test_a_failing_step_is_an_error_with_its_last_words(supervisor, tmp_path):
    with pytest.raises(ServiceError, match=r"migrate failed \(exit 2\)[\s\S]*no such table"):
        supervisor.run_to_end(sh(tmp_path, "migrate", "echo no such table; exit 2"))


def test_children_die_with_a_supervisor_that_is_killed_outright(tmp_path):
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from portal.services.processes import Child
        from portal.services.supervisor import Supervisor
        folder = Path({str(tmp_path)!r})
        supervisor = Supervisor(print, folder / "children.json")
        supervisor.start_program(Child("web", ["sleep", "63"], log=folder / "web.log"))
        print(supervisor._programs[0].pid, flush=True)
        supervisor.wait_for(lambda: False)
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=places.ROOT
    )
    child = int(parent.stdout.readline())

    parent.kill()
    parent.wait()

    deadline = time.monotonic() + 30
    while command_of(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert command_of(child) == ""
    parent.stdout.close()


def test_sigterm_ends_all_children_of_a_running_supervisor(tmp_path):
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from portal.services.processes import Child
        from portal.services.supervisor import Supervisor
        folder = Path({str(tmp_path)!r})
        supervisor = Supervisor(print, folder / "children.json")
        supervisor.heed_signals()
        for number in range(3):
            supervisor.start_program(Child(f"c{{number}}", ["sleep", "64"], log=folder / "c.log"))
        print(*[child.pid for child in supervisor._programs], flush=True)
        supervisor.wait_for(lambda: False)
        supervisor.stop()
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=places.ROOT
    )
    children = [int(word) for word in parent.stdout.readline().split()]

    parent.send_signal(signal.SIGTERM)

    assert parent.wait(timeout=60) == 0
    assert [command_of(child) for child in children] == ["", "", ""]
    parent.stdout.close()
