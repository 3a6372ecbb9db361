"""What changed between two versions, section by section, with codes in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.models import Record, Version
from guidelines.pages.record import Text, cell
from guidelines.pages.sources import Source, Sources
from guidelines.text.sections import Section, changed, code_of, sections_of
from portal.writing.differences import differences


class Change(NamedTuple):
    """One section that differs."""

    code: str
    label: str
    html: SafeString


class Changes:
    """Two versions of a record beside each other, as far as one reader may read what they cite."""

    def __init__(self, record: Record, old: Version, new: Version, reader: Any) -> None:
        self.record, self.old, self.new = record, old, new
        # Asked once for both.
        both = {
            name: [*(old.content.get(name) or []), *(new.content.get(name) or [])]
            for name in ("evidence", "practices")
        }
        self.sources = Sources(record, both, reader)
        self.texts = {each: Text(record.kind, each.content, {}) for each in (old, new)}

    def __iter__(self) -> Iterator[Change]:
        """Yield the sections that differ, in order."""
        codes = set(changed(self.record.kind, self.old.content, self.new.content))
        for section in sections_of(self.record.kind):
            if section.code in codes:
                before, after = (self._said(section, each) for each in (self.old, self.new))
                if before != after:
                    yield Change(section.code, str(section.label), differences(before, after))

    def _said(self, section: Section, version: Version) -> str:
        """Return a section as lines of words."""
        value = version.content.get(section.code) or section.empty
        if section.is_prose:
            return str(value)
        if section.shape == "flag":
            return _("Yes") if value else _("No")
        if section.shape == "sources":
            return "\n".join(map(_line, self._evidence(version)))
        if section.shape == "rows":
            return "\n".join(
                "; ".join(f"{column.label}: {cell(column, row)}" for column in section.columns)
                for row in value
            )
        if section.shape == "records":
            return "\n".join(self._record(code) for code in value)
        return "\n".join(self.texts[version].words(section, value))

    def _evidence(self, version: Version) -> list[Source]:
        mine = len(self.old.content.get("evidence") or [])
        return self.sources.evidence[:mine] if version is self.old else self.sources.evidence[mine:]

    def _record(self, code: str) -> str:
        row = self.sources.records.get(code_of(code))
        return f"{code} {row['title']}" if row else _("A record that you may not read.")


def _line(source: Source) -> str:
    """Return a piece of evidence as one line."""
    if not source.title:
        return f"{source.grade}: " + _("A source that you may not read.")
    parts = [source.code, source.title, source.note, source.url if source.is_elsewhere else ""]
    return f"{source.grade}: " + "; ".join(part for part in parts if part)
