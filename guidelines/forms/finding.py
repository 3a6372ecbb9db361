"""What somebody looks for: a technology, a phase, an obstacle; records by their codes."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Kind
from guidelines.text import terms

CODE = re.compile(r"[\w-]{1,60}")
MOST_CODES = 60


class FindingForm(forms.Form):
    """What a finding is about. An address may name what is no longer offered."""

    technology = forms.ChoiceField(label=_("Technology"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    process = forms.ChoiceField(label=_("Customs process"), required=False)
    obstacle = forms.ChoiceField(label=_("Obstacle"), required=False)

    def __init__(self, data: QueryDict, *, without: tuple[str, ...] = ()) -> None:
        super().__init__(data)
        for name in without:
            del self.fields[name]
        for name, field in self.fields.items():
            offered = terms.choices(name, data.getlist(name))
            field.choices = [("", _("Any")), *offered]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, list[str]]:
        """What was chosen and is known, by facet."""
        return {name: [value] for name, value in self.cleaned_data.items() if value}


class ShowForm(forms.Form):
    """What the matrix shows."""

    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Everything")), *Kind.choices],
    )  # fmt: skip

    @property
    def kinds(self) -> list[str]:
        """The kinds that are shown."""
        self.is_valid()
        kind = self.cleaned_data.get("show")
        return [kind] if kind else [*Kind.values]


class CompareForm(forms.Form):
    """Which experiences stand side by side: chosen in a list, or named by their codes."""

    codes = forms.CharField(
        label=_("Codes"), required=False, max_length=200,
        help_text=_("Such as E001, with commas between them."),
    )  # fmt: skip

    @property
    def all_codes(self) -> list[str]:
        """The codes that were asked for, each once, in order."""
        self.is_valid()
        typed = re.split(r"[\s,;]+", self.cleaned_data.get("codes", "").upper())
        ticked: Any = self.data
        found = [*ticked.getlist("code"), *typed]
        return list(dict.fromkeys(code for code in found if CODE.fullmatch(code)))[:MOST_CODES]


class FormatForm(forms.Form):
    """What kind of file somebody takes along."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("csv", _("CSV, for any program")), ("xlsx", _("Excel workbook (XLSX)"))],
        widget=forms.RadioSelect, initial="csv",
    )  # fmt: skip
