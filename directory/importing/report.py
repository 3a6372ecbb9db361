"""The report of an import: every row as it was typed, what became of it, and why."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.importing.columns import COLUMNS
from directory.importing.words import said_of
from directory.models.contact_import import ContactImport
from portal.sheets import CSV, XLSX, csv_of, xlsx_of

TYPES = {"csv": CSV, "xlsx": XLSX}


def report(batch: ContactImport, kind: str) -> bytes:
    """Return the report as a file of this kind; no cell of it is a formula."""
    lines = ([_on_one_line(cell) for cell in line] for line in _lines(batch))
    return csv_of(lines) if kind == "csv" else xlsx_of(lines, title=_("Report"))


def _lines(batch: ContactImport) -> Iterator[list[str]]:
    yield [_("Row"), _("State"), _("Remark"), *(str(each.title) for each in COLUMNS.values())]
    for row in batch.rows.order_by("number").iterator(chunk_size=1000):
        said = " ".join(
            f"{each.column}: {each.words}" if each.column else each.words for each in said_of(row)
        )
        typed = [row.typed.get(code, "") for code in COLUMNS]
        yield [str(row.number), row.get_state_display(), said, *typed]


def _on_one_line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
