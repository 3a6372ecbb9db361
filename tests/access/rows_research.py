"""Who meets what of the library: one record per label and state, and what is done with it."""

import uuid
from types import SimpleNamespace
from typing import Any

from portal.markings.models import Marking
from research.models import Work
from tests.access.rows import EVERYBODY, MEMBERS, PARTNERS, SECRETARIAT, Answer, Row
from tests.search.conftest import language

EDITORS = {"secretariat", "editor"}
PUBLISHERS = {"secretariat", "publisher"}
KEEPERS = EDITORS | PUBLISHERS
# Members whose address is in Arcadia, the owner of the amber records.
OWNERS = {"officer", "former_holder", "ncp_a", "coordinator"}
# Named for the red record, which they keep.
GRANTEES = {"grantee"}
READERS = {
    "clear": EVERYBODY,
    "green": MEMBERS,
    "green-open": MEMBERS | PARTNERS | {"auditor", "administrator"},
    "amber": OWNERS | SECRETARIAT,
    "amber-strict": OWNERS,
    "red": GRANTEES,
    "draft": KEEPERS,
    "draft-red": KEEPERS,
    "draft-amber-strict": KEEPERS,
    "own": KEEPERS,
    "withdrawn": EVERYBODY,
    "withdrawn-green": MEMBERS,
}


def build(world: SimpleNamespace) -> None:
    """Add one record of each label and state, with titles that only its readers may meet."""
    editor = world.people["editor"]
    world.english = language("en")
    world.works = {}
    for state, readers in READERS.items():
        marking = state.removeprefix("draft-").removeprefix("withdrawn-").removesuffix("-open")
        world.works[state] = Work.add(
            by=world.people["publisher"] if state == "own" else editor,
            title=world.secrets.add(f"Canary {state} record", readers),
            authors=["Ada Arcadi"],
            year=2020,
            kind=Work.Type.REPORT,
            language=world.english,
            abstract=world.secrets.add(f"Canary {state} abstract", readers),
            marking=marking if marking in Marking.values else Marking.CLEAR,
            administration=world.arcadia,
            is_open_to_partners=state == "green-open",
        )
    for state in set(READERS) - {"draft", "draft-red", "draft-amber-strict", "own"}:
        world.works[state].publish(by=None)
    world.works["red"].grant(world.people["grantee"], by=None, keeps=True)
    for state in ("withdrawn", "withdrawn-green"):
        world.works[state].withdraw(by=editor, reason="A canary reason.")


def of(state: str, *more: str) -> Any:
    """Return the function that gives the address of a record."""
    return lambda world: [world.works[state].public_id, *more]


def seen(state: str) -> Any:
    """Return the function that gives what a second person has read."""
    return lambda world: {"seen": world.works[state].changed_at.isoformat()}


def filled(world: SimpleNamespace) -> dict[str, Any]:
    """Return a form with everything that is needed."""
    return {
        "title": "A new record",
        "authors": "Ada Arcadi",
        "year": 2024,
        "kind": "report",
        "language": world.english.pk,
        "abstract": "In our own words.",
        "marking": "green",
        "token": uuid.uuid4(),
    }


def numbered(world: SimpleNamespace) -> dict[str, str]:
    """Return what withdraws the red record by its number."""
    return {"number": world.works["red"].public_id, "reason": "Wrong figures."}


def pages_of(state: str) -> list[Row]:
    """Return the reading and the keeping of one record."""
    readers = READERS[state]
    editors = (EDITORS & readers) | (GRANTEES if state == "red" else set())
    # Who keeps records, but may not read this one, is told nothing; everybody else keeps none.
    unread = dict.fromkeys((EDITORS | GRANTEES) - readers, Answer(status=404))
    is_withdrawn, is_draft = state.startswith("withdrawn"), state.startswith(("draft", "own"))
    keeps = Row("research:work_edit", editors, state, args=of(state), others=unread)
    cites = readers if not (is_withdrawn or is_draft) else ()
    rows = [
        Row("research:work_detail", readers, state, args=of(state), refuse=404,
            ok=410 if is_withdrawn else 200),
        Row("research:work_citation", cites, state, args=of(state, "bibtex"), refuse=404),
        Row("research:work_readers", editors, state, args=of(state), others=unread),
    ]  # fmt: skip
    if is_withdrawn:
        # Who kept it is told that it cannot be changed any more.
        return [*rows[:2], Row("research:work_edit", (), state, args=of(state), others=unread)]
    return [*rows, keeps]


