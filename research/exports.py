"""Records as files for reference managers and spreadsheets. A label travels with its record."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.sheets import csv_of
from research.citations import csl_of
from research.models import Work

MOST = 500
FORMATS = [
    ("bibtex", "BibTeX"),
    ("ris", "RIS"),
    ("csl-json", "CSL-JSON"),
    ("csv", gettext_lazy("CSV, for spreadsheets")),
]
BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "report": "techreport",
    "article": "misc",
}
RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "paper-conference": "CPAPER",
    "chapter": "CHAP",
    "book": "BOOK",
    "report": "RPRT",
    "article": "UNPB",
}
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)


class File(NamedTuple):
    """A file to hand out."""

    name: str
    content_type: str
    content: str | bytes


def one_line(value: Any) -> str:
    """Return a text on one line, without control characters: no format here can carry them."""
    spaced = "".join(" " if unicodedata.category(each) == "Cc" else each for each in str(value))
    return " ".join(spaced.split())


def citation_key(item: dict[str, Any]) -> str:
    """Return a key such as `kim2020date`, in letters that every program takes."""
    first = item["author"][0] if item.get("author") else {}
    name = first.get("family") or first.get("literal", "").split(" ")[0] or "anonymous"
    words = re.findall(r"\w{4,}", item["title"]) or [item["id"]]
    key = f"{name}{item['issued']['date-parts'][0][0]}{words[0]}".lower()
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain) or "record"


def bibtex(works: Iterable[Work]) -> str:
    """Return BibTeX entries with keys of their own."""
    taken: dict[str, int] = {}
    entries = []
    for item in map(_item, works):
        key = citation_key(item)
        taken[key] = taken.get(key, 0) + 1
        suffix = "" if taken[key] == 1 else f"-{taken[key]}"
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(item))
        entries.append(f"@{BIBTEX_TYPES[item['type']]}{{{key}{suffix},\n{fields}}}\n")
    return "\n".join(entries)


def _bibtex_fields(item: dict[str, Any]) -> Iterable[tuple[str, str]]:
    kind = item["type"]
    publisher = {"report": "institution", "article": "howpublished"}.get(kind, "publisher")
    container = "journal" if kind.startswith("article") else "booktitle"
    texts = {
        # A second pair of braces keeps capitals.
        "title": f"{{{_tex(item['title'])}}}",
        "author": " and ".join(_bibtex_name(name) for name in item.get("author", [])),
        "year": str(item["issued"]["date-parts"][0][0]),
        container: _tex(item.get("container-title", "")),
        publisher: _tex(item.get("publisher", "")),
        "volume": _tex(item.get("volume", "")),
        "number": _tex(item.get("issue", "")),
        "pages": _tex(item.get("page", "")).replace("-", "--"),
        "type": _tex(item.get("genre", "")) if kind == "report" else "",
        "doi": _address(item.get("DOI", "")),
        "url": _address(item.get("URL", "")),
        "abstract": _tex(item.get("abstract", "")),
        "keywords": _tex(item.get("keyword", "")),
        "language": _tex(item.get("language", "")),
        "note": _tex(item.get("note", "")),
    }
    return ((name, text) for name, text in texts.items() if text)


def _tex(value: Any) -> str:
    return one_line(value).translate(TEX)


def _address(value: str) -> str:
    """Return an address: BibTeX takes it verbatim, but for braces and backslashes."""
    plain = one_line(value).replace(" ", "%20")
    return plain.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _bibtex_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    parts = [_tex(name["family"]), _tex(name.get("given", ""))]
    # "and" would part the name in two.
    whole = ", ".join(f"{{{part}}}" if re.search(r"\band\b|,", part) else part for part in parts)
    return whole.removesuffix(", ")


def ris(works: Iterable[Work]) -> str:
    """Return RIS records, one tag per line."""
    return "".join(
        "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in _ris_lines(item) if value)
        + "ER  - \r\n\r\n"
        for item in map(_item, works)
    )


def _ris_lines(item: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    first, _dash, last = item.get("page", "").replace("–", "-").partition("-")
    yield "TY", RIS_TYPES[item["type"]]
    yield "ID", item["id"]
    yield "TI", item["title"]
    for name in item.get("author", []):
        given = f", {name['given']}" if name.get("given") else ""
        yield "AU", name.get("literal") or f"{name['family']}{given}"
    yield "PY", item["issued"]["date-parts"][0][0]
    yield "T2", item.get("container-title")
    yield "PB", item.get("publisher")
    yield "VL", item.get("volume")
    yield "IS", item.get("issue")
    yield "SP", first
    yield "EP", last
    yield "DO", item.get("DOI")
    yield "UR", item.get("URL")
    yield "LA", item.get("language")
    for keyword in item.get("keyword", "").split(", "):
        yield "KW", keyword
    yield "AB", item.get("abstract")
    yield "N1", item.get("note")


def csl_json(works: Iterable[Work]) -> str:
    """Return CSL-JSON."""
    return json.dumps([_item(work) for work in works], ensure_ascii=False, indent=1)


def table(works: Iterable[Work]) -> bytes:
    """Return CSV with a header in the reader's language; no cell is a formula."""
    columns = _columns()
    rows = ([one_line(value(work)) for _header, value in columns] for work in works)
    return csv_of([[header for header, _value in columns], *rows])


def _columns() -> list[tuple[str, Callable[[Work], Any]]]:
    def under(facet: str) -> Callable[[Work], str]:
        return lambda work: "; ".join(work.codes_of(facet))

    return [
        (_("Code"), lambda work: work.code or ""),
        (_("Title"), lambda work: work.title),
        (_("Title in French"), lambda work: work.title_fr),
        (_("Authors"), lambda work: "; ".join(author.name for author in work.authors.all())),
        (_("Year"), lambda work: work.year),
        (_("Type"), lambda work: work.get_kind_display()),
        (_("Published in"), lambda work: work.venue),
        (_("Language"), lambda work: work.language.code),
        ("DOI", lambda work: work.doi),
        (_("Address of the work"), lambda work: work.url),
        (_("Keywords"), lambda work: "; ".join(work.keywords)),
        (_("Technology"), under("technology")),
        (_("Process"), under("process")),
        (_("Region studied"), under("region")),
        (_("TLP label"), lambda work: work.get_marking_display()),
        (_("Abstract"), lambda work: work.abstract),
    ]


def _item(work: Work) -> dict[str, Any]:
    return csl_of(work, work.authors.all())


WRITERS: dict[str, tuple[Callable[[Iterable[Work]], str | bytes], str, str]] = {
    "bibtex": (bibtex, "application/x-bibtex", "bib"),
    "ris": (ris, "application/x-research-info-systems", "ris"),
    "csl-json": (csl_json, "application/vnd.citationstyles.csl+json", "json"),
    "csv": (table, "text/csv", "csv"),
}


def export(works: Iterable[Work], *, format: str, name: str) -> File:
    """Return records as a file of a format."""
    write, content_type, suffix = WRITERS[format]
    return File(f"{name}.{suffix}", f"{content_type}; charset=utf-8", write(works))
