"""What machines read on the page of a public record: schema.org, Highwire and Dublin Core."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from research.citations import Named, doi_url, read_venue
from research.models import Work

SCHEMA_TYPES = {
    "journal-article": "ScholarlyArticle",
    "conference-paper": "ScholarlyArticle",
    "preprint": "ScholarlyArticle",
    "working-paper": "ScholarlyArticle",
    "magazine-article": "Article",
    "book": "Book",
    "book-chapter": "Chapter",
}
# What would end the script element or start another one.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(item: dict[str, Any], work: Work, address: str) -> SafeString:
    """Return the record as schema.org JSON-LD, safe inside a script element."""
    place = item.get("container-title")
    data = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES.get(work.kind, "Report"),
        "@id": address,
        "url": address,
        "name": work.title,
        "headline": work.title[:110],
        "author": [_schema_author(name) for name in item.get("author", [])],
        "datePublished": str(work.year),
        "inLanguage": work.language.code,
        "abstract": work.abstract,
        "keywords": work.keywords,
        "identifier": doi_url(work.doi),
        "sameAs": work.url or doi_url(work.doi),
        "isPartOf": {"@type": "CreativeWork", "name": place} if place else None,
        "publisher": {"@type": "Organization", "name": item["publisher"]}
        if item.get("publisher")
        else None,
    }
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 — escaped in the line itself


def _schema_author(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    whole = f"{name.get('given', '')} {name['family']}".strip()
    return {"@type": "Person", "name": whole} | {
        field: name[part]
        for field, part in (("givenName", "given"), ("familyName", "family"))
        if name.get(part)
    }


def meta_tags(
    item: dict[str, Any], work: Work, authors: Sequence[Named]
) -> Iterator[tuple[str, str]]:
    """Yield the Highwire and Dublin Core tags, for reference managers and academic indexes."""
    venue = read_venue(work.venue, item["type"])
    container = {
        "paper-conference": "citation_conference_title",
        "chapter": "citation_inbook_title",
        "report": "citation_technical_report_institution",
        "book": "citation_publisher",
    }.get(item["type"], "citation_journal_title")
    tags = [
        ("citation_title", work.title),
        *(("citation_author", author.name) for author in authors),
        ("citation_publication_date", str(work.year)),
        (container, venue["title"]),
        ("citation_volume", item.get("volume")),
        ("citation_issue", item.get("issue")),
        ("citation_firstpage", (item.get("page") or "").split("-")[0]),
        ("citation_doi", work.doi),
        ("citation_language", work.language.code),
        ("citation_keywords", "; ".join(work.keywords)),
        ("DC.title", work.title),
        *(("DC.creator", author.name) for author in authors),
        ("DC.date", str(work.year)),
        ("DC.type", work.kind),
        ("DC.language", work.language.code),
        ("DC.identifier", doi_url(work.doi) or work.url),
        ("DC.description", work.abstract),
        *(("DC.subject", keyword) for keyword in work.keywords),
    ]
    yield from ((name, value) for name, value in tags if value)
