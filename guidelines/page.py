"""One text as its reader sees it: its parts and sections, with codes in words."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guidelines import terms
from guidelines.after import After
from guidelines.models import Record, Translation
from guidelines.models.succession import joined
from guidelines.models.translation import translated
from guidelines.models.version import render_all
from guidelines.sections import PARTS, Column, Content, Section, parts_of


class Text:
    """A content in the reader's language: parts, sections and their values in words."""

    def __init__(
        self,
        kind: str,
        content: Content,
        html: dict[str, str] | None = None,
        *,
        translations: Mapping[str, Translation] = MappingProxyType({}),
        language: str = "",
    ) -> None:
        self.kind, self.content = kind, content
        # Of the text, where it is not the reader's; what is translated is in the reader's.
        self.translations, self.language = translations, language
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
        html = self.html.get(section.code, "")
        found = self.translations.get(section.code)
        is_stale = found is not None and not found.is_fresh(value)
        if found:
            value, html = found.text, found.rendered
        return {
            "translation": found,
            "is_stale": is_stale,
            "lang": self.language if section.is_prose and not found else "",
            "code": section.code,
            "label": section.label,
            "shape": section.shape,
            "value": value,
            "html": mark_safe(html),  # noqa: S308 the renderer's own
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
        version, language = self.record.version, self.record.language.code
        assert version is not None
        return Text(
            self.record.kind,
            joined(version.content, self.record.carried),
            version.rendered(self.record.kind),
            translations=self.translations,
            language="" if language == get_language() else language,
        )

    @cached_property
    def translations(self) -> dict[str, Translation]:
        """The sections in the reader's language, where that is not the record's own."""
        return translated(self.record, get_language() or "en")

    @cached_property
    def after(self) -> After:
        """What came after publication."""
        return After(self.record, self.reader)

    @property
    def lead(self) -> SafeString | str:
        """The sentence that stands first."""
        return self.record.lead
