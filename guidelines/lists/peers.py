"""What is like something: the same region, technology, phase; ordered, with the reasons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from directory.models import Administration
from guidelines.measures.questions import circumstances_in_words
from guidelines.models import Record
from guidelines.text import terms
from portal.compiled import Compiled, ask
from portal.facets import facet_key
from portal.markings.models import reader_of
from portal.taxonomy.models import Technology

# How much each counts. To share a language alone is no likeness.
WEIGHTS = {
    "technology": 4, "region": 4, "phase": 3, "obstacle": 3, "process": 2, "language": 1,
}  # fmt: skip
WEAK = {"language"}
# An administration is like another one by itself if it shares so many of six circumstances.
SHARED = 3
# How many of each kind are weighed: that share everything asked for, that share something, and that
# are of administrations like the reader's.
WHOLE, PARTLY, OF_PEERS = 200, 1_000, 200

_SCORE = " + ".join(
    f"CASE WHEN facet_keys && %({facet})s::int[] THEN {weight} ELSE 0 END"
    for facet, weight in WEIGHTS.items()
)
_EVERYTHING = " AND ".join(
    f"(cardinality(%({facet})s::int[]) = 0 OR facet_keys && %({facet})s::int[])"
    for facet in WEIGHTS
    if facet not in WEAK
)
# The likest of each kind, under the reading rule. Only so many are weighed, on any number of
# records: the newest of each sort. Whose a record is counts where it is named, and there alone.
_LIKEST = f"""
SELECT id FROM (
  SELECT near.*, row_number() OVER (
           PARTITION BY near.kind ORDER BY score DESC, published_at DESC, id DESC) AS place
    FROM unnest(%(kinds)s::text[]) AS wanted (kind) CROSS JOIN LATERAL (
      SELECT each.id, each.kind, published_at, {_SCORE}
             + coalesce((%(points)s::int[])[array_position(%(homes)s::bigint[],
                                                           administration_id)], 0) AS score
        FROM guidelines_record AS each
       WHERE administration_id IS DISTINCT FROM %(own)s::bigint AND each.id = ANY(ARRAY(
          (SELECT id FROM guidelines_record
            WHERE state = 'published' AND kind = wanted.kind
              AND audience_id = ANY(%(audiences)s::int[])
              AND facet_keys && %(strong)s::int[] AND {_EVERYTHING}
            ORDER BY published_at DESC, id DESC LIMIT %(whole)s::int)
          UNION
          (SELECT id FROM guidelines_record
            WHERE state = 'published' AND kind = wanted.kind
              AND audience_id = ANY(%(audiences)s::int[])
              AND facet_keys && %(strong)s::int[]
            ORDER BY published_at DESC, id DESC LIMIT %(partly)s::int)
          UNION
          (SELECT id FROM guidelines_record
            WHERE state = 'published' AND kind = wanted.kind
              AND audience_id = ANY(%(audiences)s::int[])
              AND administration_id = ANY(%(peers)s::bigint[])
            ORDER BY published_at DESC, id DESC LIMIT %(of_peers)s::int)))
    ) AS near
) AS ranked WHERE place <= %(most)s::int ORDER BY kind, place
"""  # noqa: S608 our own words alone


def _shown(keys: list[int], audiences: list[int]) -> QuerySet[Record, Any]:
    rows = Record.objects.readable_within(audiences).published().filter(pk__among=keys)
    return rows.rows().annotate(home=F("administration_id"))


_ROWS = Compiled(_shown, keys=[-11], audiences=[-12])


class Likeness:
    """What records are compared with: codes by facet, and administrations by what is shared."""

    def __init__(
        self, wanted: Mapping[str, Iterable[str]], homes: Mapping[int, list[str]] | None = None
    ) -> None:
        self.wanted = {
            facet: [f"{facet}:{code}" for code in wanted.get(facet, ())] for facet in WEIGHTS
        }
        self.homes = homes or {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare with."""
        return not (self._strong or self._peers)

    @property
    def _keys(self) -> dict[str, list[int]]:
        return {facet: [facet_key(value) for value in self.wanted[facet]] for facet in WEIGHTS}

    @property
    def _strong(self) -> list[int]:
        found = self._keys.items()
        return [key for facet, keys in found if facet not in WEAK for key in keys]

    @property
    def _peers(self) -> list[int]:
        return [home for home, codes in self.homes.items() if len(codes) >= SHARED]

    def best(
        self, person: Any, kinds: Iterable[str], *, each: int, without: int = 0
    ) -> list[dict[str, Any]]:
        """Return the likest rows of each kind that somebody may read, without one's own."""
        if self.is_empty:
            return []
        audiences = reader_of(person).audience_ids
        values = {
            **self._keys, "strong": self._strong, "peers": self._peers,
            "homes": [*self.homes], "points": [len(codes) for codes in self.homes.values()],
            "kinds": [*kinds], "audiences": audiences, "own": without, "most": each,
            "whole": WHOLE, "partly": PARTLY, "of_peers": OF_PEERS,
        }  # fmt: skip
        # Which index finds them depends on how rare they are: no plan is kept.
        keys = [pk for (pk,) in ask(_LIKEST, values, is_planned_once=False)]
        found = {row["id"]: row for row in _ROWS.rows(keys=keys, audiences=audiences)}
        return [found[pk] for pk in keys if pk in found]

    def reasons(self, facets: Sequence[str], home: int | None = None) -> list[str]:
        """Return what a row has in common, as a person says it."""
        own = set(facets)
        shared = {
            facet: [value.partition(":")[2] for value in values if value in own]
            for facet, values in self.wanted.items()
        }
        words = [each for facet, codes in shared.items() if codes for each in said(facet, codes)]
        if home is not None and home in self.homes:
            names = get_text_list(circumstances_in_words(self.homes[home]), _("and"))
            words.append(_("like yours: %(names)s") % {"names": names})
        return words


def said(facet: str, codes: list[str]) -> Iterator[str]:
    """Yield the reason that a facet gives."""
    if facet == "region":
        yield _("same region")
    elif facet == "language":
        yield _("in a language of yours")
    else:
        names = get_text_list([terms.named(facet, code) for code in codes[:3]], _("and"))
        words = {
            "technology": _("same technology: %(names)s"),
            "phase": _("same phase: %(names)s"),
            "process": _("same process: %(names)s"),
            "obstacle": _("same obstacle: %(names)s"),
        }
        yield words[facet] % {"names": names}


def _known(person: int, home: int) -> QuerySet[Administration, Any]:
    used = Technology.objects.filter(administration=OuterRef("pk")).values("slug")
    worked_on = Technology.objects.filter(experts=person).values("slug")
    return (
        Administration.objects.filter(pk=home)
        .values("region__code", "official_languages")
        .annotate(used=ArraySubquery(used), worked_on=ArraySubquery(worked_on))
    )


_KNOWN = Compiled(_known, person=-11, home=-12)


def known_of(person: Any) -> dict[str, list[str]]:
    """Return what the directory knows of somebody's administration: one statement."""
    found = _KNOWN.rows(person=person.pk, home=person.administration_id)
    if not found:
        return {}
    (row,) = found
    return {
        "region": [row["region__code"]] if row["region__code"] else [],
        "technology": sorted({*row["used"], *row["worked_on"]}),
        "language": row["official_languages"],
    }


def reasoned(lines: list[dict[str, Any]], likeness: Likeness) -> list[dict[str, Any]]:
    """Return lines with why each stands here."""
    return [
        line | {"reasons": likeness.reasons(line["facets"], line["home"])} for line in lines
    ]  # fmt: skip
