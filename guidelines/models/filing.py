"""What lists keep of a content: what it is filed under, what it cites, and its first words."""

from typing import Any

from guidelines.kinds import Kind
from guidelines.models.telling import is_hidden
from guidelines.text.sections import LEAD, Content, code_of, section_of
from portal.writing.rendering import excerpt, render

LEAD_LENGTH = 400
# Languages that Members of every region write.
SHARED = frozenset({"en", "fr", "es"})

# Facets and the sections that they are read from.
FACETS = {
    "technology": "technologies",
    "process": "processes",
    "phase": "phase",
    "obstacle": "obstacles",
    "benefit": "benefits",
    "strength": "strength",
    "cause": "root_cause",
    "grounds": "grounds",
    "progress": "progress",
    "supplier": "supplier",
}


def language_told(record: Any) -> str:
    """Return the language that a record is found by; none where it could tell whose it is.

    Of a hidden record, a language that few Members write, beside a region, is nearly a name.
    """
    code: str = record.language.code
    return "" if is_hidden(record) and code not in SHARED else code


def facets_of(kind: str, content: Content, *, region: str = "", **more: str) -> list[str]:
    """Return the facet values of a record: its kind, what its content says, its region."""
    found = [f"kind:{kind}"]
    for facet, code in FACETS.items():
        value: Any = content.get(code)
        values = value if isinstance(value, list) else [value] if value else []
        found += [f"{facet}:{each}" for each in values]
    if region:
        found.append(f"region:{region}")
    found += [f"{name}:{value}" for name, value in more.items() if value]
    return sorted(set(found))


def links_of(content: Content) -> list[str]:
    """Return the codes of the records and works that a content cites, each once."""
    sources = [row.get("source", "") for row in content.get("evidence") or []]
    codes = [code_of(each) for each in [*sources, *(content.get("practices") or [])]]
    return sorted({code for code in codes if code})


def lead_of(kind: str, text: Any) -> str:
    """Return what a list shows under the title: a sentence, or how a longer text begins."""
    section = section_of(kind, LEAD[Kind(kind)])
    if section is None or section.shape == "line":
        return str(text or "")[:LEAD_LENGTH]
    return excerpt(render(str(text or "")).words, LEAD_LENGTH)
