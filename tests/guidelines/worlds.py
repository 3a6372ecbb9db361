"""Guidance of the generated worlds, and what happens to it later."""

from collections.abc import Callable
from typing import Any

from guidelines.kinds import Attribution, Kind, State
from guidelines.models import Manuscript, Outcome, Record, Relay, Unsealing
from portal.markings.models import Marking
from portal.taxonomy.models import Language
from tests.guidelines.advice import TEXTS
from tests.guidelines.answering import said
from tests.workspaces.worlds import allowed

LABELS = [Marking.CLEAR, Marking.GREEN]
ATTRIBUTIONS = [Attribution.NAMED, Attribution.REGION, Attribution.SECRETARIAT]


def add_advice(world: Any, english: Language, number: int, *, is_published: bool) -> Record:
    """Begin a record of an administration or of the Secretariat, and maybe publish it."""
    kind = Kind.values[number % 3]
    home = world.home(number) if number % 2 else None
    content = {**TEXTS[kind], "technologies": ["ai-ml"], "phase": "pilot"}
    manuscript = Record.begin(
        kind, by=world.person(number), content=content, language=english,
        marking=LABELS[number % 2], administration=home, attribution=ATTRIBUTIONS[number % 3],
    )  # fmt: skip
    if is_published:
        manuscript.publish(by=None)
    return Record.objects.get(pk=manuscript.record_id)


def _of_manuscript(verb: Callable[[Manuscript, Any], Any]) -> Callable[[Any, Record, int], Any]:
    """Return what does a verb to the text that is prepared, if there is one."""

    def do(world: Any, row: Record, number: int) -> None:
        if manuscript := row.manuscript:
            allowed(lambda: verb(manuscript, world.keeper))

    return do


def _revise(world: Any, row: Record, number: int) -> None:
    allowed(lambda: Manuscript.revise(row, by=world.keeper))


def _withdraw(world: Any, row: Record, number: int) -> None:
    if row.state == State.PUBLISHED:
        row.withdraw(by=world.keeper, reason="Wrong.")


def _asked(world: Any, row: Record, number: int) -> None:
    allowed(lambda: Relay.ask(row, by=world.person(number), text="Why?"))


def _unsealed(world: Any, row: Record, number: int) -> None:
    found = allowed(lambda: Unsealing.ask(row, by=world.keeper, reason="A court asks."))
    if found and world.person(number) != world.keeper:
        allowed(lambda: found.agree(by=world.person(number)))


def _answered(world: Any, row: Record, number: int) -> None:
    allowed(lambda: Outcome.give(row, by=world.person(number), said=said()))


ADVICE_VERBS: dict[str, Callable[[Any, Any, int], Any]] = {
    "advise": _of_manuscript(lambda manuscript, by: manuscript.publish(by=None)),
    "drop advice": _of_manuscript(lambda manuscript, by: manuscript.drop(by=by)),
    "revise advice": _revise,
    "ask author": _asked,
    "unseal advice": _unsealed,
    "answer advice": _answered,
    "withdraw advice": _withdraw,
}
