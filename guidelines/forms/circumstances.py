"""What an administration says of itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.forms.fields import radios
from guidelines.measures.questions import CIRCUMSTANCES
from guidelines.models import Circumstances


def answers_in(codes: list[str]) -> dict[str, str]:
    """Return what a list of circumstances answers, by question."""
    return {
        question.code: code
        for question in CIRCUMSTANCES
        for code, _label in question.choices
        if code in codes
    }


def codes_of(given: dict[str, Any]) -> list[str]:
    """Return the circumstances that a form was answered with."""
    return sorted({given[question.code] for question in CIRCUMSTANCES} - {""})


class CircumstancesForm(forms.Form):
    """The circumstances, and for a contact point whether others see what they share with them."""

    def __init__(
        self, *args: Any, row: Circumstances | None, may_tell: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in CIRCUMSTANCES:
            self.fields[question.code] = radios(question, is_needed=False)
        self.initial = answers_in(row.codes if row else [])
        if may_tell:
            self.fields["is_told"] = forms.BooleanField(
                label=_("Officers of other Members may see what they have in common with us"),
                required=False, initial=bool(row and row.is_told),
                help_text=_(
                    "It helps them to find our published experiences. They see it beside records"
                    " that bear our name, never beside a hidden one."
                ),
            )  # fmt: skip

    def save(self, *, by: Any) -> None:
        """Keep what was said."""
        given = self.cleaned_data
        Circumstances.keep(
            by.administration, codes_of(given), by=by, is_told=given.get("is_told")
        )  # fmt: skip
