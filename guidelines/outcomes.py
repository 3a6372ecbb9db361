"""What the page of a practice says of its use: numbers, never below three, and why we are sure."""

from typing import Any, NamedTuple

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from guidelines.confidence import Outcome, Reason
from guidelines.kinds import Context
from guidelines.models import Outcome as Answer
from guidelines.models import Record
from portal.markings.access import may

# A smaller number of Members could be somebody.
FEWEST = 3
# Names that are shown at most: nobody reads more.
MOST_NAMES = 60
# Steps of the rule without numbers of Members, which could be told apart by subtraction.
BANDS: dict[str, str | Promise] = {
    "used-few": _(
        "Fewer than three administrations count as using it; it takes three to raise the level."
    ),
    "used-several": _("Three to nine administrations count as using it: the level rises one step."),
    "used-many": _(
        "Ten administrations or more count as using it: the level rises two steps, to high at most."
    ),
    "failed-few": _("Fewer than two failures count; it takes two to lower the level."),
    "failed-some": _("Two failures or more count: the level falls one step."),
    "failed-many": _("Two failures or more count, at least as many as uses: it is contested."),
    "half": _("Some answers count half: they are old, or a review has dealt with them."),
}


class Tile(NamedTuple):
    """One answer with how many gave it: a number, or nothing where it could be somebody."""

    code: str
    label: str | Promise
    number: int | None
    is_own: bool


def shown(number: int) -> int | None:
    """Return a number of Members as it may be shown; nothing where it could be somebody."""
    return number if number >= FEWEST else None


class Use:
    """What came of a practice, for one reader; one statement, and none for visitors."""

    def __init__(self, record: Record, reader: Any) -> None:
        self.record, self.reader = record, reader

    @cached_property
    def level(self) -> str | Promise:
        """How sure we are."""
        return self.record.level.label if self.record.level else ""

    @cached_property
    def reasons(self) -> list[str]:
        """Why: each step of the rule."""
        return [
            str(BANDS[code]) if code in BANDS else Reason(code, number).sentence
            for code, number in self.record.reasons
        ]

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
    def answers(self) -> list[Answer]:
        """The answers that the reader may read: the own one, and those that show their name."""
        if not self.may_answer:
            return []
        rows = Answer.objects.readable_by(self.reader).filter(record=self.record)
        return list(rows.select_related("administration").order_by("-signed_at")[:MOST_NAMES])

    @cached_property
    def own(self) -> Answer | None:
        """The answer of the reader's own administration."""
        home = getattr(self.reader, "administration_id", None)
        return next((each for each in self.answers if each.administration_id == home), None)

    @cached_property
    def named(self) -> list[Answer]:
        """The signed answers that show their name."""
        return [each for each in self.answers if each.answer and each.is_named]
