"""What the list is narrowed by, and what is taken from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.facets import CodesField
from portal.search.forms import FIRST_YEAR, LAST_YEAR
from research.exports import FORMATS


class YearField(forms.IntegerField):
    """A year that the library can hold."""

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"first": FIRST_YEAR, "last": LAST_YEAR}
        refusal = _("Give a year from %(first)s to %(last)s.") % bounds
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), refusal)
        super().__init__(
            min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages=messages, **kwargs
        )


class FilterForm(forms.Form):
    """The filter panel: facets and years. Every field is optional."""

    technology = CodesField(required=False)
    process = CodesField(required=False)
    type = CodesField(required=False)
    language = CodesField(required=False)
    region = CodesField(required=False)
    year_from = YearField(label=_("From"), required=False)
    year_to = YearField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse years in the wrong order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("Give the later year here, or leave it empty."))
        return cleaned

    def years(self) -> dict[str, int]:
        """Return the bounds on the year, as far as they make sense."""
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
