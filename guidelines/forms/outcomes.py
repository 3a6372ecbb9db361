"""The forms of an answer about a practice, and of reviews."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Signing
from guidelines.forms.circumstances import answers_in, codes_of
from guidelines.forms.fields import radios
from guidelines.kinds import Cause
from guidelines.measures.questions import CIRCUMSTANCES, QUESTIONS, Question
from guidelines.models import Outcome, Record
from guidelines.models.circumstances import Circumstances
from guidelines.models.measured import REVIEWED_AFTER
from guidelines.models.outcome import Said
from portal.revision import again_with

NAMED = [
    ("no", _("No, count us only")),
    ("yes", _("Yes, contact points may read our name")),
]
FARTHEST = datetime.timedelta(days=5 * 366)


class OutcomeForm(forms.Form):
    """What an administration says of a practice. What was typed stays when something is wrong."""

    # The draft that the form showed: a colleague's is not overwritten unseen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, *args: Any, answer: str, home: Any, row: Outcome | None, seen: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer
        # What a colleague drafted after the form was opened.
        self.other: Signing | None = None
        for question in QUESTIONS[answer]:
            self.fields[question.code] = radios(question, is_needed=True)
        self.fields["words"] = forms.CharField(
            label=_("What should others know?"), required=False, max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}), strip=True,
            help_text=_("Two sentences are enough. No names of traders or passengers."),
        )  # fmt: skip
        self.fields["is_named"] = forms.ChoiceField(
            label=_("May others read your name?"), choices=NAMED,
            widget=forms.RadioSelect(attrs={"class": "choices-row"}),
        )  # fmt: skip
        for question in CIRCUMSTANCES:
            self.fields[question.code] = radios(question, is_needed=False)
        own = Circumstances.objects.filter(administration=home).first()
        self.known = own.codes if own else []
        # Whether others see what they have in common with it.
        self.is_told = bool(own and own.is_told)
        self.initial = {**self._before(row), **answers_in(self.known), "seen": seen}

    def _before(self, row: Outcome | None) -> dict[str, Any]:
        """Return what was said before: the draft that waits, or what is signed."""
        if row is None:
            return {"is_named": "no"}
        given: dict[str, Any] = row.draft or {
            "said": row.said, "words": row.words, "is_named": row.is_named,
        }  # fmt: skip
        return {
            **given["said"],
            "words": given["words"],
            "is_named": "yes" if given["is_named"] else "no",
        }

    def _bound(self, questions: Iterable[Question]) -> list[forms.BoundField]:
        return [self[question.code] for question in questions]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions about the practice, six at most."""
        return [*self._bound(QUESTIONS[self.answer]), self["words"], self["is_named"]]

    @property
    def about_us(self) -> list[forms.BoundField]:
        """The questions about the administration, which are asked once."""
        return self._bound(CIRCUMSTANCES)

    @property
    def looks_at_us(self) -> bool:
        """Whether one of those has to be looked at again."""
        return any(field.errors for field in self.about_us)

    def meet(self, waiting: Signing | None, why: str) -> None:
        """Show what waits by now: sent again, this answer goes over it knowingly."""
        self.add_error(None, why)
        seen = waiting.digest if waiting else ""
        if seen != self.cleaned_data["seen"]:
            again_with(self, seen=seen)
            self.other = waiting

    def save(self, record: Record, *, by: Any) -> Outcome:
        """Draft the answer, and sign it where the person may."""
        given = self.cleaned_data
        said = Said(
            answer=self.answer,
            said={each.code: given[each.code] for each in QUESTIONS[self.answer]},
            words=given["words"],
            contexts=tuple(codes_of(given)),
            is_named=given["is_named"] == "yes",
        )
        return Outcome.give(record, by=by, said=said, seen=given["seen"])


class HintForm(forms.Form):
    """Say why a record may no longer be right."""

    CAUSES = [each for each in Cause.choices if each[0] not in (Cause.FAILURES, Cause.DATE)]
    cause = forms.ChoiceField(label=_("What changed?"), choices=CAUSES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In a few words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.URLField(
        label=_("Where it can be read"), required=False, max_length=500, assume_scheme="https"
    )


class PlanForm(forms.Form):
    """Say when a record is looked at again."""

    review_by = forms.DateField(
        label=_("To be reviewed by"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("review_by", (timezone.localdate() + REVIEWED_AFTER).isoformat())

    def clean_review_by(self) -> datetime.date:
        """Ask for a day from tomorrow to five years ahead."""
        day: datetime.date = self.cleaned_data["review_by"]
        today = timezone.localdate()
        if not today < day <= today + FARTHEST:
            raise forms.ValidationError(_("Give a day from tomorrow to five years ahead."))
        return day


class StatementForm(PlanForm):
    """Say that a record is still right, and when to look again."""

    statement = forms.CharField(
        label=_("Currency statement"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it with its date: what was checked, and why nothing changes."),
    )  # fmt: skip

    field_order = ("statement", "review_by")
