"""CPU and memory of real processes, their children and those that ended."""

import os
import subprocess
import sys
import time

import pytest

from bench.processes import cpu_seconds, family, memory_mb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the benches read /proc")

_BURN = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
_SAY_AND_WAIT = "print(flush=True); input()"


@pytest.fixture
def start():
    """Start Python with a text; wait until it says a line; end it afterwards."""
    started = []

    def run(text):
        process = subprocess.Popen(
            [sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        started.append(process)
        process.stdout.readline()
        return process.pid

    yield run
    for process in started:
        process.communicate(b"\n", timeout=10)


def test_family_is_a_process_and_its_descendants(start):
    parent = start(
        "import subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, flush=True)\n"
        "try: input()\nfinally: child.kill()"
    )

    found = family([parent])

    assert parent in found
    assert len(found) == 2
    assert os.getpid() not in found


def test_cpu_counts_the_living_and_the_ended(start):
    alone = start(_BURN + _SAY_AND_WAIT)
    heir = start(
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_BURN!r}])\n"
        + _SAY_AND_WAIT
    )

    # The kernel counts in hundredths and drops what is left over.
    assert 0.25 < cpu_seconds([alone]) < 2
    assert 0.25 < cpu_seconds([heir]) < 2
    assert cpu_seconds([alone, heir]) > 0.5


def test_cpu_of_a_thread_counts(start):
    in_thread = f"t = threading.Thread(target=exec, args=({_BURN!r}, {{}})); t.start(); t.join()\n"
    process = start("import threading; " + in_thread + _SAY_AND_WAIT)

    assert cpu_seconds([process]) > 0.25


def test_waiting_uses_no_cpu(start):
    process = start(_SAY_AND_WAIT)

    before = cpu_seconds([process])
    time.sleep(0.2)

    assert cpu_seconds([process]) - before < 0.05


def test_memory_counts_what_is_touched(start):
    small, large = start(_SAY_AND_WAIT), start("kept = b'x' * 50_000_000\n" + _SAY_AND_WAIT)

    assert 45 < memory_mb([large]) - memory_mb([small]) < 60


def test_nothing_of_a_process_that_is_gone():
    gone = subprocess.Popen(["true"])
    gone.wait()

    assert cpu_seconds([gone.pid]) == 0
    assert memory_mb([gone.pid]) == 0