def done(name: str, state: str, allow: set[str], data: Any = None, **more: Any) -> Row:
    """Return the row of something that is done to a record."""
    action = f"research:{name}"
    return Row(action, allow, state, "POST", of(state), data or (lambda world: {}), ok=302, **more)


GRANTEE_404 = dict.fromkeys(GRANTEES, Answer(status=404))
UNREAD_PUBLISHERS = dict.fromkeys(PUBLISHERS, Answer(status=404))
ROWS = [
    Row("research:work_list", EVERYBODY),
    Row("research:work_list", EVERYBODY, "filtered", query="type=report&year_from=2020&sort=title"),
    Row("research:work_export", EVERYBODY, query="scope=all&format=csv"),
    Row("research:work_export", EVERYBODY, "nothing-chosen", query="scope=chosen", ok=302,
        visitors=Answer(status=302)),
    Row("research:work_citation", state="unknown-notation", args=of("clear", "docx"), refuse=404,
        visitors=Answer(status=404)),
    *[row for state in READERS for row in pages_of(state)],
    Row("research:draft_list", KEEPERS),
    Row("research:work_add", EDITORS),
    Row("research:work_add", EDITORS, "empty", "POST"),
    Row("research:work_add", EDITORS, "filled", "POST", data=filled, ok=302),
    Row("research:work_edit", EDITORS, "clear-empty", "POST", of("clear")),
    # Whoever wrote the draft is refused; the editor never publishes.
    done("work_publish", "draft", PUBLISHERS, seen("draft")),
    done("work_publish", "own", {"secretariat"}, seen("own")),
    # Its publisher may not read what belongs to one administration, and is not led there.
    done("work_publish", "draft-amber-strict", PUBLISHERS, seen("draft-amber-strict"),
         others=dict.fromkeys(PUBLISHERS, Answer(status=302, to="/research/works/"))),
    # Nobody is named as its reader yet.
    done("work_publish", "draft-red", set(), seen("draft-red")),
    done("work_publish", "red", set(), others=UNREAD_PUBLISHERS),
    Row("research:work_publish", PUBLISHERS, "get", args=of("draft"), ok=405),
    done("work_withdraw", "clear", PUBLISHERS, lambda world: {"reason": "Wrong figures."}),
    done("work_withdraw", "red", GRANTEES, lambda world: {"reason": "Wrong figures."},
         others=UNREAD_PUBLISHERS),
    Row("research:work_withdraw", PUBLISHERS, "without-reason", "POST", of("clear")),
    Row("research:work_withdraw", PUBLISHERS | GRANTEES, "get", args=of("clear"), ok=405),
    Row("research:work_withdraw_unread", {"secretariat"}),
    Row("research:work_withdraw_unread", {"secretariat"}, "red", "POST", data=numbered, ok=302),
    Row("research:work_withdraw_unread", {"secretariat"}, "unknown", "POST",
        data=lambda world: {"number": "q" * 12, "reason": "Wrong figures."}),
    Row("research:work_readers", EDITORS, "search", args=of("amber"), query="person=ada",
        others=GRANTEE_404),
    done("work_readers", "amber", EDITORS, lambda world: {"administration": "XB"},
         others=GRANTEE_404),
    done("work_readers", "red", GRANTEES, lambda world: {"administration": "XB"},
         others=dict.fromkeys(EDITORS, Answer(status=404))),
    done("work_reader_remove", "amber", EDITORS, lambda world: {"administration": "XB"},
         others=GRANTEE_404),
    done("work_reader_remove", "red", GRANTEES,
         others=dict.fromkeys(EDITORS, Answer(status=404))),
    Row("research:work_reader_remove", EDITORS | GRANTEES, "get", args=of("amber"), ok=405),
]  # fmt: skip
