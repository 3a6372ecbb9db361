"""The list of works as its reader sees it: rows, facets with counts, chips and addresses."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.markings.models import Marking
from portal.paging import Order, Page
from research.exports import FORMATS, MOST
from research.facets import FACETS, Facet, Tally, drawn, facets, narrowed, tallies, terms
from research.forms.filters import FilterForm
from research.models import Work
from research.policies import staff

PER_PAGE = 25


def orders() -> dict[str, Order]:
    """Return the orders of the list; by title means the title that this reader sees."""
    title = "title_key_fr" if get_language() == "fr" else "title_key"
    return {
        "newest": Order(_("newest"), ("-year", "-id")),
        "title": Order(_("title"), (title, "id")),
        "changed": Order(_("recently changed"), ("-changed_at", "-id")),
    }


class Listing:
    """One request for the list. Everything in it starts from the rows that the person may read."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.form = FilterForm(request.GET)
        self.form.is_valid()
        self.names = terms()
        self.chosen = self.form.chosen(self.names)
        self.years = self.form.years()
        self.everything: QuerySet[Work] = Work.objects.readable_by(request.user).published()
        self.readable = self.everything.filter(**self.years)

    @property
    def works(self) -> QuerySet[Work]:
        """Every work of the list, on all pages."""
        return narrowed(self.readable, self.chosen)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """How many works there are, in all and per facet."""
        return tallies(self.readable, self.chosen, self.names)

    @cached_property
    def page(self) -> Page:
        """The page that the address names."""
        rows = self.works.rows()  # type: ignore[attr-defined]
        total = self.tallies[""].total
        return Page.of(rows, self.request, orders=orders(), per_page=PER_PAGE, total=total)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the page, in the reader's language."""
        here, labels = get_language() or "en", dict(Marking.choices)
        kinds = {kind: str(name) for kind, name in Work.Type.choices}
        for row in self.page.rows:
            language = row["language__code"]
            row["is_working"] = False
            if here == "fr" and row["title_fr"]:
                row |= {"title": row["title_fr"], "is_working": row["french_is_working"]}
                language = "fr"
            row["lang"] = "" if language == here else language
            row["label"] = "" if row["marking"] == Marking.CLEAR else labels[row["marking"]]
            row["kind"] = kinds[row["kind"]]
            # A number would be localised.
            row["year"] = str(row["year"])
        return list(self.page.rows)

    @property
    def shows_working_titles(self) -> bool:
        """Whether a title on the page is a working translation."""
        return any(row["is_working"] for row in self.rows)

    @cached_property
    def facets(self) -> list[Facet]:
        """The groups of checkboxes."""
        return facets(self.tallies, self.chosen, self.names)

    @property
    def panel(self) -> str:
        """The groups of checkboxes, drawn."""
        return drawn(tuple(self.facets))

    @cached_property
    def filters(self) -> list[tuple[str, str]]:
        """The address's parameters that narrow the list and make sense."""
        years = {name: self.form.cleaned_data.get(name) for name in ("year_from", "year_to")}
        return [
            *((facet, code) for facet, codes in self.chosen.items() for code in codes),
            *((name, str(year)) for name, year in years.items() if year),
        ]

    def without(self, *names: str, code: str = "") -> str:
        """Return the address of the list without a filter, or without one of its values."""
        return self.address(
            [
                (name, value)
                for name, value in self.filters
                if name not in names or (code and value != code)
            ]
        )

    def address(self, filters: list[tuple[str, str]]) -> str:
        """Return the address of the list under some filters, in the same order."""
        sort = [] if self.page.sort == "newest" else [("sort", self.page.sort)]
        query = urlencode([*filters, *sort])
        return f"{self.request.path}?{query}" if query else self.request.path

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters in use, each with the address without it."""
        chips = [
            (f"{facet.label}: {option.label}", self.without(facet.name, code=option.value))
            for facet in self.facets
            for option in facet.options
            if option.checked
        ]
        words = {"year_from": _("From"), "year_to": _("To")}
        chips += [
            (f"{words[name]}: {value}", self.without(name))
            for name, value in self.filters
            if name in words
        ]
        return chips

    @property
    def ways_out(self) -> list[tuple[Any, str, int]]:
        """Each filter whose removal brings works: label, address without it, how many it brings."""
        ways: list[tuple[Any, str, int]] = [
            (FACETS[facet], self.without(facet), 0 if tally.is_capped else tally.total)
            for facet, tally in self.tallies.items()
            if facet and tally.total
        ]
        if self.years:
            ways.append((_("Year"), self.without("year_from", "year_to"), 0))
        return ways or [(_("All filters"), self.request.path, 0)]

    @property
    def sorts(self) -> list[tuple[Any, str, bool]]:
        """The orders: label, address, whether it is this one."""
        kept = urlencode(self.filters)
        start = f"{self.request.path}?{kept}&" if kept else f"{self.request.path}?"
        return [
            (order.label, f"{start}sort={name}", name == self.page.sort)
            for name, order in self.page.orders.items()
        ]

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
