"""Which works and records a text may name: those that its writer reads."""

from collections.abc import Iterable
from typing import Any

from guidelines.models import Record
from guidelines.text.sections import Content, Section, code_of
from research.models import Work


def codes_in(section: Section, content: Content) -> set[str]:
    """Return the codes of the portal that a section of a content names."""
    value = content.get(section.code) or []
    if section.shape == "records":
        return set(value)
    if section.shape == "sources":
        return {code for code in (code_of(row.get("source", "")) for row in value) if code}
    return set()


def readable_codes(codes: Iterable[str], person: Any) -> tuple[set[str], set[str]]:
    """Return those of records, and those of works, that somebody may read and that stand."""
    wanted = sorted(codes)
    records = Record.objects.published().readable_by(person).filter(code__in=wanted)
    works = Work.objects.published().readable_by(person).filter(code__in=wanted)
    return {row.code or "" for row in records.only("code")}, {
        row.code or "" for row in works.only("code")
    }
