"""Real bytes of every kind, good and bad, made here so that none lies in the repository."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(pages: int = 1, change: Any = None, **saving: Any) -> bytes:
    """Return a PDF; `change` may put things into it before it is saved."""
    document = pikepdf.Pdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, **saving)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture."""
    target = io.BytesIO()
    Image.new("RGB", size, "navy").save(target, kind)
    return target.getvalue()


def package(entries: dict[str, bytes | str]) -> bytes:
    """Return a ZIP of these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return target.getvalue()


def renamed(document: bytes, change: Callable[[str], str]) -> bytes:
    """Return a package whose parts have other names."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return package({change(name): archive.read(name) for name in archive.namelist()})


def _content_types(part: str, kind: str) -> str:
    return f'<Types xmlns="{_TYPES}"><Override PartName="{part}" ContentType="{kind}"/></Types>'


def docx(more: dict[str, bytes | str] | None = None, *, macros: bool = False) -> bytes:
    """Return a Word document, with further entries."""
    main = "application/vnd.ms-word.document.macroEnabled" if macros else (
        f"{_OFFICE}.wordprocessingml.document"
    )  # fmt: skip
    return package(
        {
            "[Content_Types].xml": _content_types("/word/document.xml", f"{main}.main+xml"),
            "word/document.xml": "<w:document xmlns:w='x'><w:body/></w:document>",
        }
        | (more or {})
    )


def xlsx(more: dict[str, bytes | str] | None = None) -> bytes:
    """Return an Excel workbook, with further entries."""
    return package(
        {
            "[Content_Types].xml": _content_types(
                "/xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet.main+xml"
            ),
            "xl/workbook.xml": "<workbook/>",
        }
        | (more or {})
    )


def odt(more: dict[str, bytes | str] | None = None) -> bytes:
    """Return an OpenDocument text, with further entries."""
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<office:document-content xmlns:office='x'/>",
        }
        | (more or {})
    )


def relation(kind: str, target: str) -> str:
    """Return a part that points somewhere outside the document."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )
