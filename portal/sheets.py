"""Tables as files for spreadsheets: whatever somebody typed, no cell is computed."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from portal.cells import harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell of a workbook holds.
MOST_CELL = 32_000


def csv_of(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV; the mark at the start tells spreadsheets that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return rows as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text(sheet: Any, text: str) -> WriteOnlyCell:
    """Return a cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=harmless(text)[:MOST_CELL])
    cell.data_type = "s"
    return cell
