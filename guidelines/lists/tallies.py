"""What administrations with a technology name: openly, and at least as many as may be told."""

from collections.abc import Iterable, Sequence
from typing import Any

from guidelines.measures.suppression import K
from portal.compiled import ask
from portal.facets import facet_key
from portal.markings.models import Reader

# Administrations, not records, and openly named ones alone, or whom public sources are about: were
# hidden ones counted, subtraction would tell of them.
NAMED = """
SELECT value, count(DISTINCT whom) AS many
FROM guidelines_record AS record, unnest(record.facets) AS value,
    coalesce(record.administration_id::text, nullif(record.about, '')) AS whom
WHERE record.state = 'published' AND record.kind = 'experience'
    AND record.attribution IN ('named', '')
    AND record.audience_id = ANY(%s::int[]) AND record.facet_keys && ARRAY[%s::int]
    AND (value LIKE 'obstacle:%%' OR value LIKE 'benefit:%%' OR value LIKE 'progress:%%')
GROUP BY value HAVING count(DISTINCT whom) >= %s
ORDER BY many DESC, value
"""
# The same as one value, within the statement of the newest.
NAMED_AS_VALUE = """(
    SELECT jsonb_object_agg(value, many) FROM (
        SELECT value, count(DISTINCT whom) AS many
        FROM guidelines_record AS record, unnest(record.facets) AS value,
            coalesce(record.administration_id::text, nullif(record.about, '')) AS whom
        WHERE record.state = 'published' AND record.kind = 'experience'
            AND record.attribution IN ('named', '')
            AND record.audience_id = ANY(%s::int[]) AND record.facet_keys && %s::int[]
            AND (value LIKE 'obstacle:%%' OR value LIKE 'benefit:%%')
        GROUP BY value HAVING count(DISTINCT whom) >= %s
    ) AS named
)"""


def tallied(technology: Any, reader: Reader) -> dict[str, list[tuple[str, int]]]:
    """Return by facet what administrations with a technology name, the most named first."""
    key = facet_key(f"technology:{technology.slug}")
    return by_facet(ask(NAMED, [reader.audience_ids, key, K]))


def by_facet(named: Iterable[Sequence[Any]]) -> dict[str, list[tuple[str, int]]]:
    """Return numbers of administrations by facet, each with its code."""
    found: dict[str, list[tuple[str, int]]] = {"obstacle": [], "benefit": [], "progress": []}
    for value, number in named:
        facet, _colon, code = value.partition(":")
        found[facet].append((code, number))
    return found
