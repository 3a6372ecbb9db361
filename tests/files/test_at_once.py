"""Several workers, killed workers, failing rooms, leftovers: each file is settled exactly once."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event
from portal.files import inspection, storing, tasks
from portal.files.models import StoredFile
from portal.files.purposes import _released
from portal.files.uploads import keep_upload
from tests.databases import database_urls
from tests.files import samples
from tests.files.conftest import LETTER, received, released, told, upload
from tests.people import make_person
from tests.search.conftest import own_database  # noqa: F401 fixture
from tests.search.test_races import in_another_connection


@pytest.mark.usefixtures("own_database")
def test_many_workers_settle_each_file_once() -> None:
    sender = make_person("Ada Arcadi")
    files = {received(sender, body=samples.pdf(n + 1)).public_id for n in range(6)}

    with ThreadPoolExecutor(3) as pool:
        sweeps = [in_another_connection(pool, inspection.inspect_waiting) for _worker in range(3)]
        settled = sum(sweep.result(timeout=120) for sweep in sweeps)

    assert settled == 6
    assert sorted(told) == sorted((file, "released") for file in files)
    assert Event.objects.filter(verb="files.release").count() == 6


WORKER = """
import os, time, django
django.setup()
from portal.files import inspection
assert inspection.claim()
print("claimed", flush=True)
time.sleep(60)
"""


@pytest.mark.usefixtures("own_database")
def test_file_of_a_killed_worker_is_released_once() -> None:
    file = received(make_person("Ada Arcadi"))
    addresses = database_urls(connection.settings_dict["NAME"])
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env=os.environ | addresses | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"claimed\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()

    assert inspection.inspect_waiting() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        assert inspection.inspect_waiting() == 1

    assert told == [(file.public_id, "released")]


@pytest.fixture
def failing_room() -> Iterator[list[Any]]:
    """A room that raises when it is told, as long as the list holds something."""
    faults = [ValueError("The room is closed.")]

    def hook(file: StoredFile) -> None:
        if faults:
            raise faults[0]

    _released["test_letter"].append(hook)
    yield faults
    _released["test_letter"].remove(hook)


@pytest.mark.django_db
def test_file_waits_for_its_room_and_nothing_is_half_done(
    failing_room: list[Any], ncp_a: Person, folder: Path
) -> None:
    file = received(ncp_a)

    assert inspection.inspect_waiting() == 0

    file.refresh_from_db()
    assert (file.state, file.error, file.tries) == ("inspecting", "ValueError", 0)
    assert storing.path_of(storing.QUARANTINE, file.key).exists()
    assert not Event.objects.filter(verb="files.release").exists()

    failing_room.clear()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1), tick=False):
        assert inspection.inspect_waiting() == 1
    assert storing.path_of(storing.RELEASED, file.key).exists()


@pytest.mark.django_db
def test_leftovers_are_dropped_and_nothing_else(
    ncp_a: Person, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept = keep_upload(upload(), LETTER)
    waiting, refused, given = received(ncp_a), received(ncp_a), released(ncp_a)
    refused.refuse("active")
    StoredFile.objects.filter(pk=refused.pk).update(
        refused_at=timezone.now() - datetime.timedelta(days=8)
    )
    lost = keep_upload(upload(), LETTER).key
    storing.move(lost, to=storing.QUARANTINE)
    assert tasks.drop_leftovers() == 0

    old = time.time() - 2 * tasks.DAY_SECONDS
    for path in folder.rglob("*/*"):
        os.utime(path, (old, old))

    assert tasks.drop_leftovers() == 3
    assert {key for key in (kept.key, lost, refused.key, waiting.key, given.key)
            if storing.exists(key)} == {waiting.key, given.key}  # fmt: skip
