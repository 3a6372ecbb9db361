"""A kind of work that exists only in tests: notes that somebody accepts, refuses or returns."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group

from portal.desk import registry
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable
from portal.refusals import Refused

KIND = "tests.note"


def accept(row: Group, *, by: Any, reason: str) -> None:
    """Note who accepted it, and why."""
    row.name = f"accepted by {by.pk}: {reason}"
    row.save(update_fields=["name"])


def refuse(row: Group, *, by: Any, reason: str) -> None:
    """Refuse what has begun to be refused."""
    if row.name == "stuck":
        raise Refused("This note cannot be refused.")
    row.name = "refused"
    row.save(update_fields=["name"])


def give_back(row: Group, *, by: Any, reason: str) -> bool:
    """Give it back; False for what changed under the officer."""
    return row.name != "changed"


NOTE = Reviewable(
    code=KIND,
    title="Notes to check",
    model=Group,
    permission="desk.handle_item",
    summary="desk/with_whom.html",
    checklist=("It is signed.", "It is dated."),
    working_days=2,
    decisions=(
        Decision(
            code="accept",
            label="Accept",
            outcome="Accepted",
            verb=accept,
            key="a",
            needs_second=lambda row: row.name.startswith("grave"),
        ),
        Decision(
            code="return",
            label="Return",
            outcome="Returned to its author",
            verb=give_back,
            key="r",
            needs_reason=True,
            is_return=True,
        ),
        Decision(code="refuse", label="Refuse", outcome="Refused", verb=refuse, is_danger=True),
        Decision(
            code="edit", label="Edit", outcome="Edited", href=lambda row: f"/en/note/{row.pk}/"
        ),
    ),
)


@pytest.fixture(name="notes")
def _notes() -> Iterator[None]:
    """Let there be notes on the desk for one test."""
    kinds = dict(registry._kinds)
    registry.register_reviewable(NOTE)
    yield
    registry._kinds.clear()
    registry._kinds.update(kinds)


def amend(**fields: Any) -> None:
    """Let the kind of notes differ for this test; the fixture takes it back."""
    registry._kinds[KIND] = replace(registry._kinds[KIND], **fields)


def put(name: str = "a note", by: Any = None, **fields: Any) -> WorkItem:
    """Return the item of a new note."""
    return WorkItem.put(KIND, on=Group.objects.create(name=name), by=by, **fields)


def ticked(*items: WorkItem) -> list[str]:
    """Return what a list sends of these items."""
    return [f"{each.public_id}:{each.turn}" for each in items]


def note_of(item: WorkItem) -> str:
    """Return what the note of an item says now."""
    return Group.objects.get(pk=item.subject).name
