"""Up to five experiences side by side, section by section."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.kinds import Kind
from guidelines.models import Record
from guidelines.pages.record import Text
from guidelines.text.sections import PARTS, Section, parts_of
from portal.compiled import Compiled
from portal.markings.models import Marking, reader_of

MOST = 5
# Each stands in the head of its column.
HEAD = {"title"}


def _compared(codes: list[str], audiences: list[int]) -> QuerySet[Record]:
    rows = Record.objects.readable_within(audiences).published().experiences()
    shown = rows.select_related("language", "version", "administration", "region")
    return shown.filter(code__one_of=codes)


_COMPARED = Compiled(_compared, codes=["?"], audiences=[-987_654])


def found(person: Any, codes: Sequence[str]) -> list[Record]:
    """Return the experiences of these codes that a person may read, in this order."""
    wanted = [*codes[:MOST]]
    rows = _COMPARED.found(codes=wanted, audiences=reader_of(person).audience_ids) if wanted else []
    known = {row.code: row for row in rows}
    return [known[code] for code in wanted if code in known]


class Column:
    """One experience: its head, and its text in words."""

    def __init__(self, record: Record) -> None:
        self.record = record
        version = record.version
        assert version is not None
        self.content = version.content
        self.text = Text(record.kind, version.content, version.rendered(record.kind))
        here = get_language() or "en"
        self.lang = "" if record.language.code == here else record.language.code

    @property
    def owner(self) -> str:
        """Whose it is, as far as its readers are told."""
        if self.record.administration:
            return self.record.administration.name
        if self.record.about:
            return self.record.about
        if self.record.region:
            return _("An administration of the region %(region)s") % {
                "region": self.record.region.name
            }
        return _("Not named")

    @property
    def origin(self) -> str:
        """That nobody handed it in, where that is so."""
        return self.record.origin_line

    @property
    def label(self) -> str:
        """The label, where it restricts."""
        is_clear = self.record.marking == Marking.CLEAR
        return "" if is_clear else self.record.get_marking_display()

    def cell(self, section: Section) -> dict[str, Any]:
        """Return what it says in one section."""
        if section.shape == "sources":
            # By grade alone: what a source is called is for whoever may read the source.
            grades = [str(row.get("grade") or "–") for row in self.content.get(section.code) or []]
            counts = [f"{grade} × {grades.count(grade)}" for grade in sorted(set(grades))]
            return {"shape": "choices", "words": counts, "rows": [], "html": "", "value": counts}
        return self.text.shown(section)


def query_of(columns: Iterable[Column]) -> str:
    """Return experiences as parameters of an address."""
    return urlencode([("code", column.record.code or "") for column in columns])


class Comparison:
    """The table: a row for each section in which one of them says something."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.columns = [Column(record) for record in records]

    @cached_property
    def parts(self) -> list[tuple[str, list[tuple[Section, list[dict[str, Any]]]]]]:
        """Parts, sections and cells."""
        shown = []
        for part, sections in parts_of(Kind.EXPERIENCE):
            rows = [
                (section, [column.cell(section) for column in self.columns])
                for section in sections
                if section.code not in HEAD
                and any(column.content.get(section.code) for column in self.columns)
            ]
            if rows:
                shown.append((str(PARTS[part]), rows))
        return shown

    @property
    def marking(self) -> str:
        """The strictest label of them."""
        order = list(Marking)
        labels = [Marking(column.record.marking) for column in self.columns]
        return str(max(labels, key=order.index, default=Marking.CLEAR))

    @property
    def query(self) -> str:
        """What follows the question mark in the address of this comparison."""
        return query_of(self.columns)

    def without(self, column: Column) -> str:
        """Return the same of the comparison that is left without one of its columns."""
        return query_of(each for each in self.columns if each is not column)

    def table(self) -> list[list[str]]:
        """Return the rows as text, for files."""
        columns = self.columns
        rows = [
            [_("Code"), *(column.record.code or "" for column in columns)],
            [_("Title"), *(column.record.local_title for column in columns)],
            [_("Administration"), *(column.owner for column in columns)],
            [_("Where it comes from"), *(column.origin for column in columns)],
            [_("TLP label"), *(column.record.get_marking_display() for column in columns)],
        ]
        for _part, sections in self.parts:
            rows += [[str(section.label), *map(plain, cells)] for section, cells in sections]
        return rows


def plain(cell: dict[str, Any]) -> str:
    """Return a cell as text."""
    if cell["words"]:
        return "; ".join(cell["words"])
    if cell["rows"]:
        return "\n".join(" | ".join(filter(None, row)) for row in cell["rows"])
    value = cell["value"]
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return "" if isinstance(value, list) else str(value)
