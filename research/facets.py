"""Facets of the list: what it is narrowed by, and how many works stand behind each value.

Counts are made for each request over the rows that its reader may read, under the reading rule of
the list itself: nothing is kept that a person who may read less could see. Counting costs what it
counts, so it stops: a set of more than TOTAL_CAP works shows its values without numbers, and a page
costs the same with a thousand works and with a hundred thousand. Values of one facet are
alternatives: while the reader's whole library is within the cap, a facet in use is counted without
its own choice, so that its numbers say what another choice would give.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.kept import Kept
from portal.paging import TOTAL_CAP
from research.models import Work
from research.models.filing import facet_key

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


@dataclass(frozen=True)
class Names:
    """What every value is called, by facet and code; and which value a key stands for."""

    by_facet: Mapping[str, Mapping[str, str]]
    values: Mapping[int, str]

    def __getitem__(self, facet: str) -> Mapping[str, str]:
        return self.by_facet[facet]


def narrowed(works: QuerySet[Work], chosen: Chosen) -> QuerySet[Work]:
    """Return the works under every chosen facet."""
    for values in _values_of(chosen).values():
        works = works.filed_under(values)  # type: ignore[attr-defined]
    return works


def _values_of(chosen: Chosen) -> dict[str, list[str]]:
    return {
        facet: [f"{facet}:{code}" for code in codes] for facet, codes in chosen.items() if codes
    }


# What the reader may read; the database reads it through.
READABLE = "WITH readable AS NOT MATERIALIZED (/* readable */) "
# The list itself: its size and, as far as it is not too large, the works per value.
# Of a list that is too large a few works say which values there are.
LIST = """
, works AS MATERIALIZED (SELECT facet_keys FROM readable WHERE true/* chosen */ LIMIT %s),
size AS (SELECT count(*) AS total FROM works)
"""
COUNTS = """
SELECT '' AS name, NULL::int AS value, total FROM size
UNION ALL
SELECT '', value, count(*)
FROM (
  SELECT unnest(facet_keys) AS value
  FROM (SELECT facet_keys FROM works LIMIT CASE WHEN (SELECT total FROM size) > %s THEN %s END)
  AS counted
) AS values
GROUP BY value
"""
CHOSEN = " AND facet_keys && %s::int[]"
GLIMPSE = 100
# A facet in use is counted without its own choice only in a small library, which is read once.
LIBRARY = """
, library AS MATERIALIZED (
  SELECT facet_keys FROM readable LIMIT CASE WHEN (SELECT total FROM size) > %s THEN 0 ELSE %s END
),
library_size AS (SELECT count(*) AS total FROM library),
small AS (SELECT facet_keys FROM library WHERE (SELECT total FROM library_size) <= %s)
"""
# It holds at least what the list holds.
LIBRARY_SIZE = """
SELECT 'library', NULL, greatest(total, (SELECT total FROM size)) FROM library_size
"""
SIDE = """
SELECT %s, NULL, count(*) FROM small WHERE true/* chosen */
UNION ALL
SELECT %s, value, count(*)
FROM (SELECT unnest(facet_keys) AS value FROM small WHERE true/* chosen */) AS values
GROUP BY value
"""


@dataclass
class Tally:
    """How many works a set has, up to one more than the cap, and how many of each value."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_capped(self) -> bool:
        """Whether the set is too large: its counts only say which values there are."""
        return self.total > TOTAL_CAP


def tallies(works: QuerySet[Work], chosen: Chosen, names: Names) -> dict[str, Tally]:
    """Count, in one statement, the whole set ("") and the set of each facet in use without it."""
    keys = {
        facet: [facet_key(value) for value in values]
        for facet, values in _values_of(chosen).items()
    }
    found = {name: Tally() for name in ["", *keys]}
    try:
        readable, parameters = works.order_by().values("facet_keys").query.sql_with_params()
    except EmptyResultSet:
        # The person may read nothing at all: there is nothing to ask for.
        return found
    with connection.cursor() as cursor:
        cursor.execute(*_statement(readable, parameters, keys))
        rows = cursor.fetchall()
    library = 0
    for name, key, count in rows:
        if name == "library":
            library = count
        elif key is None:
            found[name].total = count
        elif value := names.values.get(key):
            found[name].counts[value] = count
    if library > TOTAL_CAP:
        found |= dict.fromkeys(keys, Tally(library, found[""].counts))
    return found


def _statement(
    readable: str, parameters: Iterable[Any], keys: Mapping[str, list[int]]
) -> tuple[str, list[Any]]:
    enough = TOTAL_CAP + 1
    head = READABLE.replace("/* readable */", readable)
    head += LIST.replace("/* chosen */", CHOSEN * len(keys))
    values, parts = [*parameters, *keys.values(), enough], [COUNTS]
    if keys:
        head += LIBRARY
        values += [TOTAL_CAP, enough, TOTAL_CAP]
        parts.append(LIBRARY_SIZE)
    values += [TOTAL_CAP, GLIMPSE]
    for name in keys:
        others = [chosen for facet, chosen in keys.items() if facet != name]
        parts.append(SIDE.replace("/* chosen */", CHOSEN * len(others)))
        values += [name, *others, name, *others]
    return head + " UNION ALL ".join(parts), values


class Option(NamedTuple):
    """One value of a facet, as a checkbox. `number` is empty where it is not counted."""

    value: str
    label: str
    number: str
    checked: bool


class Facet(NamedTuple):
    """One facet, as a group of checkboxes."""

    name: str
    label: str
    options: tuple[Option, ...]
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
            is_open = facet in OPEN or bool(picked)
            groups.append(Facet(facet, str(label), tuple(options), is_open))
    return groups


@lru_cache(maxsize=64)
def drawn(groups: tuple[Facet, ...]) -> SafeString:
    """Return the groups as HTML; a pure function, so a kept answer is never another reader's."""
    return render_to_string("research/work_facets.html", {"facets": groups})


def _names() -> Names:
    with connection.cursor() as cursor:
        cursor.execute(TERMS)
        rows = cursor.fetchall()
    is_french = get_language() == "fr"
    names: dict[str, dict[str, str]] = {facet: {} for facet in FACETS}
    for facet, code, english, french, _position, _key in rows:
        names[facet][code] = (french if is_french else english) or english
    names["type"] = {code: str(label) for code, label in Work.Type.choices}
    values = [f"{facet}:{code}" for facet, codes in names.items() for code in codes]
    return Names(names, {facet_key(value): value for value in values})


# A new term is offered as a filter within a minute.
NAMES = Kept(_names, seconds=60)


def terms() -> Names:
    """Return the names of every value in the reader's language, by facet and code."""
    return NAMES.now()
