"""The report of an import: every row as it was typed, what became of it, and why."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from directory.importing.columns import COLUMNS
from directory.importing.words import said_of
from directory.models.contact_import import ContactImport
from portal.cells import harmless

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def report(batch: ContactImport, kind: str) -> bytes:
    """Return the report as a file of this kind; no cell of it is a formula."""
    return _csv(batch) if kind == "csv" else _xlsx(batch)


def _lines(batch: ContactImport) -> Iterator[list[str]]:
    yield [_("Row"), _("State"), _("Remark"), *(str(each.title) for each in COLUMNS.values())]
    for row in batch.rows.order_by("number").iterator(chunk_size=1000):
        said = " ".join(
            f"{each.column}: {each.words}" if each.column else each.words for each in said_of(row)
        )
        typed = [row.typed.get(code, "") for code in COLUMNS]
        yield [str(row.number), row.get_state_display(), said, *typed]


def _csv(batch: ContactImport) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([[_safe(cell) for cell in line] for line in _lines(batch)])
    # The mark tells spreadsheets that it is UTF-8.
    return f"\ufeff{file.getvalue()}".encode()


def _xlsx(batch: ContactImport) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Report"))
    for line in _lines(batch):
        cells = [WriteOnlyCell(sheet, value=_safe(cell)) for cell in line]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _safe(text: str) -> str:
    """Return a text on one line that a spreadsheet shows and never runs."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return harmless(line)
