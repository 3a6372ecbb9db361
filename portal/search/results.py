"""A page of results: groups by kind, or the pages of one kind."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.paging import TOTAL_CAP, Order, Page
from portal.search.box import Box
from portal.search.facets import Address, Chip, Facet, Names, chips, facets
from portal.search.forms import BEST, NEWEST, SearchForm
from portal.search.models import Entry, Kind
from portal.search.query import MOST_PAGES, PER_PAGE, Found, find, newest_first
from portal.search.snippets import Hit, hits, with_snippets
from portal.search.suggestions import Suggestions, suggestions

# How many hits a group shows beside others.
PER_GROUP = 5
ORDERS = {BEST: Order(_("best match"), ("pk",)), NEWEST: Order(_("newest"), ("-newest", "-pk"))}


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    kind: str
    label: str
    total: int
    hits: list[Hit]
    url: str


class Results:
    """What a search found for one person, made when the page asks for it."""

    def __init__(self, request: HttpRequest, form: SearchForm) -> None:
        self.request, self.form = request, form
        self.person: Any = request.user
        self.box: Box = form.box
        self.filters = form.filters
        self.language = (get_language() or "en")[:2]
        self.names = Names(self.language)
        self.address = Address(request.path, form.pairs)
        self.query = self.box.query(self.language)
        self.page_number = form.page_number if self.filters.only_kind else 1
        self.found = self._find()
        if self.found.total and self.page_number > 1 and not self.found.best:
            # Results went away since the address was made.
            self.page_number = 1
            self.found = self._find()

    def _find(self) -> Found:
        return find(
            self.person,
            self.box,
            self.query,
            self.filters,
            newest=self.form.newest,
            page=self.page_number,
        )

    @property
    def total(self) -> int:
        """How many match, filters applied."""
        return self.found.total

    @cached_property
    def page(self) -> Page | None:
        """The page of the only kind that is asked for or was found; None when groups are shown."""
        kinds = list(self.found.best)
        if len(kinds) != 1 and not self.filters.only_kind:
            return None
        if self.form.newest:
            rows = newest_first(self.person, self.box, self.query, self.filters)
            return Page.of(
                with_snippets(rows, self.query, self.language),
                self.request,
                orders={NEWEST: ORDERS[NEWEST]},
                total=min(self.total, TOTAL_CAP + 1),
            )
        number, last = self.page_number, min(-(-self.total // PER_PAGE), MOST_PAGES)
        address = self.address.but(kind="").but(kind=kinds[0])
        return Page(
            rows=self._rows([pk for pks in self.found.best.values() for pk in pks]),
            sort=BEST,
            orders=ORDERS,
            total=self.total,
            is_total_capped=False,
            first=str(address) if number > 1 else None,
            previous=str(address.but(page=str(number - 1))) if number > 1 else None,
            next=str(address.but(page=str(number + 1))) if number < last else None,
        )

    @cached_property
    def groups(self) -> list[Group]:
        """The hits by kind: all of a page, or the best of each kind."""
        if self.page is not None:
            kind = self.filters.only_kind or next(iter(self.found.best))
            return [self._group(kind, list(hits(self.page.rows, self.language)))]
        shown = {kind: pks[:PER_GROUP] for kind, pks in self.found.best.items()}
        rows = {row.pk: row for row in self._rows([pk for pks in shown.values() for pk in pks])}
        return [
            self._group(kind, list(hits((rows[pk] for pk in pks if pk in rows), self.language)))
            for kind, pks in shown.items()
        ]

    def _rows(self, pks: list[int]) -> list[Entry]:
        """Return index rows in this order, asked for under the reading rule once more."""
        rows = Entry.objects.findable_by(self.person).filter(pk__in=pks)
        found = {row.pk: row for row in with_snippets(rows, self.query, self.language)}
        return [found[pk] for pk in pks if pk in found]

    def _group(self, kind: str, shown: list[Hit]) -> Group:
        total = self.found.counts["kind"].get(kind, 0)
        url = str(self.address.but(kind="").but(kind=kind))
        return Group(kind, str(Kind(kind).label), total, shown, url)

    @property
    def is_beyond_pages(self) -> bool:
        """Whether the last page that is shown leaves results out."""
        return self.page is not None and not self.form.newest and self.total > PER_PAGE * MOST_PAGES

    @cached_property
    def facets(self) -> list[Facet]:
        """What the results can be narrowed to."""
        return facets(self.found, self.form.cleaned_data, self.names)

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in use; none when the words find nothing without them either."""
        if not self.found.totals["all"]:
            return []
        return chips(self.found, self.form.cleaned_data, self.names, self.address)

    @property
    def clear_url(self) -> str:
        """The same words without any filter."""
        return str(Address(self.address.path, [("q", self.box.text)]))

    @property
    def best_url(self) -> str:
        """The same results, best match first."""
        return str(self.address.but(sort=""))

    @property
    def newest_url(self) -> str:
        """The same results, newest first."""
        return str(self.address.but(sort=NEWEST))

    @property
    def exact_url(self) -> str:
        """The same words as one phrase; empty when they are one already."""
        return (
            str(Address(self.address.path, [("q", self.box.exactly)])) if self.box.exactly else ""
        )

    @cached_property
    def suggestions(self) -> Suggestions:
        """What to try instead, when the words themselves find nothing."""
        if self.found.totals["all"] or not self.query:
            return Suggestions([], [])
        return suggestions(self.person, self.box, self.language)

    def url_of(self, text: str) -> str:
        """Return the address of a search for other words."""
        return str(Address(reverse("search:results"), [("q", text)]))

    @property
    def spelling_url(self) -> str:
        """The address of the other spelling."""
        return self.url_of(self.suggestions.text)

    @property
    def terms(self) -> list[tuple[str, str]]:
        """Near terms with their addresses."""
        return [(term, self.url_of(term)) for term in self.suggestions.terms]

    @property
    def sign_in_url(self) -> str:
        """Where to sign in and come back here."""
        return str(Address(reverse("account_login"), [("next", str(self.address))]))

    @property
    def report_url(self) -> str:
        """Where to say what is missing."""
        page = Address(reverse("desk:report_add"), [("page", str(self.address))])
        return str(page)
