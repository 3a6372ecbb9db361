"""Records like one: filed under the same, or with a title that is nearly the same."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import get_language

from guidelines.models.pair import ENOUGH, Answer
from portal.compiled import ask
from portal.facets import facet_key
from portal.kept import KeptEach
from portal.markings.models import Marking, reader_of

# What says that two records are about the same.
TELLING = ("technology:", "process:", "phase:", "obstacle:", "cause:")
MAIN = ("technology:", "phase:")
# How many are looked at: filed under the very same, under one technology, with titles that begin
# alike. How many of them are kept of each audience, and how many are shown.
SAME, FILED, TITLED, KEPT, SHOWN = 200, 100, 50, 10, 5
# So much of a title begins alike.
HEAD = 12
# Near enough: of titles, by trigrams; of what they are filed under, by number.
NEAR, SHARED = 0.3, 3

# Which records are near one, whoever reads it: the nearest of each audience, in order, so that what
# one reader may not read takes nobody's place. Only so many are weighed, on any number of records.
# No title is kept. What two people called different, or an editor settled, is shown to nobody.
_NEAR = """
WITH near AS (
  (SELECT id FROM guidelines_record
    WHERE state = 'published' AND kind = %(kind)s::text AND facet_keys @> %(main)s::int[]
    ORDER BY published_at DESC, id DESC LIMIT %(same)s::int)
  UNION
  (SELECT id FROM guidelines_record
    WHERE state = 'published' AND kind = %(kind)s::text AND facet_keys && %(keys)s::int[]
    ORDER BY published_at DESC, id DESC LIMIT %(filed)s::int)
  UNION
  (SELECT id FROM guidelines_record
    WHERE state = 'published' AND kind = %(kind)s::text AND title_key >= %(head)s::text
    ORDER BY title_key, id LIMIT %(titled)s::int)
), weighed AS (
  SELECT each.id, audience_id,
         greatest(similarity(title, %(title)s::text),
                  CASE WHEN %(title_fr)s::text = '' OR title_fr = '' THEN 0
                       ELSE similarity(title_fr, %(title_fr)s::text) END) AS alike,
         (SELECT count(*) FROM unnest(facet_keys) AS key WHERE key = ANY(%(keys)s::int[])) AS shared
    FROM near JOIN guidelines_record AS each ON each.id = near.id
   WHERE each.id <> %(id)s::bigint
), ranked AS (
  SELECT weighed.id, 4 * alike + shared AS weight,
         row_number() OVER (PARTITION BY audience_id
                            ORDER BY 4 * alike + shared DESC, weighed.id DESC) AS place
    FROM weighed
    LEFT JOIN guidelines_pair AS pair
      ON pair.first_id = least(weighed.id, %(id)s::bigint)
     AND pair.second_id = greatest(weighed.id, %(id)s::bigint)
   WHERE (alike >= %(near)s::float OR shared >= %(shared)s::int)
     AND (pair.id IS NULL OR pair.no < %(enough)s::int AND pair.settled_at IS NULL)
)
SELECT id FROM ranked WHERE place <= %(kept)s::int ORDER BY weight DESC, id DESC
"""
# Of those, what one person may read now, and what they said.
_AKIN = """
SELECT each.public_id, each.code, each.title, each.title_fr, each.marking, language.code, own.answer
  FROM unnest(%(near)s::bigint[]) WITH ORDINALITY AS near (id, place)
  JOIN guidelines_record AS each ON each.id = near.id
  JOIN taxonomy_language AS language ON language.id = each.language_id
  LEFT JOIN guidelines_pair AS pair
    ON pair.first_id = least(each.id, %(id)s::bigint)
   AND pair.second_id = greatest(each.id, %(id)s::bigint)
  LEFT JOIN guidelines_opinion AS own
    ON own.pair_id = pair.id AND own.person_id = %(person)s::bigint
 WHERE each.state = 'published' AND each.audience_id = ANY(%(audiences)s::int[])
   AND (pair.id IS NULL OR pair.no < %(enough)s::int AND pair.settled_at IS NULL)
 ORDER BY near.place
 LIMIT %(shown)s::int
"""
# By record and version: a new record is offered beside an old one some minutes after it.
_KEPT: KeptEach[tuple[int, int | None], list[int]] = KeptEach(seconds=600, most=4_000)


class Like(NamedTuple):
    """A record like another one, and what the reader said of the two."""

    public_id: str
    code: str
    title: str
    language: str
    label: str
    marking: str
    answer: str
    url: str

    @property
    def answers(self) -> list[tuple[str, Any, bool]]:
        """The buttons: answer, its word, and whether the reader gave it."""
        return [(each.value, each.label, each == self.answer) for each in Answer]


def akin(record: Any, person: Any) -> list[Like]:
    """Return the records most like one that the person may read: one statement under the rule."""
    near = _KEPT.of((record.pk, record.version_id), lambda: near_to(record))
    if not near:
        return []
    values = {
        "id": record.pk, "near": near, "audiences": reader_of(person).audience_ids,
        "person": person.pk, "shown": SHOWN, "enough": ENOUGH,
    }  # fmt: skip
    is_french = get_language() == "fr"
    lists = reverse("guidelines:home")
    return [
        Like(
            public_id=public_id, code=code or "", title=(is_french and french) or title,
            language="fr" if is_french and french else language, marking=marking,
            label=Marking(marking).tag,
            answer=answer or "", url=f"{lists}{public_id}/",
        )
        for public_id, code, title, french, marking, language, answer in ask(_AKIN, values)
    ]  # fmt: skip


def near_to(record: Any) -> list[int]:
    """Return the keys of the records near one, the nearest first; who may read them is not said."""
    keys = [facet_key(each) for each in record.facets if each.startswith(TELLING)]
    main = [facet_key(each) for each in record.facets if each.startswith(MAIN)]
    values: dict[str, Any] = {
        "id": record.pk, "kind": record.kind, "title": record.title, "title_fr": record.title_fr,
        "keys": keys,
        # Nothing holds a key that is none.
        "main": main or [None],
        # From there on, in the order of titles: what begins alike comes first.
        "head": record.title_key[:HEAD],
        "same": SAME, "filed": FILED, "titled": TITLED, "kept": KEPT,
        "near": NEAR, "shared": SHARED, "enough": ENOUGH,
    }  # fmt: skip
    return [pk for (pk,) in ask(_NEAR, values)]
