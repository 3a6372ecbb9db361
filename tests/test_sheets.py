"""Tables as files: every room writes them by the same two functions."""

import csv
import io

import openpyxl
import pytest

from portal.sheets import csv_of, xlsx_of


def cells_of(text: str) -> tuple[str, str]:
    """Return a cell as a program reads it from either file."""
    (row,) = csv.reader(io.StringIO(csv_of([[text]]).decode("utf-8-sig"), newline=""))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([[text]], title="Table")))
    return row[0], str(book.active["A1"].value or "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\n@", " =", "＝", "＋"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = f"{start}SUM(A1)"

    assert cells_of(text) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["", "Title", "2024", "a=b", "10.1000/182", 'He said "so", then'])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cells_of(text) == (text, text)


def test_csv_says_that_it_is_utf_8() -> None:
    assert csv_of([["é"]]).startswith(b"\xef\xbb\xbf")
