"""A list of guidance as its reader sees it: rows in words, facets with counts, orders."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Kind
from guidelines.lists.facets import SHELVES, names
from guidelines.lists.filters import FilterForm
from guidelines.lists.lines import origin_of
from guidelines.models import Record
from portal import listing
from portal.facets import Names, keys_of, under
from portal.listing import by_title, in_french, shows_working_titles
from portal.lists import KeptList, KeptRows
from portal.markings.models import Marking, reader_of
from portal.paging import Order
from portal.taxonomy.models import local
from portal.writing.rendering import excerpt

LEAD = 220
MOST_TECHNOLOGIES = 3
HEADS = {
    Kind.PRACTICE: ngettext_lazy("%(total)s best practice", "%(total)s best practices", "count"),
    Kind.PITFALL: ngettext_lazy("%(total)s pitfall", "%(total)s pitfalls", "count"),
    Kind.EXPERIENCE: ngettext_lazy("%(total)s experience", "%(total)s experiences", "count"),
}
PLURALS = {
    Kind.PRACTICE: _("Best practices"),
    Kind.PITFALL: _("Pitfalls"),
    Kind.EXPERIENCE: _("Experiences"),
}
# How a badge looks; what is not here is plain.
LOOKS = {
    "high": "ok", "moderate": "info", "contested": "late", "adopted": "ok",
    "under-development": "info", "withdrawn": "late", "failed": "late",
}  # fmt: skip
WITH_BADGE = ("strength", "cause", "progress")


def chosen(query: QueryDict, kind: Kind, known: Names) -> dict[str, list[str]]:
    """Return the codes by facet that an address narrows a list by."""
    form = FilterForm(query)
    form.is_valid()
    return SHELVES[kind].chosen(form.cleaned_data, known)


def _narrowed(kind: str, audiences: list[int], **chosen: list[int]) -> QuerySet[Record]:
    """Return the records of a kind under the reading rule and so many facets."""
    rows = Record.objects.readable_within(audiences).published().filter(kind=kind)
    for keys in chosen.values():
        rows = rows.filter(facet_keys__overlap=under(keys))
    return rows


@cache
def _kept(facets: int) -> KeptList:
    """Return the list under so many facets, whose statements are kept."""
    places: dict[str, Any] = {f"facet_{number}": [-1 - number] for number in range(facets)}
    # By one plan for everybody it takes five times as long as by the reader's own.
    return KeptList(
        _narrowed, shape=_rows, is_planned_once=False, kind="kind", audiences=[-987_654], **places
    )


def _rows(rows: Any) -> QuerySet[Record, Any]:
    return rows.rows()  # type: ignore[no-any-return]


class Listing(listing.Listing):
    """One request for a list. Everything in it starts from the rows that the person may read."""

    def __init__(self, request: HttpRequest, kind: Kind) -> None:
        self.kind, self.shelf = kind, SHELVES[kind]
        known = names()
        super().__init__(
            request, names=known, chosen=chosen(request.GET, kind, known),
            readable=Record.objects.readable_by(request.user).published().filter(kind=kind),
        )  # fmt: skip

    def orders(self) -> dict[str, Order]:
        """Return the orders of the list; by title means the title that this reader sees."""
        return {
            "newest": Order(_("newest"), ("-published_at", "-id")),
            "title": Order(_("title"), (by_title(), "id")),
            "changed": Order(_("recently changed"), ("-changed_at", "-id")),
        }

    def shape(self, rows: Any) -> QuerySet[Record, Any]:
        """Return what a row shows."""
        return _rows(rows)

    @property
    def listed(self) -> KeptRows:
        """The rows under the facets chosen; each number of them is a statement of its own."""
        keys = keys_of(self.chosen).values()
        places = {f"facet_{number}": each for number, each in enumerate(keys)}
        audiences = reader_of(self.request.user).audience_ids
        return _kept(len(keys)).of(kind=self.kind.value, audiences=audiences, **places)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the page, in the reader's language."""
        return in_words(self.page.rows, self.names)

    @property
    def chooses(self) -> bool:
        """Whether rows are chosen to stand side by side."""
        return self.kind == Kind.EXPERIENCE

    @property
    def head(self) -> str:
        """How many there are, in words."""
        total = {"count": self.page.total, "total": self.page.total_text}
        return str(HEADS[self.kind] % total) if self.page.total else str(PLURALS[self.kind])

    @property
    def shows_working_titles(self) -> bool:
        """Whether a title on the page is a working translation."""
        return shows_working_titles(self.rows)

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "kind": self.kind,
            "plural": PLURALS[self.kind],
            "listing": self,
            "page": self.page,
            "chips": self.chips,
        }


def say(row: dict[str, Any]) -> None:
    """Show title and lead of a row in the reader's language, as far as there are such words."""
    language = row["language__code"]
    row["lead_lang"] = "" if language == (get_language() or "en") else language
    if in_french(row) and row["lead_fr"]:
        row["lead"], row["lead_lang"] = row["lead_fr"], ""
    row["lead"] = excerpt(row["lead"], LEAD)


def in_words(rows: list[dict[str, Any]], known: Names) -> list[dict[str, Any]]:
    """Return rows of guidance, as dicts, with what they show in the reader's language."""
    for row in rows:
        say(row)
        row["label"] = Marking(row["marking"]).tag
        filed: dict[str, list[str]] = {}
        for value in row["facets"]:
            facet, _colon, code = value.partition(":")
            filed.setdefault(facet, []).append(code)
        row["filed"] = [
            known[facet].get(code, code)
            for facet, most in (("phase", 1), ("technology", MOST_TECHNOLOGIES))
            for code in filed.get(facet, [])[:most]
        ]
        row["badges"] = [
            (LOOKS.get(code, "void"), known[facet].get(code, code))
            for facet in WITH_BADGE
            for code in filed.get(facet, [])[:1]
        ]
        row["confidence"] = (
            (LOOKS.get(row["confidence"], "void"), known["confidence"].get(row["confidence"], ""))
            if row["confidence"]
            else None
        )
        regions = [known["region"].get(code, code) for code in filed.get("region", [])]
        owner = row[f"administration__{local('name')}"]
        row["origin"] = origin_of(row)
        row["whose"] = owner or row["about"] or ", ".join(regions)
    return rows
