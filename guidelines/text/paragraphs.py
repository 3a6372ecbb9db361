"""The paragraphs of a text: what a comment is about, and whether those words still stand."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from guidelines.text.sections import Content, Section, bare, digest_of, section_of, sections_of
from guidelines.text.words import in_words

_GAP = re.compile(r"\n\s*\n")
# So many characters of a paragraph are kept with a comment, to be read when it has changed.
LONGEST_QUOTE = 600


class Paragraph(NamedTuple):
    """One paragraph of a section. What is no prose is one paragraph as a whole."""

    number: int
    words: str
    digest: str

    @property
    def quote(self) -> str:
        """Its beginning."""
        words = " ".join(self.words.split())
        return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"


def paragraphs_of(section: Section, content: Content) -> list[Paragraph]:
    """Return the paragraphs of a section, numbered from 1; of an empty section one without words.

    What is missing can be commented on too.
    """
    value = content.get(section.code) or section.empty
    if not section.is_prose:
        # Whoever comments may not read all that is cited.
        said = [bare(row) for row in value] if section.shape == "sources" else value
        # Of the codes: their words are others in another language.
        return [Paragraph(1, in_words(section, said), digest_of(value))]
    parts = _GAP.split(value.strip()) if section.shape == "prose" else [value]
    return [Paragraph(number, part, _digest(part)) for number, part in enumerate(parts, 1)]


def _digest(words: str) -> str:
    """Return the digest of words, however they are broken into lines."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def all_digests(kind: str, content: Content) -> dict[str, dict[str, int]]:
    """Return the number of every paragraph by section and digest."""
    return dict(_digests(kind, content))


def _digests(kind: str, content: Content) -> Iterator[tuple[str, dict[str, int]]]:
    for section in sections_of(kind):
        found = paragraphs_of(section, content)
        yield section.code, {each.digest: each.number for each in reversed(found)}


def paragraph_of(kind: str, content: Content, code: str, number: int) -> Paragraph | None:
    """Return one paragraph, or None."""
    section = section_of(kind, code)
    found = paragraphs_of(section, content) if section else []
    return found[number - 1] if 0 < number <= len(found) else None
