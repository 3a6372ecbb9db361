"""Who meets what of guidance after publication: what follows it, duplicates, translations."""

import uuid
from types import SimpleNamespace
from typing import Any

from guidelines.kinds import Kind
from guidelines.models import Pair, Wording
from guidelines.models.succession import merge, supersede
from guidelines.text.sections import digest_of
from portal.markings.models import Marking
from tests.access.rows import ARCADIANS, EVERYBODY, MEMBERS, Answer, Row
from tests.forums.talk import ask
from tests.guidelines.advice import language, publish, text
from tests.workspaces.rooms import make_room

EDITORS = {"secretariat", "editor"}
PUBLISHERS = {"secretariat", "publisher"}
STAFF = EDITORS | PUBLISHERS
OFFICERS = {
    "officer", "former_holder", "ncp_a", "ncp_b", "overdue", "coordinator", "grantee",
}  # fmt: skip
WRITERS = EDITORS | OFFICERS
# Whoever decides on words that are proposed for a record of A.
SETTLERS = EDITORS | ARCADIANS
# Who is in the room of the topic.
ROOM = {"ncp_a", "ncp_b"}
SOURCE = "What stands there."
STATES = {
    "clear": EVERYBODY, "green": MEMBERS, "replaced": MEMBERS, "merged": MEMBERS,
    "next": MEMBERS, "gone": EVERYBODY, "sourced": EVERYBODY,
}  # fmt: skip


def build(world: SimpleNamespace) -> None:
    """Add records with what follows them, a pair that looks alike, and a translation."""
    secretariat, author = world.people["secretariat"], world.people["ncp_b"]
    french = language("fr")
    world.after = {}
    for state, readers in STATES.items():
        title = world.secrets.add(f"Canary after {state}", readers)
        marking = Marking.CLEAR if readers is EVERYBODY else Marking.GREEN
        world.after[state] = publish(
            content=text(Kind.PRACTICE, title=title, problem=SOURCE), marking=marking,
            source_url="https://example.org/" if state == "sourced" else "",
            about_codes=["XA"] if state == "sourced" else [],
        )  # fmt: skip
    world.after["green"].translate("problem", "Ce qui est écrit.", language=french, by=author)
    world.after["owned"] = owned = publish(by=world.people["ncp_a"])
    owned.translate("title", "Mesurer", language=french, by=author)
    found = owned.translations.get()
    found.check_words(by=secretariat, seen=found.digest)
    words = world.secrets.add("Canary after wording", {*SETTLERS, "ncp_b"})
    Wording.propose(found, words, by=author)
    world.wording = found.wordings.get()
    supersede(world.after["replaced"], by=secretariat, successor=world.after["next"], note="New.")
    merge(world.after["merged"], by=secretariat, successor=world.after["next"], note="Same.")
    world.pair = Pair.compare(world.after["green"], world.after["next"], by=author, answer="yes")
    owners = author, world.people["ncp_a"]
    room = make_room(*owners, name=world.secrets.add("Canary after room", ROOM))
    world.after_topic = ask(room, author, "Canary idea", kind="idea", marking=Marking.GREEN)
    world.secrets.add("Canary idea", ROOM)


def of(state: str, *more: Any) -> Any:
    """Return the function that gives the address of a record."""
    return lambda world: [world.after[state].public_id, *more]


def form(**values: Any) -> Any:
    """Return the function that gives what is sent."""
    return lambda world: values


def follow(world: SimpleNamespace) -> dict[str, Any]:
    """Return what says that another record follows."""
    return {"successor": world.after["next"].code, "note": "Better."}


def written(world: SimpleNamespace) -> dict[str, Any]:
    """Return a translated section."""
    seen = digest_of("Ce qui est écrit.")
    return {"text": "Voici.", "seen": seen, "source": digest_of(SOURCE)}


def made(*more: str) -> Any:
    """Return the function that gives the address of what is made from a topic."""
    return lambda world: ["topic", world.after_topic.public_id, *more]


def begun(world: SimpleNamespace) -> dict[str, Any]:
    """Return a record that is made from a topic."""
    return {
        **text(Kind.PRACTICE), "language": "en", "marking": "green", "attribution": "named",
        "token": uuid.uuid4(),
    }  # fmt: skip


