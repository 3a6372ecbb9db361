"""What the page of a practice says of its use: numbers, never below three, and why we are sure."""

import datetime
from collections.abc import Hashable
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise, cached_property

from guidelines.kinds import Context
from guidelines.measures.confidence import Outcome
from guidelines.measures.suppression import K
from guidelines.models import Outcome as Answer
from guidelines.models import Record
from portal.markings.access import may


class Tile(NamedTuple):
    """One answer with how many gave it: a number, or nothing where it could be somebody."""

    code: str
    label: str | Promise
    number: int | None
    is_own: bool


def shown(number: int) -> int | None:
    """Return a number of Members as it may be shown; nothing where it could be somebody."""
    return number if number >= K else None


class Own(NamedTuple):
    """What the reader's administration answered, and whether a draft waits for a signature."""

    answer: str
    number: int | None
    signed_at: datetime.datetime | None
    waits: bool

    @property
    def words(self) -> str:
        """The answer in words."""
        return str(Outcome(self.answer).label) if self.answer else ""


class Use:
    """What came of a practice, for one reader; the statement of the page asks what it needs."""

    def __init__(self, record: Record, reader: Any) -> None:
        self.record, self.reader = record, reader

    @cached_property
    def level(self) -> str | Promise:
        """How sure we are."""
        return self.record.level.label if self.record.level else ""

    @cached_property
    def moves(self) -> list[str]:
        """Why, in short: the steps of the rule that made the level."""
        return self.record.moves

    @cached_property
    def steps(self) -> list[str]:
        """Why, in full: each step of the rule."""
        return self.record.steps

    @cached_property
    def tiles(self) -> list[Tile]:
        """The answers with their numbers."""
        own = self.own.answer if self.own else ""
        return [
            Tile(each.value, each.label, shown(self.record.answers.get(each.value, 0)), each == own)
            for each in Outcome
        ]

    @cached_property
    def against(self) -> list[str]:
        """Circumstances that at least three administrations share where it does not fit."""
        known = dict(Context.choices)
        found = self.record.against.items()
        return [str(known[code]) for code, n in found if shown(n) and code in known]

    @cached_property
    def may_answer(self) -> bool:
        """Whether the reader's administration is asked."""
        return may(self.reader, "guidelines.answer_practice", self.record)

    @cached_property
    def may_point_out(self) -> bool:
        """Whether the reader may say that it is no longer right."""
        return may(self.reader, "guidelines.hint_review", self.record)

    @cached_property
    def own(self) -> Own | None:
        """The answer of the reader's own administration."""
        if not self.may_answer:
            return None
        if not hasattr(self.record, "own_answer"):
            rows = Answer.objects.readable_by(self.reader).filter(record=self.record)
            row = rows.filter(administration=self.reader.administration_id).first()
            return Own(row.answer, row.number, row.signed_at, bool(row.draft)) if row else None
        found = self.record.own_answer
        return Own(**found | {"signed_at": _moment(found["signed_at"])}) if found else None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What it says to this reader: the same to all of whom that is true."""
        day = timezone.localdate(self.own.signed_at) if self.own and self.own.signed_at else None
        return self.may_answer, self.may_see_names, self.own, day

    @cached_property
    def may_see_names(self) -> bool:
        """Whether the reader may see who answered, of those who agreed to be named."""
        return self.may_answer and may(self.reader, "guidelines.read_names")


def _moment(words: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(words) if words else None
