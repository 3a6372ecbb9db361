"""The facets of a page of results: names, counts, addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.search.models import Kind
from portal.search.query import FACETS, Found
from portal.search.registry import facet_labels

# More values of a facet tell a reader nothing.
MOST_OPTIONS = 12
OPEN = {"kind", "technology"}


class Names:
    """The names of every facet's codes, in one statement and only when they are needed."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __getitem__(self, facet: str) -> dict[str, str]:
        return self._by_facet.get(facet, {})

    @cached_property
    def _by_facet(self) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {"kind": {kind.value: str(kind.label) for kind in Kind}}
        first, *others = [
            labels.model._base_manager.order_by()
            .annotate(
                facet=Value(facet, CharField()),
                code_=Cast(F(labels.code), CharField()),
                label_=F(f"{labels.name}_{self.language}"),
            )
            .values_list("facet", "code_", "label_")
            for facet, labels in facet_labels().items()
        ]
        for facet, code, label in first.union(*others, all=True).order_by():
            names.setdefault(facet, {})[code] = label
        return names


@dataclass(frozen=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """A facet with the values that the results have."""

    name: str
    legend: str
    options: list[Option]
    is_open: bool


class Chip(NamedTuple):
    """A filter in use, its address without it, and how many more results that has."""

    label: str
    url: str
    total: int


@dataclass(frozen=True)
class Address:
    """The address of these results, and of the same search with one thing changed."""

    path: str
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.pairs)}" if self.pairs else self.path

    def but(self, **values: str) -> "Address":
        """Return the address with these values in place of what these names had; "" for none."""
        kept = [(name, value) for name, value in self.pairs if name not in values]
        return Address(self.path, kept + [(name, value) for name, value in values.items() if value])

    def without(self, name: str, value: str) -> "Address":
        """Return the address without one value."""
        return Address(self.path, [pair for pair in self.pairs if pair != (name, value)])


def legends() -> dict[str, str]:
    """Return what each filter is called."""
    return {
        "kind": _("Kind"),
        "technology": _("Technology"),
        "region": _("Region"),
        "language": _("Language"),
        "year": _("Year"),
    }


def facets(found: Found, chosen: dict[str, Any], names: Names) -> list[Facet]:
    """Return every facet that has something to choose."""
    rows = (_facet(facet, found.counts[facet], chosen.get(facet) or [], names) for facet in FACETS)
    return [facet for facet in rows if facet.options]


def _facet(name: str, counts: dict[str, int], chosen: list[str], names: Names) -> Facet:
    codes = sorted(counts, key=lambda code: (-counts[code], code))[:MOST_OPTIONS]
    codes += [code for code in chosen if code not in codes]
    return Facet(
        name=name,
        legend=legends()[name],
        options=[
            Option(code, names[name].get(code, code), counts.get(code, 0), code in chosen)
            for code in codes
        ],
        is_open=name in OPEN or bool(chosen),
    )


def chips(found: Found, chosen: dict[str, Any], names: Names, address: Address) -> list[Chip]:
    """Return the filters in use, each with what its removal gives."""
    rows = []
    for name, legend in legends().items():
        for value in chosen.get(name) or []:
            label = f"{legend}: {names[name].get(value, value)}"
            rows.append(Chip(label, str(address.without(name, value)), found.totals[name]))
    if years := _years(chosen.get("year_from"), chosen.get("year_to")):
        url = str(address.but(year_from="", year_to=""))
        rows.append(Chip(f"{legends()['year']}: {years}", url, found.totals["year"]))
    return rows


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return f"{first}–{last}"
    if first:
        return _("from %(year)s") % {"year": first}
    return _("up to %(year)s") % {"year": last} if last else ""


def pairs(values: dict[str, Any], names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the values of an address in a fixed order, without empty ones."""
    found = []
    for name in names:
        value = values.get(name)
        for each in value if isinstance(value, list) else [value]:
            if each not in (None, ""):
                found.append((name, str(each)))
    return found
