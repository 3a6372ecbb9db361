"""What the address of a search may say."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.search.box import Box
from portal.search.facets import pairs
from portal.search.models import Kind
from portal.search.query import FACETS, MOST_PAGES, Filters
from portal.search.texts import readable

BEST, NEWEST = "best", "newest"
# Older works are not of this field; a later year is a slip of the keys.
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_CODES = 20
_CODE = re.compile(r"[\w-]{1,60}")


class BoxField(forms.CharField):
    """The words of the box: what nobody can read is left out, nothing is refused."""

    def to_python(self, value: Any) -> str:
        """Return the text without control characters."""
        return readable(super().to_python(value) or "")


class CodesField(forms.Field):
    """Codes of a facet, each once. A code that nothing is filed under finds nothing."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, known: Collection[str] = (), **options: Any) -> None:
        super().__init__(required=False, **options)
        self.known = known

    def to_python(self, value: Any) -> list[str]:
        """Return the codes in the order given."""
        return list(dict.fromkeys(readable(str(code)) for code in value or [] if code))

    def validate(self, value: list[str]) -> None:
        """Refuse what cannot be a code."""
        for code in value:
            if not _CODE.fullmatch(code) or (self.known and code not in self.known):
                raise forms.ValidationError(_("“%(code)s” is no filter."), params={"code": code})
        if len(value) > MOST_CODES:
            raise forms.ValidationError(_("These are too many filters."))


class YearField(forms.IntegerField):
    """A year that may be left empty."""

    widget = forms.TextInput(attrs={"class": "input-year", "inputmode": "numeric", "size": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


class SearchForm(forms.Form):
    """The box and its filters. A filter that cannot be read is named and left out."""

    q = BoxField(label=_("Words"), required=False)
    kind = CodesField(label=_("Kind"), known=Kind.values)
    technology = CodesField(label=_("Technology"))
    region = CodesField(label=_("Region"))
    language = CodesField(label=_("Language"))
    year_from = YearField(label=_("From year"))
    year_to = YearField(label=_("To year"))
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[(BEST, _("best match")), (NEWEST, _("newest"))],
        required=False,
    )
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=MOST_PAGES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    def clean(self) -> None:
        """Refuse years in the wrong order."""
        first, last = self.cleaned_data.get("year_from"), self.cleaned_data.get("year_to")
        if first and last and first > last:
            self.add_error("year_from", _("The first year is after the last year."))
            del self.cleaned_data["year_to"]

    @cached_property
    def box(self) -> Box:
        """The words as they are searched."""
        return Box.read(self.cleaned_data.get("q", ""))

    @property
    def filters(self) -> Filters:
        """The filters that can be read."""
        names = [*FACETS, "year_from", "year_to"]
        given = {name: self.cleaned_data.get(name) for name in names}
        return Filters(**{name: value for name, value in given.items() if value})

    @property
    def years(self) -> list[forms.BoundField]:
        """The two fields of the year."""
        return [self["year_from"], self["year_to"]]

    @property
    def newest(self) -> bool:
        """Whether the newest come first."""
        return self.cleaned_data.get("sort") == NEWEST

    @property
    def page_number(self) -> int:
        """The page asked for."""
        return self.cleaned_data.get("page") or 1

    @property
    def saved(self) -> dict[str, Any]:
        """What a saved search keeps of the words and filters."""
        filters = self.filters
        kept: dict[str, Any] = {name: getattr(filters, name) for name in FACETS}
        dates = {"since": filters.since, "until": filters.until}
        return kept | dates | {"words": self.box.text, "key": self.box.key}

    @property
    def saved_pairs(self) -> list[tuple[str, str]]:
        """What of the address makes the search: not its order."""
        return [(name, value) for name, value in self.pairs if name != "sort"]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The address of these results without the page."""
        values = self.cleaned_data | {"q": self.box.text, "sort": NEWEST if self.newest else ""}
        return pairs(values, ["q", *FACETS, "year_from", "year_to", "sort"])
