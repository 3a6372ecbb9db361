"""Who meets the versions of guidance, and what changed between them."""

from types import SimpleNamespace
from typing import Any

from guidelines.kinds import Kind, Stage
from guidelines.models import Manuscript
from portal.markings.models import Marking
from tests.access.rows import EVERYBODY, MEMBERS, Row
from tests.guidelines.advice import publish, text


def build(world: SimpleNamespace) -> None:
    """Add records with two versions; what was for Members in the first one stays with them."""
    author = world.people["ncp_a"]
    world.lists_records = {}
    for state, readers in {"clear": EVERYBODY, "green": MEMBERS, "opened": EVERYBODY}.items():
        first = world.secrets.add(
            f"Canary {state} old words", MEMBERS if state == "opened" else readers
        )
        last = Marking.GREEN if state == "green" else Marking.CLEAR
        row = publish(
            by=author, content=text(Kind.PRACTICE, title=first, steps=first),
            marking=Marking.CLEAR if state == "clear" else Marking.GREEN,
        )  # fmt: skip
        manuscript = Manuscript.revise(row, by=author)
        content = text(Kind.PRACTICE, title=world.secrets.add(f"Canary {state} new", readers))
        manuscript.write(by=author, content=content, seen=manuscript.seen())
        manuscript.marking = last
        manuscript.save(update_fields=["marking"])
        manuscript.move(Stage.CHECK)
        manuscript.publish(by=None)
        world.lists_records[state] = row


def of(state: str, *more: Any) -> Any:
    """Return the function that gives the address of a record's page."""
    return lambda world: [world.lists_records[state].public_id, *more]


def pages(state: str, readers: Any, before: Any) -> list[Row]:
    """Return the pages about the versions of one record; `before` read its first one."""
    return [
        Row("guidelines:version_list", readers, state, args=of(state), refuse=404),
        Row("guidelines:version_changes", readers, state, args=of(state), refuse=404),
        Row("guidelines:version_detail", before, state, args=of(state, 1), refuse=404),
        Row("guidelines:version_detail", readers, f"{state}-latest", args=of(state, 2), ok=302,
            refuse=404),
    ]  # fmt: skip


ROWS = [
    *pages("clear", EVERYBODY, EVERYBODY),
    *pages("green", MEMBERS, MEMBERS),
    *pages("opened", EVERYBODY, MEMBERS),
]
