"""A PDF: whole, without a password, without programs and without files inside."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from portal.files.inspector.faults import Fault

MOST_OBJECTS = 300_000
DEEPEST = 30
# Where the end of a file that arrived whole says so.
TAIL = 2048
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Movie",
    "/Rendition",
}  # fmt: skip
EMBEDDED_KEYS = {"/EmbeddedFiles", "/EmbeddedFile", "/EF"}


def inspect(source: BinaryIO) -> dict[str, Any]:
    """Return how many pages it has and what was found; Fault when it cannot be taken."""
    source.seek(0, 2)
    source.seek(max(source.tell() - TAIL, 0))
    if b"%%EOF" not in source.read():
        raise Fault("broken")
    source.seek(0)
    try:
        with pikepdf.Pdf.open(source) as document:
            pages = len(document.pages)
            if not pages:
                raise Fault("broken")
            return {"pages": pages, "findings": sorted(_findings(document))}
    except pikepdf.PasswordError:
        raise Fault("encrypted") from None
    except pikepdf.PdfError:
        raise Fault("broken") from None


def _findings(document: pikepdf.Pdf) -> set[str]:
    found: set[str] = set()
    for count, each in enumerate(document.objects):
        if count > MOST_OBJECTS:
            raise Fault("archive_bomb")
        for keys, values in _dictionaries(each):
            if keys & ACTIVE_KEYS or values.get("/S") in ACTIVE_ACTIONS:
                found.add("active")
            if keys & EMBEDDED_KEYS or values.get("/Type") == "/EmbeddedFile":
                found.add("embedded")
    return found


def _dictionaries(each: Any, depth: int = 0) -> Iterator[tuple[set[str], dict[str, str]]]:
    """Yield the keys and the telling names of every dictionary in an object, not beyond it."""
    if depth > DEEPEST:
        raise Fault("broken")
    if isinstance(each, pikepdf.Stream):
        each = each.stream_dict
    if isinstance(each, pikepdf.Dictionary):
        keys = set(each.keys())
        names = {
            key: str(each[key])
            for key in keys & {"/S", "/Type"}
            if isinstance(each[key], pikepdf.Name)
        }
        yield keys, names
        inner = [each[key] for key in keys]
    elif isinstance(each, pikepdf.Array):
        inner = list(each)
    else:
        return
    for part in inner:
        # What has a number of its own is met by itself.
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _dictionaries(part, depth + 1)
