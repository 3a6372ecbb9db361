"""What the list is narrowed by, and what is taken from it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from research.exports import FORMATS
from research.facets import FACETS

CODE = re.compile(r"[\w-]{1,60}")
MOST_CODES = 60
FIRST_YEAR, LAST_YEAR = 1900, 2100


class CodesField(forms.Field):
    """Codes from an address, each once; what cannot be a code is not one."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        """Return the codes, in order."""
        codes = [code for code in value or [] if CODE.fullmatch(code)]
        return list(dict.fromkeys(codes))[:MOST_CODES]


class FilterForm(forms.Form):
    """The filter panel: facets and years. Every field is optional."""

    technology = CodesField(required=False)
    process = CodesField(required=False)
    type = CodesField(required=False)
    language = CodesField(required=False)
    region = CodesField(required=False)
    year_from = forms.IntegerField(
        label=_("From"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    year_to = forms.IntegerField(
        label=_("To"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def clean(self) -> dict[str, Any]:
        """Refuse years in the wrong order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("Give the later year here, or leave it empty."))
        return cleaned

    def chosen(self) -> dict[str, list[str]]:
        """Return the codes chosen per facet."""
        return {facet: self.cleaned_data.get(facet, []) for facet in FACETS}

    def years(self) -> dict[str, int]:
        """Return the bounds on the year, as far as they are given and make sense."""
        if "year_to" in self.errors and "year_from" not in self.errors:
            return {}
        bounds = {"year__gte": "year_from", "year__lte": "year_to"}
        given = {bound: self.cleaned_data.get(name) for bound, name in bounds.items()}
        return {bound: year for bound, year in given.items() if year}


class ExportForm(forms.Form):
    """Which records to take along, and as what."""

    work = CodesField(required=False)
    scope = forms.ChoiceField(
        choices=[("chosen", _("The chosen records")), ("all", _("All records of the list"))]
    )
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)

    def clean(self) -> dict[str, Any]:
        """Refuse an export of nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("scope") == "chosen" and not cleaned.get("work"):
            self.add_error("work", _("Choose at least one record, then export again."))
        return cleaned
