"""What to try when nothing was found: another spelling, near terms; only what is found then."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models.functions import Greatest

from portal.markings.models import reader_of
from portal.search.box import Box
from portal.search.texts import key
from portal.taxonomy.models import Process, Technology, Topic

MOST_TERMS = 5
MOST_WORDS = 8
# Shorter words are near to everything.
SHORTEST = 4
NEAR_ENOUGH = 0.6

_NEAR_WORDS = """
SELECT typed.key, near.word
  FROM unnest(%s::text[]) AS typed (key),
       LATERAL (SELECT word FROM search_word
                 WHERE key %% typed.key AND key <> typed.key
                 ORDER BY similarity(key, typed.key) DESC, word
                 LIMIT 5) AS near
"""
# A word may come from a row that is restricted by now, a term from no row at all.
_FINDABLE = """
SELECT asked.text
  FROM unnest(%s::text[]) AS asked (text)
 WHERE EXISTS (
    SELECT FROM search_entry
     WHERE vector @@ (plainto_tsquery('portal_en', asked.text)
                   || plainto_tsquery('portal_fr', asked.text)
                   || plainto_tsquery('portal_es', asked.text)
                   || plainto_tsquery('portal_simple', asked.text))
       AND audience_id = ANY(%s::int[]) AND NOT is_hidden)
"""


class Part(NamedTuple):
    """One word of a suggestion, and whether it is spelt otherwise than it was typed."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Suggestions:
    """What to try."""

    spelling: list[Part]
    terms: list[str]

    @property
    def text(self) -> str:
        """The words in the other spelling."""
        return " ".join(part.text for part in self.spelling)


def suggestions(person: Any, box: Box, language: str) -> Suggestions:
    """Return what this person could search for instead, in three statements."""
    words = [word for word in box.all_words if len(word) >= SHORTEST][:MOST_WORDS]
    if not words:
        return Suggestions([], [])
    near, terms = _near_words(words), _near_terms(words, language)
    findable = _findable(person, [*(word for found in near.values() for word in found), *terms])
    spelling = []
    for word in box.all_words:
        better = [each for each in near.get(key(word), []) if each in findable]
        spelling.append(Part(better[0], True) if better else Part(word, False))
    return Suggestions(
        spelling if any(part.is_changed for part in spelling) else [],
        [term for term in terms if term in findable][:MOST_TERMS],
    )


def _near_words(words: list[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_WORDS, [sorted({key(word) for word in words})])
        for typed, word in cursor.fetchall():
            near.setdefault(typed, []).append(word)
    return near


def _near_terms(words: list[str], language: str) -> list[str]:
    name = f"name_{language}"
    nearness = Greatest(
        *(TrigramWordSimilarity(word, field) for word in words for field in ("name_en", "name_fr"))
    )
    technologies, *others = [
        model.objects.current()
        .order_by()
        .annotate(nearness=nearness)
        .filter(nearness__gte=NEAR_ENOUGH)
        .values_list(name, "nearness")
        for model in (Technology, Topic, Process)
    ]
    rows = technologies.union(*others).order_by("-nearness", name)
    return [term for term, _nearness in rows[: 2 * MOST_TERMS]]


def _findable(person: Any, texts: list[str]) -> set[str]:
    if not texts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_FINDABLE, [texts, reader_of(person).audience_ids])
        return {text for (text,) in cursor.fetchall()}
