"""What somebody typed in the box, and the words it is searched by."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from portal.search.texts import key, plain, readable

MOST_LETTERS = 200
MOST_WORDS = 32

_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_EDGES = ".,;:!?()[]{}<>&|*+=~^%$#@…–—-"
_LETTER = re.compile(r"[^\W_]")

# Each text under each configuration: as a bag of words, and as a phrase.
_READ = """
SELECT t.n - 1, code, tsvector_to_array(to_tsvector(config, t.text)),
       phraseto_tsquery(config, t.text)::text
  FROM unnest(%s::text[]) WITH ORDINALITY AS t (text, n),
       unnest(%s::text[]) AS code,
       LATERAL (SELECT ('portal_' || code)::regconfig AS config)
"""
CONFIGURATIONS = ["en", "fr", "es", "simple"]


@dataclass(frozen=True)
class Box:
    """The words, the quoted phrases and the words after a minus."""

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    # Whether something was left out because it was too long.
    was_cut: bool = False

    @classmethod
    def read(cls, raw: str) -> "Box":
        """Return what a text asks for; anything can be typed, nothing is a mistake."""
        text = readable(raw)
        was_cut = len(text) > MOST_LETTERS
        text = text[:MOST_LETTERS].rstrip()
        typed = text.translate(_QUOTES)
        if typed.count('"') % 2:
            # The last quotation mark has no partner.
            typed = " ".join(typed.rsplit('"', 1))
        parts: dict[str, list[str]] = defaultdict(list)
        room = MOST_WORDS
        for match in _PART.finditer(typed):
            words = _words(match["phrase"] if match["word"] is None else match["word"])
            was_cut |= len(words) > room
            words = words[:room]
            room -= len(words)
            if words and match["minus"]:
                parts["excluded"] += words
            elif len(words) > 1 and match["word"] is None:
                parts["phrases"].append(" ".join(words))
            else:
                parts["words"] += words
        return cls(text, was_cut=was_cut, **{name: tuple(found) for name, found in parts.items()})

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def key(self) -> str:
        """The text as an exact title is compared."""
        return key(self.text)

    @property
    def all_words(self) -> list[str]:
        """Every word that is looked for, those of phrases too."""
        return [*self.words, *(word for phrase in self.phrases for word in phrase.split())]

    @property
    def exactly(self) -> str:
        """The same words as one phrase; empty when there is nothing to gain."""
        return f'"{" ".join(self.words)}"' if len(self.words) > 1 and not self.phrases else ""

    def query(self, language: str) -> "Query":
        """Return the query of these words for a reader of the language, in one statement."""
        wanted = [*self.words, *self.phrases]
        texts = [*wanted, *self.excluded]
        if not wanted:
            return Query()
        readings = [Reading() for _text in texts]
        with connection.cursor() as cursor:
            cursor.execute(_READ, [texts, CONFIGURATIONS])
            for n, code, lexemes, phrase in cursor.fetchall():
                readings[n].lexemes[code] = lexemes
                readings[n].phrases[code] = phrase
        words = [reading.useful(language) for reading in readings]
        asked = list(dict.fromkeys(_any_of(found) for found in words[: len(wanted)] if found))
        rank = " | ".join(asked)
        phrases = [reading.as_phrase() for reading in readings[len(self.words) : len(wanted)]]
        find = " & ".join(f"({phrase})" for phrase in phrases if phrase) or rank
        if find and (without := _any_of(each for found in words[len(wanted) :] for each in found)):
            find = f"({find}) & !({without})"
        every = " & ".join(f"({each})" for each in asked) if len(asked) > 1 else ""
        return Query(find, rank, every)


@dataclass(frozen=True)
class Query:
    """Queries in PostgreSQL's notation: what is found, what ranks it, what holds every word."""

    find: str = ""
    rank: str = ""
    every: str = ""

    def __bool__(self) -> bool:
        return bool(self.find)


@dataclass
class Reading:
    """How the configurations read one text."""

    lexemes: dict[str, list[str]] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)

    def useful(self, language: str) -> set[str]:
        """Return the words to look for: none of a word that the reader's language passes over.

        "Of" and "la" stand in every name of a journal: words that English or French passes over
        are not looked for among names either.
        """
        if not self.lexemes[language]:
            return set()
        codes = ["en", "fr", "es"]
        if self.lexemes["en"] and self.lexemes["fr"]:
            codes.append("simple")
        found = {lexeme for code in codes for lexeme in self.lexemes[code]}
        # "e-seal" reads as "e-seal", "e" and "seal".
        return {lexeme for lexeme in found if len(lexeme) > 1} or found

    def as_phrase(self) -> str:
        """Return the query for the words in this order, in any of the languages."""
        return " | ".join(f"({phrase})" for phrase in self.phrases.values() if phrase)


def _words(text: str) -> list[str]:
    words = (word.strip(_EDGES) for word in plain(text).split())
    return [word for word in words if _LETTER.search(word)]


def _any_of(lexemes: Iterable[str]) -> str:
    return " | ".join(sorted({_quoted(lexeme) for lexeme in lexemes}))


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
