"""What a page shows of its hits: title, line and a passage with the words marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.markings.models import Marking
from portal.search.box import Query
from portal.search.models import Entry, Kind
from portal.search.texts import HIT_END, HIT_START

# The first text, in the order of the reader's languages, in which the words are met: those after it
# are not read. PostgreSQL's parser marks the words by their stems; what encloses them stands in
# no indexed text and becomes HTML only after everything else was escaped.
_MARKED = """
(SELECT jsonb_build_array(code, passage)
   FROM unnest(%s::text[]) AS code,
        LATERAL (SELECT search_entry.bodies ->> code AS body),
        LATERAL (SELECT ts_headline(
            ('portal_' || code)::regconfig, body, %s::tsquery, %s) AS passage)
  WHERE body <> '' AND position(%s IN passage) > 0
  LIMIT 1)
"""
_OPENING = """
(SELECT jsonb_build_array(code, left(search_entry.bodies ->> code, 240))
   FROM unnest(%s::text[]) AS code
  WHERE search_entry.bodies ->> code <> ''
  LIMIT 1)
"""
_OPTIONS = (
    f'StartSel="{HIT_START}", StopSel="{HIT_END}", MaxFragments=1, MaxWords=32, MinWords=16, '
    'FragmentDelimiter=" … "'
)
_HIT = re.compile(f"{HIT_START}([^{HIT_START}{HIT_END}]*){HIT_END}")
_NEIGHBOURS = re.compile(f"{HIT_END}([ -]){HIT_START}")
_LEFT_OVER = re.compile(f"[{HIT_START}{HIT_END}]")
# A part of a line that is longer may be a sentence of the text.
SENTENCE = 40
# Kinds whose text says more than their line.
_TOLD = {Kind.WORK, Kind.NEWS, Kind.PRACTICE, Kind.PITFALL, Kind.EXPERIENCE}
_RESTRICTED = {Marking.AMBER, Marking.AMBER_STRICT, Marking.RED}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One row of a page of results. A language is named where it is not the page's."""

    reference: str
    title: str
    title_language: str
    url: str
    snippet: SafeString
    snippet_language: str
    meta: list[str]
    marking: Marking | None


def with_snippets(rows: QuerySet[Entry], query: Query, language: str) -> QuerySet[Entry]:
    """Return index rows with a marked passage and the opening of their text, and no long text."""
    codes = list(dict.fromkeys([language, "en", "fr", "es"]))
    return rows.annotate(
        marked=RawSQL(  # noqa: S611  # constant text, values as parameters
            _MARKED, [codes, query.rank, _OPTIONS, HIT_START], JSONField()
        ),
        opening=RawSQL(_OPENING, [codes], JSONField()),  # noqa: S611
    ).defer("bodies", "vector", "title_keys", "technologies", "regions")


def hits(rows: Iterable[Entry], language: str) -> Iterator[Hit]:
    """Yield what the page shows of each row."""
    home = reverse("home:front")
    for row in rows:
        title_language, title = _in_language(row.titles, language)
        _line_language, line = _in_language(row.lines, language)
        marked, opening = getattr(row, "marked", None), getattr(row, "opening", None)
        snippet_language, snippet = "", SafeString("")
        if row.kind in _TOLD and (told := marked or opening):
            snippet_language, passage = told
            snippet = as_html(passage, opening[1] if marked and opening else "")
        yield Hit(
            reference=row.reference,
            title=title,
            title_language=_foreign(title_language, language),
            url=f"{home}{row.path}",
            snippet=snippet,
            snippet_language=_foreign(snippet_language, language),
            meta=_meta(line, opening),
            marking=Marking(row.marking) if row.marking in _RESTRICTED else None,
        )


def as_html(passage: str, opening: str = "") -> SafeString:
    """Return a passage as safe HTML, its hits in `<mark>`; `opening` is how the text begins."""
    bare = _LEFT_OVER.sub("", passage)
    before = "" if not opening or opening.startswith(bare[:40]) else "… "
    after = "" if bare.endswith((".", "!", "?", "…")) else " …"
    text = escape(_NEIGHBOURS.sub(r"\1", passage))
    marked = _LEFT_OVER.sub("", _HIT.sub(r"<mark>\1</mark>", text))
    return mark_safe(f"{before}{marked}{after}")  # noqa: S308  # escaped above


def _in_language(texts: dict[str, str], language: str) -> tuple[str, str]:
    """Return the code and the text for a reader of the language: their own, English, or any."""
    for code in (language, "en", *texts):
        if text := texts.get(code):
            return code, text
    return "", ""


def _foreign(code: str, language: str) -> str:
    """Return the code for `lang`, where it says something."""
    return "" if code in (language, "simple") else code


def _meta(line: str, opening: list[str] | None) -> list[str]:
    """Return the parts of the line under a title, without a sentence that the text says too."""
    text = opening[1] if opening else ""
    parts = line.split(" · ") if line else []
    return [part for part in parts if len(part) <= SENTENCE or part[:SENTENCE] not in text]
