"""From bytes to cells: CSV in the encodings and separators of the world, and XLSX."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from directory.importing.columns import missing, places

MOST_ROWS = 5_000
MOST_COLUMNS = 60
# A workbook of so many rows unpacks to far less; it is read as a whole.
MOST_UNPACKED = 60_000_000
# Rows that only have a number: a mark in the last row of a sheet makes a million of them.
MOST_EMPTY = 20_000
# So many lines in one cell are a quotation mark that nobody closed.
MOST_LINES = 20
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, EOFError, OSError,
)  # fmt: skip

type Cells = list[str]


class UnreadableError(Exception):
    """A list cannot be read: the code says why, `where` of what."""

    def __init__(self, code: str, where: Any = "") -> None:
        super().__init__(code)
        self.code, self.where = code, str(where)


class Sheet(NamedTuple):
    """What a file holds: how it was read, its header, and its rows by number."""

    read_as: str
    header: Cells
    rows: list[tuple[int, Cells]]


def read(source: BinaryIO, kind: str) -> Sheet:
    """Return the cells of a file; UnreadableError says why it has none."""
    if kind == "xlsx":
        read_as, numbered = "XLSX", _workbook(source)
    else:
        text, encoding = _text(source.read())
        separator = _separator(text)
        read_as, numbered = f"{encoding}, {SEPARATORS[separator]}", _table(text, separator)
    found = list(_bounded(numbered))
    if not found:
        raise UnreadableError("empty")
    (_number, header), *rows = found
    if lacking := missing(header):
        raise UnreadableError("columns", " ".join(lacking))
    if not rows:
        raise UnreadableError("empty")
    return Sheet(read_as, header, rows)


def _bounded(numbered: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that hold anything; refuse more than can be looked at."""
    count = 0
    for number, cells in numbered:
        if not any(cells):
            if number > MOST_ROWS + MOST_EMPTY:
                raise UnreadableError("too-many", MOST_ROWS)
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise UnreadableError("too-many", MOST_ROWS)
        yield number, cells


def _text(body: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        choices = [("utf-16", "UTF-16")]
    else:
        choices = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")]
    for encoding, name in choices:
        try:
            return body.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), name
        except UnicodeDecodeError:
            continue
    raise UnreadableError("broken")


def _separator(text: str) -> str:
    """Return what separates the cells: what makes the most known columns of the first line."""
    first = text.lstrip().partition("\n")[0]
    if first.lower().startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4]
    return max(SEPARATORS, key=lambda each: (len(places(_split(first, each))), first.count(each)))


def _split(line: str, separator: str) -> Cells:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        raise UnreadableError("quotes", 1) from None


def _table(text: str, separator: str) -> Iterator[tuple[int, Cells]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)[:MOST_COLUMNS]
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableError("quotes", number) from None
        if any(each.count("\n") > MOST_LINES for each in cells):
            raise UnreadableError("quotes", number)
        if number == 1 and cells and cells[0].lower().startswith("sep="):
            continue  # a hint of a spreadsheet to itself
        yield number, [_cell(each) for each in cells]


def _workbook(source: BinaryIO) -> Iterator[tuple[int, Cells]]:
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableError("too-many", MOST_ROWS)
        book = load_workbook(source, read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        for number, row in enumerate(cells, start=1):
            filled = [_cell(each) for each in row]
            while filled and not filled[-1]:
                filled.pop()  # a sheet is as wide as its widest row
            yield number, filled
    except BROKEN:
        raise UnreadableError("broken") from None


def _cell(value: Any) -> str:
    """Return a cell as text: a whole number without its decimals, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
