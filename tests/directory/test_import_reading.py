"""Lists in the encodings, separators and shapes that people really send."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from directory.importing import reading
from directory.importing.reading import UnreadableError, read
from directory.models import Administration, Person
from tests.directory.lists import HEADER, as_csv, as_xlsx, line, received, states
from tests.files.conftest import folder  # noqa: F401 a private folder for every test

ROWS = [line("Zoé Müller"), line("Íñigo Ñandú")]
FRENCH = ("Nom de famille", "Prénom", "Adresse électronique", "Membre", "Siège", "Téléphone")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize(
    ("sep", "word"),
    [(",", "comma"), (";", "semicolon"), ("\t", "tab")],
    ids=["comma", "semi", "tab"],
)
def test_csv_is_read_in_every_encoding_and_separator(
    encoding: str, said: str, sep: str, word: str
) -> None:
    sheet = read(io.BytesIO(as_csv(ROWS, sep=sep, encoding=encoding)), "csv")

    assert sheet.read_as == f"{said}, {word}"
    assert [cells[:2] for _number, cells in sheet.rows] == [["Müller", "Zoé"], ["Ñandú", "Íñigo"]]


def test_bytes_that_are_no_windows_1252_are_latin_1() -> None:
    body = (
        as_csv([line("Zoé Müller", phone="")], encoding="latin-1") + b"\r\nB\x81r,A,a@b.example,XA"
    )

    assert read(io.BytesIO(body), "csv").read_as == "Latin-1, comma"


@pytest.mark.parametrize("ends", ["\r", "\n"])
def test_line_ends_of_every_system_are_read(ends: str) -> None:
    body = as_csv(ROWS).replace(b"\r\n", ends.encode())

    assert [number for number, _cells in read(io.BytesIO(body), "csv").rows] == [2, 3]


def test_first_line_without_an_end_is_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(io.BytesIO(b"x" * 200_000), "csv")

    assert caught.value.code == "quotes"


def test_workbook_is_read_like_a_table() -> None:
    sheet = read(io.BytesIO(as_xlsx([line("Ann Lee", phone=33123456.0)])), "xlsx")

    assert sheet.rows == [(2, ["Lee", "Ann", "ann.lee@xa.example", "XA", "", "33123456"])]


@pytest.mark.parametrize("header", [FRENCH, [each.upper() for each in HEADER]])
def test_headers_are_known_by_their_names(
    header: list[str], secretariat: Person, arcadia: Administration
) -> None:
    rows = [line("Ann Lee"), line("Bob Day")]

    batch = received(as_csv(rows, header=header, sep=";"), secretariat)

    assert states(batch) == [(2, "ready", ["no-list"]), (3, "ready", ["no-list"])]


def test_empty_rows_and_other_columns_are_passed_over() -> None:
    body = b"sep=;\n\nNotes;E-mail;Nom;Code\n;;;\nhello;a@b.example;A;XA\n"

    sheet = read(io.BytesIO(body), "csv")

    assert [number for number, _cells in sheet.rows] == [5]


def workbook_with(cell: str, value: object) -> bytes:
    book = Workbook()
    book.active.append(list(HEADER))
    book.active[cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bomb() -> bytes:
    """Return a workbook whose sheet unpacks to far more than a list has."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([]))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in source.namelist():
            made.writestr(entry, source.read(entry))
        made.writestr("xl/more.bin", b" " * (reading.MOST_UNPACKED + 1))
    return target.getvalue()


@pytest.mark.parametrize(
    ("body", "kind", "code", "where"),
    [
        (b"", "csv", "empty", ""),
        (b"\n\n;;\n", "csv", "empty", ""),
        (as_csv([]), "csv", "empty", ""),
        (as_xlsx([]), "xlsx", "empty", ""),
        (as_csv(ROWS, header=["A", "B"]), "csv", "columns", "family_name email office"),
        (as_csv(ROWS, header=["Nom", "B", "Mail"]), "csv", "columns", "office"),
        (as_csv(ROWS) + b'\r\n"never,closed', "csv", "quotes", "4"),
        (as_csv(ROWS) + b'\r\n"a' + b"\n" * 30 + b'"', "csv", "quotes", "4"),
        (as_csv(ROWS) + b"\r\n" + b"x" * 200_000, "csv", "quotes", "4"),
        (as_csv([line("A B")] * 5_001), "csv", "too-many", "5000"),
        (as_csv([line("A B")] * 100_000), "csv", "too-many", "5000"),
        (workbook_with("A1048576", "x"), "xlsx", "too-many", "5000"),
        (bomb(), "xlsx", "too-many", "5000"),
        (as_xlsx(ROWS)[:400], "xlsx", "broken", ""),
        (b"PK\x03\x04 nothing", "xlsx", "broken", ""),
    ],
    ids=["nothing", "blank", "header", "blank-xlsx", "columns", "column", "quote", "lines",
         "huge-cell", "many", "100k", "last-row", "bomb", "cut", "no-zip"],
)  # fmt: skip
def test_list_that_cannot_be_read_says_why(body: bytes, kind: str, code: str, where: str) -> None:
    with pytest.raises(UnreadableError) as said:
        read(io.BytesIO(body), kind)

    assert (said.value.code, said.value.where) == (code, where)


@pytest.mark.parametrize(
    ("body", "name", "fault"),
    [
        (as_csv(ROWS * 100) + b"\r\n\x00", "list.csv", "refused"),
        (as_xlsx(ROWS)[:900], "list.xlsx", "refused"),
        (as_csv(ROWS, header=["A", "B"]), "list.csv", "columns"),
    ],
)
def test_import_that_cannot_be_read_holds_no_row(
    body: bytes, name: str, fault: str, secretariat: Person
) -> None:
    batch = received(body, secretariat, name)

    assert (batch.state, batch.fault, batch.rows.count()) == ("unreadable", fault, 0)
