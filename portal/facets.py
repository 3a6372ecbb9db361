"""Facets of a list: what it is narrowed by, and how many rows stand behind each value.

A model that is listed so keeps what its rows are filed under as `facet_keys`, numbers for words
such as `type:report`.

Counts are made for each request over the rows that its reader may read, under the reading rule of
the list itself: nothing is kept that a person who may read less could see. Counting costs what it
counts, so it stops: a set of more than TOTAL_CAP rows shows its values without numbers, and a page
costs the same with a thousand rows and with a hundred thousand. Values of one facet are
alternatives: while the reader's whole library is within the cap, a facet in use is counted without
its own choice, so that its numbers say what another choice would give.
"""

import re
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Value
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.compiled import ask
from portal.kept import Noted
from portal.paging import TOTAL_CAP
from portal.rows import drawn

CODE = re.compile(r"[\w-]{1,60}")
MOST_CODES = 60

type Chosen = Mapping[str, list[str]]


@dataclass(frozen=True)
class Names:
    """What every value is called, by facet and code; and which value a key stands for."""

    by_facet: Mapping[str, Mapping[str, str]]
    values: Mapping[int, str]

    def __getitem__(self, facet: str) -> Mapping[str, str]:
        return self.by_facet[facet]


class CodesField(forms.Field):
    """Codes from an address, each once; what cannot be a code is not one."""

    widget = forms.SelectMultiple

    def __deepcopy__(self, memo: dict[int, Any]) -> "CodesField":
        # Nothing of it changes from form to form, and a form of filters copies a dozen of them.
        return self

    def clean(self, value: Any) -> list[str]:
        """Return the codes, in order."""
        codes = [code for code in value or [] if CODE.fullmatch(code)]
        return list(dict.fromkeys(codes))[:MOST_CODES]


def facet_key(value: str) -> int:
    """Return the number that stands for a value: an index compares it four times as fast."""
    return zlib.crc32(value.encode()) - 2**31


def named(by_facet: Mapping[str, Mapping[str, str]]) -> Names:
    """Return the names of every value, and which value a key stands for."""
    values = [f"{facet}:{code}" for facet, codes in by_facet.items() for code in codes]
    return Names(by_facet, {facet_key(value): value for value in values})


