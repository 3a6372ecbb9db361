"""What the search index keeps of a record."""

from typing import Any

from guidelines.kinds import Kind
from guidelines.models.filing import language_told
from guidelines.text.sections import LEAD, words_of
from portal.search.models import Document
from portal.search.models import Kind as Result

RESULTS = {
    Kind.PRACTICE: Result.PRACTICE,
    Kind.PITFALL: Result.PITFALL,
    Kind.EXPERIENCE: Result.EXPERIENCE,
}


def document_of(record: Any) -> Document:
    """Return title, words, line, terms and date of a published record; never whose it is."""
    own = record.language.code if record.language.code in ("en", "fr", "es") else "simple"
    lead = LEAD[Kind(record.kind)]
    content = record.version.content
    french = {
        row.section: row.text
        for row in record.translations.filter(language__code="fr")
        if row.is_fresh(content.get(row.section, ""))
    }
    titles, lines = {own: record.title}, {own: record.lead}
    bodies = {own: words_of(record.kind, content)}
    if own != "fr" and "title" in french:
        titles["fr"], lines["fr"] = french["title"], french.get(lead, record.lead)
        bodies["fr"] = "\n".join(text for code, text in french.items() if code != "title")
    # Whoever knows a merged record by its code finds the one that is kept.
    merged = record.carried.get("codes", [])
    return Document(
        kind=RESULTS[Kind(record.kind)],
        titles=titles,
        bodies=bodies | {"simple": " ".join([record.about, record.code or "", *merged])},
        lines=lines,
        reference=record.code or "",
        path=f"guidelines/{record.public_id}/",
        language=language_told(record),
        date=record.published_at.date() if record.published_at else None,
        technologies=record.codes_of("technology"),
        regions=record.codes_of("region"),
    )
