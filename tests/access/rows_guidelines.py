"""Who meets what of guidance: records by label and state, manuscripts by stage."""

import json
import uuid
from types import SimpleNamespace
from typing import Any

from guidelines.kinds import Kind
from guidelines.models import Manuscript, Record
from portal.markings.models import Marking
from tests.access.rows import ARCADIANS, EVERYBODY, MEMBERS, Answer, Row
from tests.guidelines.advice import begin, publish, text

EDITORS = {"secretariat", "editor"}
STAFF = {"secretariat", "editor", "publisher"}
# Officers of any administration.
OFFICERS = {
    "officer", "former_holder", "ncp_a", "ncp_b", "overdue", "coordinator", "grantee",
}  # fmt: skip
READERS = {"clear": EVERYBODY, "green": MEMBERS, "region": MEMBERS, "withdrawn": MEMBERS}


def build(world: SimpleNamespace) -> None:
    """Add records with texts that only their readers may meet, and texts in preparation."""
    author = world.people["ncp_a"]
    world.records, world.manuscripts = {}, {}
    for state, readers in READERS.items():
        title = world.secrets.add(f"Canary {state} advice", readers)
        world.records[state] = publish(
            Kind.EXPERIENCE if state == "region" else Kind.PRACTICE, by=author,
            content=text(Kind.EXPERIENCE if state == "region" else Kind.PRACTICE, title=title),
            marking=Marking.CLEAR if state == "clear" else Marking.GREEN,
            attribution="region" if state == "region" else "named",
        )  # fmt: skip
    world.records["withdrawn"].withdraw(by=world.people["secretariat"], reason="A canary reason.")
    for state, readers, person in (
        ("own", ARCADIANS, author), ("staff", STAFF, None),
    ):  # fmt: skip
        title = world.secrets.add(f"Canary {state} manuscript", readers)
        world.manuscripts[state] = begin(by=person, content=text(Kind.PRACTICE, title=title))
    world.drafts = {
        state: Record.objects.get(pk=row.record_id) for state, row in world.manuscripts.items()
    }


def of(state: str) -> Any:
    """Return the function that gives the address of a record."""
    return lambda world: [world.records[state].public_id]


def manuscript(state: str) -> Any:
    """Return the function that gives the address of a manuscript."""
    return lambda world: [world.manuscripts[state].public_id]


def begun(world: SimpleNamespace) -> dict[str, Any]:
    """Return a form with everything that is needed."""
    return {
        **text(Kind.PRACTICE), "language": "en", "marking": "green", "attribution": "named",
        "token": uuid.uuid4(),
    }  # fmt: skip


def written(state: str) -> Any:
    """Return the function that gives what is written in a manuscript."""

    def values(world: SimpleNamespace) -> dict[str, Any]:
        row: Manuscript = world.manuscripts[state]
        return {**row.content, "steps": "One.", "seen": json.dumps(row.seen())}

    return values


def pages_of(state: str, readers: set[str], writers: set[str]) -> list[Row]:
    """Return the reading and the writing of a text in preparation."""
    # Whoever may meet no text at all is refused before the address is looked at.
    others = dict.fromkeys(ALL_WRITERS - readers, Answer(status=404))
    return [
        Row("guidelines:manuscript_detail", readers, state, args=manuscript(state), others=others),
        Row("guidelines:manuscript_edit", writers, state, args=manuscript(state),
            others={who: each for who, each in others.items() if who != "publisher"}),
        Row("guidelines:manuscript_edit", writers, f"{state}-written", "POST",
            args=manuscript(state), data=written(state), ok=302,
            others={who: each for who, each in others.items() if who != "publisher"}),
    ]  # fmt: skip


ALL_WRITERS = STAFF | OFFICERS
ROWS = [
    Row("guidelines:home", EVERYBODY),
    *(Row("guidelines:record_list", EVERYBODY, kind, args=lambda world, kind=kind: [kind])  # type: ignore[misc]
      for kind in Kind.values),
    *(Row("guidelines:record_detail", readers, state, args=of(state), refuse=404,
          ok=410 if state == "withdrawn" else 200)
      for state, readers in READERS.items()),
    Row("guidelines:version_list", MEMBERS, "withdrawn", args=of("withdrawn"), refuse=404, ok=410),
    Row("guidelines:record_add", EDITORS | OFFICERS, args=lambda world: ["practice"]),
    Row("guidelines:record_add", EDITORS | OFFICERS, "filled", "POST",
        args=lambda world: ["practice"], data=begun, ok=302),
    *pages_of("own", {*ARCADIANS}, {*ARCADIANS}),
    *pages_of("staff", STAFF, EDITORS),
    Row("guidelines:record_revise", ARCADIANS, "clear", "POST", of("clear"), ok=302),
    Row("guidelines:record_revise", EDITORS | OFFICERS, "get", args=of("clear"), ok=405),
]  # fmt: skip
