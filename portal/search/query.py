"""The search itself: one statement finds, counts and ranks under the reading rule."""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, DateField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from portal.markings.models import reader_of
from portal.search.box import Box, Query
from portal.search.models import Entry, Kind

PER_PAGE = 25
# Relevance beyond this many pages tells nobody anything.
MOST_PAGES = 40
FACETS = ("kind", "technology", "region", "language")

# `hit` is what this person may find at all; everything else looks at nothing but `hit`. A facet's
# counts leave its own filter out, so that its other values can be added. Codes are counted by sets
# first: a hundred thousand hits have some hundred different sets. The cast of the readers' ids
# makes them one hashed set (300 ms became 60). Each kind's best are found apart (top-N, no sort).
# What holds every word comes before what holds some: neutral for questions, better for two words.
_SEARCH = """
WITH hit AS MATERIALIZED (
    SELECT id, kind, technologies, regions, language, date,
           title_keys @> ARRAY[%(key)s] AND NOT %(newest)s AS is_exact,
           CASE WHEN %(newest)s THEN coalesce(date - date '0001-01-01', 0)
                ELSE ts_rank(vector, %(rank)s::tsquery, 1) + (vector @@ %(every)s::tsquery)::int
           END AS score,
           kind = ANY(%(kind)s::text[]) OR %(kind)s::text[] = '{}' AS in_kind,
           technologies && %(technology)s::text[] OR %(technology)s::text[] = '{}' AS in_technology,
           regions && %(region)s::text[] OR %(region)s::text[] = '{}' AS in_region,
           language = ANY(%(language)s::text[]) OR %(language)s::text[] = '{}' AS in_language,
           (%(since)s::date IS NULL OR coalesce(date >= %(since)s::date, false))
           AND (%(until)s::date IS NULL OR coalesce(date <= %(until)s::date, false)) AS in_year
      FROM search_entry
     WHERE (vector @@ %(find)s::tsquery OR title_keys @> ARRAY[%(key)s])
       AND audience_id = ANY(%(audiences)s::int[]) AND NOT is_hidden
)
SELECT (SELECT jsonb_build_object(
            'all', count(*),
            'found', count(*) FILTER (
                WHERE in_kind AND in_technology AND in_region AND in_language AND in_year),
            'technology', count(*) FILTER (
                WHERE in_kind AND in_region AND in_language AND in_year),
            'region', count(*) FILTER (
                WHERE in_kind AND in_technology AND in_language AND in_year),
            'language', count(*) FILTER (
                WHERE in_kind AND in_technology AND in_region AND in_year),
            'kind', count(*) FILTER (
                WHERE in_technology AND in_region AND in_language AND in_year),
            'year', count(*) FILTER (
                WHERE in_kind AND in_technology AND in_region AND in_language))
          FROM hit),
       (SELECT jsonb_object_agg(kind, n) FROM (
            SELECT kind, count(*) AS n FROM hit
             WHERE in_technology AND in_region AND in_language AND in_year GROUP BY kind)),
       (SELECT jsonb_object_agg(code, n) FROM (
            SELECT code, sum(sets.n) AS n FROM (
                SELECT technologies AS codes, count(*) AS n FROM hit
                 WHERE in_kind AND in_region AND in_language AND in_year GROUP BY technologies
            ) AS sets, unnest(sets.codes) AS code GROUP BY code)),
       (SELECT jsonb_object_agg(code, n) FROM (
            SELECT code, sum(sets.n) AS n FROM (
                SELECT regions AS codes, count(*) AS n FROM hit
                 WHERE in_kind AND in_technology AND in_language AND in_year GROUP BY regions
            ) AS sets, unnest(sets.codes) AS code GROUP BY code)),
       (SELECT jsonb_object_agg(language, n) FROM (
            SELECT language, count(*) AS n FROM hit
             WHERE in_kind AND in_technology AND in_region AND in_year AND language <> ''
             GROUP BY language)),
       (SELECT jsonb_build_array(extract(year FROM min(date)), extract(year FROM max(date)))
          FROM hit WHERE in_kind AND in_technology AND in_region AND in_language),
       (SELECT jsonb_agg(jsonb_build_array(kind, id, is_exact)
                         ORDER BY n, is_exact DESC, score DESC, id)
          FROM unnest(%(kinds)s::text[]) WITH ORDINALITY AS each (name, n), LATERAL (
            SELECT kind, id, is_exact, score
              FROM hit
             WHERE kind = each.name
               AND in_kind AND in_technology AND in_region AND in_language AND in_year
             ORDER BY is_exact DESC, score DESC, id
             LIMIT %(limit)s OFFSET %(offset)s) AS best)
"""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the results are narrowed to; empty is everything."""

    kind: list[str] = field(default_factory=list)
    technology: list[str] = field(default_factory=list)
    region: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    year_from: int | None = None
    year_to: int | None = None

    @property
    def since(self) -> datetime.date | None:
        """The first day."""
        return datetime.date(self.year_from, 1, 1) if self.year_from else None

    @property
    def until(self) -> datetime.date | None:
        """The last day."""
        return datetime.date(self.year_to, 12, 31) if self.year_to else None

    @property
    def only_kind(self) -> str:
        """The kind, when one is asked for."""
        return self.kind[0] if len(self.kind) == 1 else ""


@dataclass(frozen=True)
class Found:
    """What one statement tells of a search: nothing of what this person may not read."""

    # How many match: in all, with every filter, and with every filter but one.
    totals: dict[str, int]
    # By facet and code.
    counts: dict[str, dict[str, int]]
    first_year: int | None
    last_year: int | None
    # Index rows by kind, best first; kinds in their order, those with an exact title before.
    best: dict[str, list[int]]

    @property
    def total(self) -> int:
        """How many match with every filter."""
        return self.totals["found"]


def find(
    person: Any,
    box: Box,
    query: Query,
    filters: Filters,
    *,
    newest: bool = False,
    page: int = 1,
) -> Found:
    """Find what the person may read; of one kind, the given page of it."""
    values: dict[str, Any] = {
        "find": query.find,
        "rank": query.rank,
        "every": query.every,
        "key": box.key,
        "newest": newest,
        "audiences": reader_of(person).audience_ids,
        "kinds": Kind.values,
        "since": filters.since,
        "until": filters.until,
        "limit": PER_PAGE,
        "offset": (page - 1) * PER_PAGE if filters.only_kind else 0,
    } | {facet: getattr(filters, facet) for facet in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, values)
        row = cursor.fetchone()
    # Django leaves jsonb of its cursors as text.
    totals, *counts, years, rows = (json.loads(column or "{}") for column in row)
    exact = {kind for kind, _pk, is_exact in rows if is_exact}
    best: dict[str, list[int]] = {}
    for kind, pk, _is_exact in sorted(rows, key=lambda row: row[0] not in exact):
        best.setdefault(kind, []).append(pk)
    return Found(
        totals=totals,
        counts=dict(zip(FACETS, counts, strict=True)),
        first_year=years[0],
        last_year=years[1],
        best=best,
    )


def newest_first(person: Any, box: Box, query: Query, filters: Filters) -> QuerySet[Entry]:
    """Return the same rows for keyset pages; rows without a date come last."""
    rows = Entry.objects.findable_by(person).filter(
        Q(RawSQL("search_entry.vector @@ %s::tsquery", [query.find], output_field=BooleanField()))
        | Q(title_keys__contains=[box.key])
    )
    conditions: dict[str, Any] = {
        "kind__in": filters.kind,
        "technologies__overlap": filters.technology,
        "regions__overlap": filters.region,
        "language__in": filters.language,
        "date__gte": filters.since,
        "date__lte": filters.until,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    return rows.annotate(newest=Coalesce("date", Value(datetime.date.min, DateField())))
