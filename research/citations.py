"""How a work is cited: CSL-JSON of a record, and its APA and Chicago citations from CSL styles."""

import json
import re
import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from django.utils.html import escape

STYLES = {"apa": "apa", "chicago": "chicago-author-date-16th-edition"}
LOCALES = {"en": "en-US", "fr": "fr-FR"}
# Kept citations of another version are made again: raise it when styles or rules change.
VERSION = 3

# Where CSL has no type of the same name, the label goes into `genre`.
CSL_TYPES = {
    "journal-article": "article-journal",
    "conference-paper": "paper-conference",
    "report": "report",
    "preprint": "article",
    "book": "book",
    "book-chapter": "chapter",
    "working-paper": "report",
    "guide": "report",
    "magazine-article": "article-magazine",
    "survey": "report",
    "technical-note": "report",
    "dataset-report": "report",
    "case-collection": "report",
}
GENRES = {
    "working-paper": "Working paper",
    "guide": "Guide",
    "survey": "Survey",
    "technical-note": "Technical note",
    "preprint": "Preprint",
}
# These appear in something; the others are published by somebody.
CONTAINED = {"article-journal", "paper-conference", "chapter", "article-magazine"}
PERIODICAL = {"article-journal", "article-magazine"}
# "World Customs Journal 13(2), pp. 77-90", "Mathematics 9(13), 1529", "Practice No. 2, pp. 234-241"
ISSUE = re.compile(
    r"(?P<title>.*\D) "
    r"(?:No\. (?P<number>\d{1,3})|(?P<volume>\d{1,3})(?:\((?P<issue>[\w/–-]{1,9})\))?)"
    r"(?:, (?:pp?\. )?(?P<page>\d[\d–-]*))?"
)
PAGES = re.compile(r"(?P<title>.*\S), pp?\. ?(?P<page>\d[\d–-]*)")
# What a citation shows of CSL-JSON.
SHOWN = [
    "type", "title", "author", "issued", "container-title", "publisher", "volume", "issue", "page",
    "genre", "language", "URL",
]  # fmt: skip

_FOLDER = Path(__file__).resolve().parent / "styles"
_ITALIC, _ROMAN = "\ue000", "\ue001"
# The processor keeps state in a style while it renders.
_lock = threading.Lock()


class Named(Protocol):
    """An author of a record."""

    @property
    def name(self) -> str:
        """The whole name."""

    @property
    def family(self) -> str:
        """The family name within it; empty for an organisation."""


class Cited(NamedTuple):
    """An author as a record keeps it."""

    name: str
    family: str


def authors_of(kept: dict[str, Any]) -> list[Cited]:
    """Return the authors that a record keeps."""
    return [
        Cited(
            each.get("literal") or f"{each.get('given', '')} {each['family']}".strip(),
            each.get("family", ""),
        )
        for each in kept["authors"]
    ]


def doi_url(doi: str) -> str:
    """Return the address that a DOI resolves at."""
    return f"https://doi.org/{doi}" if doi else ""


def csl_of(work: Any, authors: Iterable[Named]) -> dict[str, Any]:
    """Return the CSL-JSON of a record; it says its label unless everybody may read it."""
    kind = CSL_TYPES[work.kind]
    place = read_venue(work.venue.removeprefix("In: "), kind)
    item = {
        "id": work.code or work.public_id,
        "type": kind,
        "title": work.title,
        "author": [_csl_name(author) for author in authors],
        "issued": {"date-parts": [[work.year]]},
        "container-title" if kind in CONTAINED else "publisher": place["title"],
        "volume": place.get("volume"),
        "issue": place.get("issue") or place.get("number"),
        "page": place.get("page"),
        "genre": GENRES.get(work.kind, ""),
        "DOI": work.doi,
        "URL": doi_url(work.doi) or work.url,
        "language": work.language.code,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": "" if work.marking == "clear" else work.get_marking_display(),
    }
    return {name: value for name, value in item.items() if value}


def read_venue(venue: str, kind: str) -> dict[str, str]:
    """Return where a work appeared as title, volume, issue and page, as far as it says them."""
    found = ISSUE.fullmatch(venue) if kind in PERIODICAL else None
    if kind in CONTAINED and not found:
        found = PAGES.fullmatch(venue)
    parts = found.groupdict() if found else {"title": venue}
    return {name: value for name, value in parts.items() if value} | {"title": parts["title"]}


def _csl_name(author: Named) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    given = author.name.removesuffix(author.family).strip()
    return {"family": author.family, "given": given} if given else {"family": author.family}


def citations_of(item: dict[str, Any]) -> dict[str, Any]:
    """Return what a record keeps to be cited: its authors, and HTML by language and style."""
    kept = {"version": VERSION, "authors": item.get("author", [])}
    return kept | {language: citations_in(item, language) for language in LOCALES}


def citations_in(item: dict[str, Any], language: str) -> dict[str, str]:
    """Return the citations of CSL-JSON in one language, by style: escaped text with <em>."""
    shown = {name: item[name] for name in SHOWN if name in item}
    # As an address a DOI reads the same in both styles.
    text = json.dumps(shown | {"id": "item"}, sort_keys=True, ensure_ascii=False)
    return {style: _rendered(text, style, language) for style in STYLES}


@lru_cache(maxsize=256)
def _rendered(text: str, style: str, language: str) -> str:
    item = json.loads(text.translate({ord(_ITALIC): None, ord(_ROMAN): None}))
    if style == "apa":
        # The processor takes the second half of "Seo-yeon" for a particle: "S.-. yeon .".
        for name in item.get("author", []):
            if "given" in name:
                name["given"] = re.sub(r"-\w", lambda half: half[0].upper(), name["given"])
    with _lock:
        bibliography = CitationStylesBibliography(
            _style(style, language), CiteProcJSON([item]), _Marks
        )
        bibliography.register(Citation([CitationItem("item")]))
        line = str(bibliography.bibliography()[0])
    # "Who pays?." and, in English, a full stop outside the quotation mark.
    line = re.sub(rf"([.?!]{_ROMAN}?)\.", r"\1", line)
    if language == "en":
        line = re.sub(r"”([.,])", r"\1”", line)
        line = re.sub(r"([?!])\.”", r"\1”", line)
    return escape(line).replace(_ITALIC, "<em>").replace(_ROMAN, "</em>")


@cache
def _style(style: str, language: str) -> CitationStylesStyle:
    path = _FOLDER / f"{STYLES[style]}.csl"
    return CitationStylesStyle(str(path), locale=LOCALES[language], validate=False)


class _Italic(str):
    __slots__ = ()

    def __new__(cls, text: str) -> "_Italic":
        return super().__new__(cls, f"{_ITALIC}{text}{_ROMAN}")


class _Marks:
    """A formatter for the processor: italics between two private characters, all else plain."""

    Italic = Oblique = _Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = str

    @staticmethod
    def preformat(text: str) -> str:
        """Return the text as it is: escaping is done once, at the end."""
        return str(text)
