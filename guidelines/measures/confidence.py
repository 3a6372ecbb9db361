"""How sure we are of a practice: the one rule, which its page explains in the same words.

Evidence and use give the level (`TABLE`); failures lower it. Whole numbers only, few bands and no
weights: a reader can check the level by hand. Answers that count half are rounded down.
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.measures.confidence_words import COLUMNS, NOTES, ROWS, SENTENCES, UNTOLD

# An answer that was signed longer ago counts half.
FRESH_MONTHS = 24


class Level(TextChoices):
    """How sure we are, from the least."""

    CONTESTED = "contested", pgettext_lazy("confidence", "Contested")
    VERY_LOW = "very-low", pgettext_lazy("confidence", "Very low")
    LOW = "low", pgettext_lazy("confidence", "Low")
    MODERATE = "moderate", pgettext_lazy("confidence", "Moderate")
    HIGH = "high", pgettext_lazy("confidence", "High")

    @property
    def rank(self) -> int:
        """Its place from the least sure, 0, to the surest."""
        return list(Level).index(self)


class Outcome(TextChoices):
    """What an administration answers of a practice."""

    USED = "used", _("We use this")
    FAILED = "failed", _("We tried, it failed")
    NOT_APPLICABLE = "not-applicable", _("Not applicable here")


class Evidence(NamedTuple):
    """How many sources of each grade a practice has."""

    a: int = 0
    b: int = 0
    c: int = 0
    d: int = 0


class Answer(NamedTuple):
    """What one administration signed, and its circumstances.

    It counts half when it is older than `FRESH_MONTHS`, or a failure that a review has dealt with.
    """

    administration: int
    outcome: str
    contexts: frozenset[str] = frozenset()
    counts_half: bool = False


class Reason(NamedTuple):
    """One step to the level: which band, and the number that put it there."""

    code: str
    number: int

    @property
    def moves(self) -> bool:
        """Whether it gives the level or moves it; of few answers only the rule speaks."""
        return self.code not in STILL

    def sentence(self, *, tells_failures: bool) -> str:
        """Return the step in words; of failures that are not told, not even a least number."""
        if self.code in UNTOLD and not tells_failures:
            return str(UNTOLD[self.code])
        # A sentence without a number takes none.
        return str(SENTENCES[self.code] % {"number": self.number})


class Verdict(NamedTuple):
    """The level, why, what may speak against the practice, and whether a review is due."""

    level: Level
    reasons: tuple[Reason, ...]
    contraindications: tuple[str, ...]
    review_is_due: bool


class Explanation(NamedTuple):
    """The rule as a page shows it: a table (a row per evidence, a column per use), then notes."""

    columns: tuple[Promise, ...]
    rows: tuple[tuple[Promise, tuple[Level, ...]], ...]
    notes: tuple[Promise, ...]


# By evidence, then by how many use it: fewer than three, three to nine, ten or more.
TABLE = {
    "evidence-strong": (Level.MODERATE, Level.HIGH, Level.HIGH),
    "evidence-some": (Level.LOW, Level.MODERATE, Level.HIGH),
    "evidence-weak": (Level.VERY_LOW, Level.LOW, Level.MODERATE),
    "evidence-none": (Level.VERY_LOW, Level.LOW, Level.MODERATE),
}
USES = ("used-few", "used-several", "used-many")
# Steps that leave the level where the evidence put it.
STILL = frozenset({"used-few", "failed-few", "half"})


def confidence(evidence: Evidence, answers: Collection[Answer]) -> Verdict:
    """Say how sure we are of a practice; `answers` are signed, one per administration."""
    if len({answer.administration for answer in answers}) < len(answers):
        raise ValueError("An administration stands twice: it has one answer, which it may amend.")
    found = Counter((answer.outcome, answer.counts_half) for answer in answers)
    used, failed = (
        found[outcome, False] + found[outcome, True] // 2
        for outcome in (Outcome.USED, Outcome.FAILED)
    )
    grade, use = _evidence(evidence), Reason(USES[(used >= 3) + (used >= 10)], used)
    level = TABLE[grade.code][USES.index(use.code)]
    failure = "failed-few"
    if failed >= 2:
        is_contested = failed >= used
        failure = "failed-many" if is_contested else "failed-some"
        level = Level.CONTESTED if is_contested else list(Level)[level.rank - 1]
    halves = sum(number for (_outcome, is_half), number in found.items() if is_half)
    reasons = (grade, use, Reason(failure, failed), *([Reason("half", halves)] if halves else ()))
    is_due = failed >= 2 and found[Outcome.FAILED, False] > 0
    return Verdict(level, reasons, _contraindications(answers), is_due)


def _evidence(evidence: Evidence) -> Reason:
    """Return how strong the evidence is."""
    if evidence.a or evidence.b >= 2:
        return Reason("evidence-strong", evidence.a + evidence.b)
    if evidence.b or evidence.c:
        return Reason("evidence-some", evidence.b + evidence.c)
    return Reason("evidence-weak" if evidence.d else "evidence-none", evidence.d)


def _contraindications(answers: Collection[Answer]) -> tuple[str, ...]:
    """Return what two that failed, or could not apply it, share and nobody who uses it has."""
    users = [answer.contexts for answer in answers if answer.outcome == Outcome.USED]
    others = (answer.contexts for answer in answers if answer.outcome != Outcome.USED)
    shared = Counter(context for contexts in others for context in contexts)
    fine = frozenset().union(*users)
    return tuple(sorted(each for each, n in shared.items() if n >= 2 and each not in fine))


def explanation() -> Explanation:
    """Return the rule for the page that explains it."""
    return Explanation(COLUMNS, tuple((ROWS[code], TABLE[code]) for code in ROWS), NOTES)
