"""What a killed start left running is ended by the next one, and nothing else."""

import json
import subprocess

from portal.services.leftovers import end_leftovers, remember
from portal.services.processes import Child, command_of


def test_a_recorded_child_that_still_runs_is_ended(tmp_path):
    child = Child("web", ["sleep", "65"], log=tmp_path / "web.log")
    child.start()
    remember([child], tmp_path / "children.json")

    ended = end_leftovers(tmp_path / "children.json", seconds=0.2)
    child.sweep()

    assert ended == 1
    assert command_of(child.pid) == ""
    assert not (tmp_path / "children.json").exists()


def test_a_number_that_is_another_programs_by_now_is_left_alone(tmp_path):
    stranger = subprocess.Popen(["sleep", "66"])
    record = tmp_path / "children.json"
    record.write_text(json.dumps([[stranger.pid, 15, "postgres -D /somewhere"]]))

    ended = end_leftovers(record)

    assert ended == 0
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_damaged_record_counts_as_none(tmp_path):
    (tmp_path / "children.json").write_text('{"half": ')

    assert end_leftovers(tmp_path / "children.json") == 0
