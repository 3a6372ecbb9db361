"""The beat names the tasks of a site that it does not load."""

import subprocess
import sys

from django.conf import settings

from portal import beat
from portal.celery import app

LOADS = """
import sys
from portal.beat import app
app.loader.init_worker()
app.finalize()
assert app.conf.beat_schedule and app.conf.broker_url
print(sorted({name.partition(".")[0] for name in sys.modules} & {"directory", "research", "hub"}))
"""


def test_beat_names_only_tasks_that_a_worker_knows() -> None:
    app.loader.import_default_modules()
    named = {row["task"] for row in beat.app.conf.beat_schedule.values()}

    assert named - app.tasks.keys() == set()


def test_beat_loads_no_room() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADS], capture_output=True, text=True, check=True, cwd=settings.ROOT
    )

    assert said.stdout == "[]\n"
