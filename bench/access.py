"""The access matrix: how many cells, and what they cost."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.ground import run, say
from bench.sites import Sites
from portal.services import places

# As bin/test runs it.
_MATRIX = ("-m", "pytest", "tests/access", "-q", "-n", "2")


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield cells, seconds and CPU; a red matrix is measured all the same, and said."""
    size = json.loads(run(["-m", "bench.inside.matrix"], dict(os.environ)))
    cells = size["rows"] * size["kinds"]
    began, used = time.monotonic(), _children_cpu()
    done = subprocess.run(
        [sys.executable, *_MATRIX], cwd=places.ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    seconds, cpu = time.monotonic() - began, _children_cpu() - used
    if done.returncode:
        say(f"The matrix is not green: {done.stdout.strip().splitlines()[-1]}")
    yield Figure("access matrix: cells", cells, "")
    yield Figure("access matrix: from start to end", seconds, "s")
    yield Figure("access matrix: CPU", cpu, "CPU s")
    yield Figure("access matrix: CPU per cell", cpu / cells * 1000, "CPU ms")


def _children_cpu() -> float:
    """Return the CPU seconds of every child that was waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