def terms(sql: str) -> dict[str, dict[str, str]]:
    """Return names by facet and code in the reader's language.

    The statement gives facet, code, English and French name, in the order in which they are shown.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    is_french = get_language() == "fr"
    names: dict[str, dict[str, str]] = {}
    for facet, code, english, french, *_order in rows:
        names.setdefault(facet, {})[code] = (french if is_french else english) or english
    return names


def narrowed[M: QuerySet[Any]](rows: M, chosen: Chosen) -> M:
    """Return the rows under every chosen facet."""
    for keys in keys_of(chosen).values():
        rows = rows.filter(facet_keys__overlap=keys)
    return rows


def under(keys: list[int]) -> Value:
    """Return keys as one value of a statement that is kept; a list would be as many as it holds."""
    return Value(keys, output_field=ArrayField(IntegerField()))


def keys_of(chosen: Chosen) -> dict[str, list[int]]:
    """Return the keys of the values chosen, of each facet in use."""
    return {
        facet: [facet_key(value) for value in values]
        for facet, values in _values_of(chosen).items()
    }


def _values_of(chosen: Chosen) -> dict[str, list[str]]:
    return {
        facet: [f"{facet}:{code}" for code in codes] for facet, codes in chosen.items() if codes
    }


# What the reader may read; the database reads it through.
READABLE = "WITH readable AS NOT MATERIALIZED (/* readable */) "
# The list itself: its size and, as far as it is not too large, the rows per value.
# Of a list that is too large a few rows say which values there are.
LIST = """
, listed AS MATERIALIZED (SELECT facet_keys FROM readable WHERE true/* chosen */ LIMIT %s),
size AS (SELECT count(*) AS total FROM listed)
"""
COUNTS = """
SELECT '' AS name, NULL::int AS value, total FROM size
UNION ALL
SELECT '', value, count(*)
FROM (
  SELECT unnest(facet_keys) AS value
  FROM (SELECT facet_keys FROM listed LIMIT CASE WHEN (SELECT total FROM size) > %s THEN %s END)
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
SELECT %s::text, NULL, count(*) FROM small WHERE true/* chosen */
UNION ALL
SELECT %s::text, value, count(*)
FROM (SELECT unnest(facet_keys) AS value FROM small WHERE true/* chosen */) AS values
GROUP BY value
"""


# Libraries beyond the cap: to find that out again would read a thousand rows for every page.
LARGE: Noted[tuple[str, str]] = Noted(seconds=60, most=1_000)


@dataclass
class Tally:
    """How many rows a set has, up to one more than the cap, and how many of each value."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_capped(self) -> bool:
        """Whether the set is too large: its counts only say which values there are."""
        return self.total > TOTAL_CAP


def tallies(rows: QuerySet[Any], chosen: Chosen, names: Names) -> dict[str, Tally]:
    """Count, in one statement, the whole set ("") and the set of each facet in use without it."""
    keys = keys_of(chosen)
    found = {name: Tally() for name in ["", *keys]}
    try:
        readable, parameters = rows.order_by().values("facet_keys").query.sql_with_params()
    except EmptyResultSet:
        # The person may read nothing at all: there is nothing to ask for.
        return found
    # The library is what these values read: what is known of it holds for nobody else.
    place = readable, repr(parameters)
    is_large = bool(keys) and LARGE.holds(place)
    library = TOTAL_CAP + 1 if is_large else 0
    statement = _statement(readable, parameters, keys, is_large=is_large)
    # One plan for every choice takes twice as long as to plan and count.
    for name, key, count in ask(*statement, is_planned_once=False):
        if name == "library":
            library = count
        elif key is None:
            found[name].total = count
        elif value := names.values.get(key):
            found[name].counts[value] = count
    if library > TOTAL_CAP:
        LARGE.note(place)
        found |= dict.fromkeys(keys, Tally(library, found[""].counts))
    return found


def _statement(
    readable: str, parameters: Iterable[Any], keys: Mapping[str, list[int]], *, is_large: bool
) -> tuple[str, list[Any]]:
    enough = TOTAL_CAP + 1
    head = READABLE.replace("/* readable */", readable)
    head += LIST.replace("/* chosen */", CHOSEN * len(keys))
    values, parts = [*parameters, *keys.values(), enough], [COUNTS]
    if keys and not is_large:
        head += LIBRARY
        values += [TOTAL_CAP, enough, TOTAL_CAP]
        parts.append(LIBRARY_SIZE)
    values += [TOTAL_CAP, GLIMPSE]
    for name in () if is_large else keys:
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


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What a list may be narrowed by: the facets in order, and those unfolded from the start.

    Of a facet that is `sparse` only the values in use are offered: there are too many others.
    """

    labels: Mapping[str, Any]
    unfolded: Collection[str] = frozenset()
    sparse: Collection[str] = frozenset({"language"})

    def facets(self, found: Mapping[str, Tally], chosen: Chosen, names: Names) -> list[Facet]:
        """Return the groups of checkboxes: values with rows, and whatever is chosen."""
        groups = []
        for facet, label in self.labels.items():
            tally, picked = found.get(facet) or found[""], chosen.get(facet, [])
            shows_all = tally.is_capped and facet not in self.sparse
            options = []
            for code, name in names[facet].items():
                count = tally.counts.get(f"{facet}:{code}", 0)
                if count or shows_all or code in picked:
                    shown = "" if tally.is_capped else str(count)
                    options.append(Option(code, name, shown, code in picked))
            if options:
                is_open = facet in self.unfolded or bool(picked)
                groups.append(Facet(facet, str(label), tuple(options), is_open))
        return groups

    def chosen(self, cleaned: Mapping[str, Any], known: Names) -> dict[str, list[str]]:
        """Return the codes chosen per facet; a code that stands for nothing is not a choice."""
        return {
            facet: [code for code in cleaned.get(facet) or [] if code in known[facet]]
            for facet in self.labels
        }


@lru_cache(maxsize=64)
def panel(groups: tuple[Facet, ...]) -> SafeString:
    """Return the groups as HTML; a pure function, so a kept answer is never another reader's."""
    return drawn("lists/facets.html", facets=groups)
