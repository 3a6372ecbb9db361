"""The inspecting process itself: it leaves nothing behind, and whatever it says is doubted."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from portal.files import inspection
from portal.files.inspection import NoAnswerError, said_by

# Begins a second process that keeps the pipe open and writes until it is ended.
FORKS = """
import os, sys, time
if os.fork():
    print("begun", flush=True)
    {then}
while True:
    with open(sys.argv[1], "a") as trace:
        trace.write("x")
    time.sleep(0.02)
"""
LIMITS = """
import resource
from portal.files.inspector import limits
limits.confine()
print(resource.getrlimit(resource.RLIMIT_NPROC))
"""


@pytest.mark.parametrize("then", ["sys.exit()", "time.sleep(60)"])
def test_process_ends_with_whatever_it_began(then: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = [sys.executable, "-c", FORKS.format(then=then), str(trace)]

    with Path(__file__).open("rb") as source:
        said = said_by(command, source, seconds=5)

    time.sleep(0.1)
    written = trace.stat().st_size
    time.sleep(0.5)
    assert (said, trace.stat().st_size) == (b"begun\n", written)
    assert written


def test_process_may_begin_no_other() -> None:
    said = subprocess.run([sys.executable, "-c", LIMITS], capture_output=True, check=True)

    assert said.stdout == b"(0, 0)\n"


GOOD: dict[str, Any] = {"kind": "pdf", "findings": [], "pages": 1}


@pytest.mark.parametrize(
    "said",
    [
        b"", b"null", b"[" * 4096, b"\xff", json.dumps({"error": "ValueError"}).encode(),
        *(
            json.dumps(each).encode()
            for each in (
                {"fault": []}, {"fault": {}}, {"fault": None}, {"fault": "unheard"},
                GOOD | {"findings": [[]]}, GOOD | {"findings": [{}]}, GOOD | {"findings": {}},
                GOOD | {"findings": ["unheard"]}, GOOD | {"kind": []}, GOOD | {"kind": {}},
                GOOD | {"kind": None}, GOOD | {"pages": True}, GOOD | {"pages": -1},
                GOOD | {"pages": 10**10}, GOOD | {"pages": [1]}, {},
            )
        ),
    ],
)  # fmt: skip
def test_answer_that_cannot_be_understood_is_none(said: bytes) -> None:
    with pytest.raises(NoAnswerError):
        inspection._understood(said)


def test_answer_that_may_be_is_taken() -> None:
    sizes = {"width": None, "height": None}

    assert inspection._understood(json.dumps(GOOD).encode()) == GOOD | sizes
    assert inspection._understood(b'{"kind": "exe", "findings": []}') == {"fault": "wrong_type"}
