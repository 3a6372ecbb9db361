"""Facets of the list: what it is narrowed by, and how many works stand behind each value.

Counts are made for each request over the rows that its reader may read, under the reading rule of
the list itself: nothing is kept that a person who may read less could see. Counting costs what it
counts, so it stops: a set of more than TOTAL_CAP works shows its values without numbers, and a page
costs the same with a thousand works and with a hundred thousand. Values of one facet are
alternatives: a facet in use is counted without its own choice, so that its numbers say what another
choice would give.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.paging import TOTAL_CAP
from research.models import Work

FACETS = {
    "technology": _("Technology"),
    "process": _("Process"),
    "type": _("Type"),
    "language": _("Language"),
    "region": _("Region studied"),
}
# Unfolded from the start.
OPEN = {"technology", "type"}

# Written out: to compile this union of four tables costs more than to run it.
TERMS = """
SELECT 'technology', slug, name_en, name_fr, position, id FROM taxonomy_technology
UNION ALL SELECT 'process', slug, name_en, name_fr, position, id FROM taxonomy_process
UNION ALL SELECT 'region', code, short_en, short_fr, 0, id FROM directory_region
UNION ALL SELECT 'language', code, name_en, name_fr, 0, id FROM taxonomy_language
ORDER BY 1, 5, 6
"""

type Chosen = Mapping[str, list[str]]
type Names = Mapping[str, Mapping[str, str]]


def narrowed(works: QuerySet[Work], chosen: Chosen, *, but: str = "") -> QuerySet[Work]:
    """Return the works under every chosen facet, with `but` one facet left out."""
    for facet, codes in chosen.items():
        if codes and facet != but:
            works = works.filed_under(f"{facet}:{code}" for code in codes)  # type: ignore[attr-defined]
    return works


@dataclass
class Tally:
    """How many works of a set have each value; past the cap only which values there are."""

    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def total(self) -> int:
        """The size of the set, up to one more than the cap: each work has exactly one type."""
        return sum(count for value, count in self.counts.items() if value.startswith("type:"))

    @property
    def is_capped(self) -> bool:
        """Whether the set is too large to be counted."""
        return self.total > TOTAL_CAP


def tallies(works: QuerySet[Work], chosen: Chosen) -> dict[str, Tally]:
    """Count, in one statement, the whole set ("") and the set of each facet in use without it."""
    sets = {"": narrowed(works, chosen)} | {
        facet: narrowed(works, chosen, but=facet) for facet, codes in chosen.items() if codes
    }
    parts, values = [], []
    for name, rows in sets.items():
        sample = rows.order_by().values("facets")[: TOTAL_CAP + 1]
        try:
            sql, parameters = sample.query.sql_with_params()
        except EmptyResultSet:
            # The person may read nothing at all: there is nothing to ask for.
            continue
        parts.append("SELECT %s, value, count(*) FROM (" + sql + ") AS rows, "  # noqa: S608
                     "unnest(facets) AS value GROUP BY value")  # fmt: skip
        values += [name, *parameters]
    found = {name: Tally() for name in sets}
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for name, value, count in cursor.fetchall():
            found[name].counts[value] = count
    return found


class Option(NamedTuple):
    """One value of a facet, as a checkbox. `number` is empty where it is not counted."""

    value: str
    label: str
    number: str
    checked: bool


@dataclass
class Facet:
    """One facet, as a group of checkboxes."""

    name: str
    label: Any
    options: list[Option]
    is_open: bool


def facets(found: Mapping[str, Tally], chosen: Chosen, names: Names) -> list[Facet]:
    """Return the groups of checkboxes: values with works, and whatever is chosen."""
    groups = []
    for facet, label in FACETS.items():
        tally, picked = found.get(facet) or found[""], chosen.get(facet, [])
        # Among all the languages of the world only those in use are offered.
        shows_all = tally.is_capped and facet != "language"
        options = []
        for code, name in names[facet].items():
            count = tally.counts.get(f"{facet}:{code}", 0)
            if count or shows_all or code in picked:
                shown = "" if tally.is_capped else str(count)
                options.append(Option(code, name, shown, code in picked))
        if options:
            groups.append(Facet(facet, label, options, facet in OPEN or bool(picked)))
    return groups


def terms() -> Names:
    """Return the names of every value in the reader's language, by facet and code, in one query."""
    french = get_language() == "fr"
    with connection.cursor() as cursor:
        cursor.execute(TERMS)
        rows = cursor.fetchall()
    names: dict[str, dict[str, str]] = {facet: {} for facet in FACETS}
    for facet, code, english, other, _position, _key in rows:
        names[facet][code] = (other if french else english) or english
    names["type"] = {code: str(label) for code, label in Work.Type.choices}
    return names