# Whoever writes no guidance is refused before the topic is looked for.
OUTSIDE = dict.fromkeys(WRITERS - ROOM, Answer(status=404))
ROWS = [
    Row("guidelines:making", ROOM, args=made(), others=OUTSIDE),
    Row("guidelines:record_make", ROOM, args=made("practice"), others=OUTSIDE),
    Row("guidelines:record_make", ROOM, "after-sent", "POST", args=made("practice"),
        data=begun, ok=302, others=OUTSIDE),
    Row("guidelines:record_detail", MEMBERS, "after-replaced", args=of("replaced"), refuse=404),
    Row("guidelines:record_detail", MEMBERS, "after-merged", args=of("merged"), refuse=404, ok=302),
    Row("guidelines:record_by_code", MEMBERS, "after-code", refuse=404, ok=302,
        args=lambda world: [world.after["green"].code]),
    *(Row(f"guidelines:record_{act}", PUBLISHERS, f"after-{act}", args=of("green"))
      for act in ("supersede", "merge", "withdraw")),
    *(Row(f"guidelines:record_{act}", PUBLISHERS, f"after-{act}-sent", "POST", args=of("green"),
          data=follow, ok=302)
      for act in ("supersede", "merge")),
    Row("guidelines:record_withdraw", PUBLISHERS, "after-withdraw-sent", "POST", args=of("green"),
        data=form(reason="Old."), ok=302),
    Row("guidelines:record_sources", PUBLISHERS, "after-sourced", "POST", args=of("sourced"),
        ok=302),
    Row("guidelines:record_sources", PUBLISHERS, "after-get", args=of("sourced"), ok=405),
    Row("guidelines:record_take", {"ncp_a"}, "after-sourced", "POST", args=of("sourced"), ok=302),
    Row("guidelines:record_take", frozenset(), "after-handed-in", "POST", args=of("green")),
    Row("guidelines:record_sources", frozenset(), "after-handed-in", "POST", args=of("green")),
    Row("guidelines:record_withdraw", frozenset(), "after-replaced", args=of("replaced")),
    Row("guidelines:record_liken", MEMBERS, "after-compare", "POST", args=of("green"), ok=302,
        data=lambda world: {"other": world.after["next"].public_id, "answer": "no"}),
    Row("guidelines:record_liken", MEMBERS, "after-get", args=of("green"), ok=405),
    Row("guidelines:pair_list", STAFF),
    Row("guidelines:pair_settle", STAFF, "after-settle", "POST",
        args=lambda world: [world.pair.pk], ok=302),
    Row("guidelines:pair_settle", STAFF, "after-get", args=lambda world: [world.pair.pk], ok=405),
    Row("guidelines:translation_list", EVERYBODY, "after-clear", args=of("clear")),
    Row("guidelines:translation_list", MEMBERS, "after-green", args=of("green"), refuse=404),
    Row("guidelines:translation_detail", MEMBERS, "after-green", args=of("green", "fr"),
        refuse=404),
    Row("guidelines:translation_edit", WRITERS, "after-green", args=of("green", "fr", "problem")),
    Row("guidelines:translation_edit", WRITERS, "after-sent", "POST",
        args=of("green", "fr", "problem"), data=written, ok=302),
    Row("guidelines:translation_check", EDITORS, "after-check", "POST",
        args=of("green", "fr", "problem"), data=form(seen="-"), ok=302),
    Row("guidelines:translation_detail", MEMBERS, "after-owned", args=of("owned", "fr"),
        refuse=404),
    Row("guidelines:translation_queue", EDITORS),
    Row("guidelines:wording_settle", SETTLERS, "after-settle", "POST", ok=302,
        args=lambda world: [world.after["owned"].public_id, "fr", world.wording.pk],
        data=lambda world: {"seen": world.wording.digest, "answer": "leave"}),
    Row("guidelines:version_hashed", EVERYBODY, "after-clear", args=of("clear", 1)),
    Row("guidelines:version_hashed", MEMBERS, "after-green", args=of("green", 1), refuse=404),
    Row("guidelines:wording_settle", WRITERS, "after-get", args=of("owned", "fr", 1), ok=405),
    Row("guidelines:translation_check", EDITORS, "after-get", args=of("green", "fr", "problem"),
        ok=405),
]  # fmt: skip
