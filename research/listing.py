"""The list of works as its reader sees it: rows, facets with counts, chips and addresses."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import listing
from portal.facets import keys_of, under
from portal.listing import by_title, in_french, shows_working_titles
from portal.lists import KeptList, KeptRows
from portal.markings.models import Marking, reader_of
from portal.paging import Order
from research.exports import FORMATS, MOST
from research.facets import SHELF, names
from research.forms.filters import FilterForm
from research.models import Work
from research.policies import staff


def orders() -> dict[str, Order]:
    """Return the orders of the list; by title means the title that this reader sees."""
    return {
        "newest": Order(_("newest"), ("-year", "-id")),
        "title": Order(_("title"), (by_title(), "id")),
        "changed": Order(_("recently changed"), ("-changed_at", "-id")),
    }


def _narrowed(audiences: list[int], **chosen: list[int]) -> QuerySet[Work]:
    """Return the works under the reading rule and so many facets."""
    rows = Work.objects.readable_within(audiences).published()
    for keys in chosen.values():
        rows = rows.filter(facet_keys__overlap=under(keys))
    return rows


def _rows(rows: Any) -> QuerySet[Work, Any]:
    return rows.rows()  # type: ignore[no-any-return]


@cache
def _kept(facets: int) -> KeptList:
    """Return the list under so many facets, whose statements are kept, but not their plans."""
    places: dict[str, Any] = {f"facet_{number}": [-1 - number] for number in range(facets)}
    return KeptList(_narrowed, shape=_rows, is_planned_once=False, audiences=[-987_654], **places)


class Listing(listing.Listing):
    """One request for the list. Everything in it starts from the rows that the person may read."""

    shelf = SHELF

    def __init__(self, request: HttpRequest) -> None:
        self.form = FilterForm(request.GET)
        self.form.is_valid()
        self.years = self.form.years()
        self.everything: QuerySet[Work] = Work.objects.readable_by(request.user).published()
        known = names()
        super().__init__(
            request, names=known, chosen=SHELF.chosen(self.form.cleaned_data, known),
            readable=self.everything.filter(**self.years),
        )  # fmt: skip

    def orders(self) -> dict[str, Order]:
        """Return the orders of the list."""
        return orders()

    def shape(self, rows: Any) -> QuerySet[Work, Any]:
        """Return what a row shows."""
        return _rows(rows)

    @property
    def listed(self) -> QuerySet[Work, Any] | KeptRows:
        """The rows under the facets chosen; each number of them is a statement of its own."""
        if self.years:
            return super().listed
        keys = keys_of(self.chosen).values()
        places = {f"facet_{number}": each for number, each in enumerate(keys)}
        return _kept(len(keys)).of(audiences=reader_of(self.request.user).audience_ids, **places)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the page, in the reader's language."""
        kinds = {kind: str(name) for kind, name in Work.Type.choices}
        for row in self.page.rows:
            in_french(row)
            row["label"] = Marking(row["marking"]).tag
            row["kind"] = kinds[row["kind"]]
            # A number would be localised.
            row["year"] = str(row["year"])
        return list(self.page.rows)

    @property
    def shows_working_titles(self) -> bool:
        """Whether a title on the page is a working translation."""
        return shows_working_titles(self.rows)

    @property
    def others(self) -> list[tuple[str, Any, str]]:
        """The years."""
        words = {"year_from": _("From"), "year_to": _("To")}
        given = {name: self.form.cleaned_data.get(name) for name in words}
        return [(name, words[name], str(year)) for name, year in given.items() if year]

    @property
    def other_ways_out(self) -> list[tuple[Any, str, int]]:
        """The way out of the years."""
        return [(_("Year"), self.without("year_from", "year_to"), 0)] if self.years else []

    @property
    def year_fields(self) -> list[Any]:
        """The two fields of the year."""
        return [self.form["year_from"], self.form["year_to"]]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The filters and the order as fields of the export form."""
        return [*self.filters, ("sort", self.page.sort)]

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "listing": self,
            "form": self.form,
            "page": self.page,
            "chips": self.chips,
            "formats": FORMATS,
            "most": MOST,
            "staff": staff(self.request.user),
        }
