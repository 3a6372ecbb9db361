"""What a row keeps of how sure we are of it: counts, reasons, and whether it is under review."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Cause, Context, Grade, Kind, State
from guidelines.measures.confidence import (
    Answer,
    Evidence,
    Level,
    Outcome,
    Reason,
    Verdict,
    confidence,
)
from guidelines.measures.suppression import K
from guidelines.text.carrying import joined
from guidelines.text.sections import Content
from portal.audit.models import record as log
from portal.facets import facet_key
from portal.refusals import Refused

# A published record is looked at again after two years, unless its publisher says otherwise.
REVIEWED_AFTER = datetime.timedelta(days=730)
# What `weigh` keeps.
WEIGHED = ["confidence", "answers", "reasons", "against", "facets", "facet_keys"]
UNDER_REVIEW = ["reviewed_since", "review_cause"]
MEASURED = ["grades", "confidence", "answers", "reasons", "against", "review_by", *UNDER_REVIEW]


class Measured(models.Model):
    """The columns; the verbs of records, answers and reviews keep them."""

    # How many sources of each grade the version has that is read, from A to D.
    grades = ArrayField(models.PositiveSmallIntegerField(), default=list, editable=False)
    # How many administrations signed which answer. Whoever shows it hides what is below three.
    answers = models.JSONField(default=dict, editable=False)
    # The steps to the level, as codes with numbers.
    reasons = models.JSONField(default=list, editable=False)
    # Circumstances that speak against it, with how many administrations share each.
    against = models.JSONField(default=dict, editable=False)
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)
    reviewed_since = models.DateTimeField(_("under review since"), null=True, editable=False)
    review_cause = models.CharField(max_length=13, choices=Cause, blank=True, editable=False)
    # What the last review said that changed nothing.
    currency = models.CharField(_("currency statement"), max_length=500, blank=True, editable=False)
    currency_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_measured(self: Any) -> bool:
        """Whether administrations say what came of it: of a practice alone."""
        return bool(self.kind == Kind.PRACTICE)

    @property
    def is_overdue(self: Any) -> bool:
        """Whether the day of its review is past."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    @property
    def is_under_review(self) -> bool:
        """Whether somebody looks into it."""
        return self.reviewed_since is not None

    @property
    def level(self: Any) -> Level | None:
        """How sure we are."""
        return Level(self.confidence) if self.confidence else None

    @property
    def steps(self) -> list[str]:
        """The steps to the level, in words."""
        return self._said(Reason(*each) for each in self.reasons)

    @property
    def moves(self) -> list[str]:
        """Those of the steps that gave the level or moved it, in words."""
        return self._said(step for each in self.reasons if (step := Reason(*each)).moves)

    def _said(self, steps: Iterable[Reason]) -> list[str]:
        tells = self.answers.get(Outcome.FAILED.value, 0) >= K
        return [each.sentence(tells_failures=tells) for each in steps]

    @property
    def findings(self) -> list[str]:
        """The steps to the level, and what is suggested: for editors, to whom no more is told."""
        known = dict(Context.choices)
        words = gettext("Administrations share this where it failed or does not apply: %(what)s.")
        return [*self.steps, *(words % {"what": known.get(code, code)} for code in self.against)]

    def weigh(self: Any, answers: Collection[Answer]) -> Verdict:
        """Keep what the rule says of these answers, on the row alone: whoever calls it saves."""
        verdict = confidence(Evidence(*self.grades), answers)
        counts = Counter(each.outcome for each in answers)
        shared = Counter(
            code for each in answers if each.outcome != Outcome.USED for code in each.contexts
        )
        self.confidence = verdict.level.value
        self.answers = {each.value: counts[each] for each in Outcome}
        self.reasons = [[each.code, each.number] for each in verdict.reasons]
        self.against = {code: shared[code] for code in verdict.contraindications}
        others = {each for each in self.facets if not each.startswith("confidence:")}
        self.facets = sorted(others | {f"confidence:{self.confidence}"})
        self.facet_keys = [facet_key(value) for value in self.facets]
        return verdict

    def measure(self: Any, content: Content) -> None:
        """Note what a version that is about to be read changes; whoever issues it saves."""
        self.grades = grades_of(joined(content, self.carried))
        today = timezone.localdate()
        if self.kind != Kind.EXPERIENCE and (
            self.version is not None or self.review_by is None or self.review_by <= today
        ):
            self.review_by = today + REVIEWED_AFTER
        self.reexaminations.end_with_version(self)
        if self.is_measured:
            self.weigh(self.outcomes.weighed())

    def judge(self: Any) -> Verdict | None:
        """Work out how sure we are, and open a review that the rule says is due.

        The row is locked.
        """
        if not self.is_measured or self.version_id is None:
            return None
        verdict = self.weigh(self.outcomes.weighed())
        self.save(update_fields=WEIGHED)
        if verdict.review_is_due:
            self.reexaminations.begin_by_rule(self, Cause.FAILURES)
        return verdict

    @transaction.atomic
    def plan_review(self: Any, *, by: Any, on: datetime.date) -> None:
        """Say by which day it is looked at again."""
        self.lock()
        if self.state != State.PUBLISHED:
            raise Refused(gettext("Only what is published is reviewed."))
        if self.review_by != on:
            self.review_by = on
            self.save(update_fields=["review_by"])
            log("guidelines.plan_review", by=self.actor(by), on=self, review_by=on)


def grades_of(content: Content) -> list[int]:
    """Return how many sources of each grade a content names."""
    found = Counter(row.get("grade") for row in content.get("evidence") or [])
    return [found[grade.value] for grade in Grade]
