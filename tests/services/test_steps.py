"""What is prepared, and when again."""

import pytest

from portal.services import places
from portal.services.steps import Step


@pytest.fixture
def step(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "ROOT", tmp_path)
    (tmp_path / "0001_first.py").write_text("one")
    return Step(
        name="migrate",
        says="Migrating",
        command=("true",),
        depends=(tmp_path / "0001_first.py",),
        makes=(tmp_path / "made",),
        target="cluster one",
    )


def test_a_done_step_is_due_again_when_something_changed(step, tmp_path):
    assert step.is_due()

    (tmp_path / "made").touch()
    step.note_done()
    assert not step.is_due()

    (tmp_path / "0001_first.py").write_text("two")
    assert step.is_due()


def test_a_done_step_is_due_again_when_what_it_made_is_gone(step, tmp_path):
    (tmp_path / "made").touch()
    step.note_done()

    (tmp_path / "made").unlink()

    assert step.is_due()


def test_a_step_done_for_one_database_is_due_for_another(step, tmp_path):
    (tmp_path / "made").touch()
    step.note_done()
    other = Step(**(vars(step) | {"target": "cluster two"}))

    assert other.is_due()
