"""A list with facets as its reader sees it: rows, counts, chips, orders and addresses."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.facets import Chosen, Facet, Names, Shelf, Tally, narrowed, panel, tallies
from portal.lists import KeptRows
from portal.paging import Order, Page


class Listing:
    """One request for a list. Everything in it starts from the rows that the person may read."""

    shelf: Shelf
    per_page = 25

    def __init__(
        self, request: HttpRequest, *, names: Names, chosen: Chosen, readable: QuerySet[Any]
    ) -> None:
        self.request, self.names, self.chosen = request, names, chosen
        self.readable = readable

    def orders(self) -> Mapping[str, Order]:
        """Return the orders of the list, the usual one first."""
        raise NotImplementedError

    def shape(self, rows: Any) -> QuerySet[Any, Any]:
        """Return rows with what the page shows of them."""
        raise NotImplementedError

    @property
    def found(self) -> QuerySet[Any]:
        """Every row of the list, on all pages."""
        return narrowed(self.readable, self.chosen)

    @property
    def listed(self) -> QuerySet[Any, Any] | KeptRows:
        """The same rows with what the page shows of them."""
        return self.shape(self.found)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """How many rows there are, in all and per facet."""
        return tallies(self.readable, self.chosen, self.names)

    @cached_property
    def page(self) -> Page:
        """The page that the address names."""
        return Page.of(
            self.listed, self.request, orders=self.orders(), per_page=self.per_page,
            total=self.tallies[""].total,
        )  # fmt: skip

    @cached_property
    def facets(self) -> list[Facet]:
        """The groups of checkboxes."""
        return self.shelf.facets(self.tallies, self.chosen, self.names)

    @property
    def panel(self) -> SafeString:
        """The groups of checkboxes, drawn."""
        return panel(tuple(self.facets))

    @property
    def others(self) -> list[tuple[str, Any, str]]:
        """What narrows the list beside its facets: name, label and value of each."""
        return []

    @cached_property
    def filters(self) -> list[tuple[str, str]]:
        """The address's parameters that narrow the list and make sense."""
        return [
            *((facet, code) for facet, codes in self.chosen.items() for code in codes),
            *((name, value) for name, _label, value in self.others),
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
        sort = [] if self.page.sort == next(iter(self.page.orders)) else [("sort", self.page.sort)]
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
        return chips + [
            (f"{label}: {value}", self.without(name)) for name, label, value in self.others
        ]

    @property
    def ways_out(self) -> list[tuple[Any, str, int]]:
        """Each filter whose removal brings rows: label, address without it, how many it brings."""
        ways: list[tuple[Any, str, int]] = [
            (self.shelf.labels[facet], self.without(facet), 0 if tally.is_capped else tally.total)
            for facet, tally in self.tallies.items()
            if facet and tally.total
        ]
        return [*ways, *self.other_ways_out] or [(_("All filters"), self.request.path, 0)]

    @property
    def other_ways_out(self) -> list[tuple[Any, str, int]]:
        """The ways out of what narrows the list beside its facets."""
        return []

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
    def is_sorted(self) -> bool:
        """Whether the list stands in another order than the usual one."""
        return self.page.sort != next(iter(self.page.orders))


def by_title() -> str:
    """Return the field that sorts by the title which this reader sees."""
    return "title_key_fr" if get_language() == "fr" else "title_key"


def in_french(row: dict[str, Any]) -> bool:
    """Show a row by its French title to whoever reads French; return whether it is shown so.

    The row holds `title`, `title_fr`, `language__code` and `french_is_working`; it is told the
    language of its title where that is not the page's, and whether it is a working translation.
    """
    here, language = get_language() or "en", row["language__code"]
    is_french = bool(here == "fr" and row["title_fr"])
    if is_french:
        row["title"], language = row["title_fr"], "fr"
    row["is_working"] = is_french and row["french_is_working"]
    row["lang"] = "" if language == here else language
    return is_french


def shows_working_titles(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether a title on the page is a working translation."""
    return any(row["is_working"] for row in rows)
