"""One text as its reader sees it: its parts and sections, with codes in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from guidelines import terms
from guidelines.harbour import Harbour
from guidelines.models import Record
from guidelines.models.version import render_all
from guidelines.sections import PARTS, Column, Content, Section, parts_of


class Text:
    """A content in the reader's language: parts, sections and their values in words."""

    def __init__(self, kind: str, content: Content, html: dict[str, str] | None = None) -> None:
        self.kind, self.content = kind, content
        self.html = html if html is not None else render_all(kind, dict(content), key="text")

    @cached_property
    def parts(self) -> list[tuple[str, Any, list[dict[str, Any]]]]:
        """The parts that say something: code, title, sections."""
        found = []
        for part, sections in parts_of(self.kind):
            shown = [self.shown(each) for each in sections if self.content.get(each.code)]
            if shown:
                found.append((part, PARTS[part], shown))
        return found

    def shown(self, section: Section) -> dict[str, Any]:
        """Return one section for a template."""
        value = self.content.get(section.code) or section.empty
        return {
            "code": section.code,
            "label": section.label,
            "shape": section.shape,
            "value": value,
            "html": mark_safe(self.html.get(section.code, "")),  # noqa: S308 the renderer's own
            "words": list(self.words(section, value)),
            "columns": [each.label for each in section.columns],
            "rows": [[cell(column, row) for column in section.columns] for row in value]
            if section.shape in ("rows", "sources")
            else [],
        }

    def words(self, section: Section, value: Any) -> Iterator[str]:
        """Yield the values of a choice in words."""
        values = value if isinstance(value, list) else [value]
        if section.choices:
            names = dict(section.choices.choices)
            yield from (str(names.get(each, each)) for each in values if each)
        elif section.taxonomy:
            yield from (terms.named(section.taxonomy, each) for each in values if each)
        elif section.shape == "records":
            yield from values


def cell(column: Column, row: dict[str, str]) -> str:
    """Return one cell in words."""
    value = row.get(column.code, "")
    if column.choices:
        return str(dict(column.choices.choices).get(value, value))
    return terms.named(column.taxonomy, value) if column.taxonomy and value else value


class RecordPage:
    """The page of a record."""

    def __init__(self, record: Record, reader: Any) -> None:
        self.record, self.reader = record, reader

    @cached_property
    def text(self) -> Text:
        """The version that is read."""
        version = self.record.version
        assert version is not None
        return Text(self.record.kind, version.content, version.rendered(self.record.kind))

    @cached_property
    def harbour(self) -> Harbour:
        """Whose record it is, as far as the reader is told."""
        return Harbour(self.record, self.reader)

    @property
    def lead(self) -> SafeString | str:
        """The sentence that stands first."""
        return self.record.lead
