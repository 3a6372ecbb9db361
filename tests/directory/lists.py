"""Lists of contacts as real files: CSV in any encoding, and workbooks."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from directory.forms.nomination import READERS
from directory.importing import working
from directory.models import ContactImport, Person
from portal.files.models import StoredFile
from portal.files.tasks import inspect_files

HEADER = ("Family name", "Given name", "E-mail", "Administration", "Seat", "Telephone")
type Line = Sequence[Any]


def line(name: str, office: str = "XA", seat: str = "", **changes: Any) -> Line:
    """Return the row of a person."""
    given, _space, family = name.partition(" ")
    domain = f"{office.lower()}.example"
    values = {
        "family": family, "given": given, "email": f"{given}.{family}@{domain}".lower(),
        "office": office, "seat": seat, "phone": "",
    } | changes  # fmt: skip
    return list(values.values())


def as_csv(
    lines: Iterable[Line], *, header: Line = HEADER, sep: str = ",", encoding: str = "utf-8"
) -> bytes:
    """Return a CSV file."""
    return "\r\n".join(sep.join(map(str, each)) for each in [header, *lines]).encode(encoding)


def as_xlsx(lines: Iterable[Line], *, header: Line = HEADER) -> bytes:
    """Return a workbook as a spreadsheet program saves it."""
    book = Workbook()
    for each in [header, *lines]:
        book.active.append(list(each))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(body: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    """Return an upload as a browser would send it."""
    return SimpleUploadedFile(name, body, "application/octet-stream")


def received(body: bytes, by: Person, name: str = "list.csv") -> ContactImport:
    """Return the import of a file that was looked into and read."""
    file = StoredFile.receive(
        upload(body, name), by=by, purpose="directory.import", marking="amber", readers=READERS
    )
    batch = ContactImport.receive(
        file, by=by, sender="The Director General", channel="e-mail", dated="2026-11-01"
    )
    assert inspect_files() == 1
    working.work()
    batch.refresh_from_db()
    return batch


def states(batch: ContactImport) -> list[tuple[int, str, list[str]]]:
    """Return number, state and codes of findings of every row."""
    return [
        (row.number, row.state, [code for code, _column, _what in row.findings])
        for row in batch.rows.order_by("number")
    ]
