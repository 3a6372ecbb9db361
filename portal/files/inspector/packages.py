"""Office documents, which are ZIPs of XML: bounded, whole, without macros and without loading."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.files.inspector.faults import Fault

MOST_ENTRIES = 5_000
MOST_BYTES = 300_000_000
# Text of one letter repeated shrinks by a thousand; documents by less than a hundred.
MOST_RATIO = 200
# What small documents may unpack to whatever their ratio.
FREE_BYTES = 5_000_000
MOST_XML = 20_000_000
CHUNK = 256 * 1024

MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
}
ODT = "application/vnd.oasis.opendocument.text"
MACROS = re.compile(r"vbaproject\.bin|macrosheets/|^basic/|^scripts/", re.IGNORECASE)
ACTIVE = re.compile(r"activex", re.IGNORECASE)
EMBEDDED = re.compile(r"(^|/)embeddings/.", re.IGNORECASE)
ARCHIVES = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"MZ", b"\xd0\xcf\x11\xe0")
# What an XML part says of its encoding; Office knows two, and only these are searched.
ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
READABLE = frozenset({b"", b"utf-8", b"us-ascii", b"ascii"})
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LOADING = re.compile(rb"DDEAUTO|<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def inspect(source: BinaryIO) -> dict[str, Any]:
    """Return what kind of document it is and what was found; Fault when it cannot be taken."""
    try:
        with zipfile.ZipFile(source) as archive:
            _bound(archive, source)
            kind, findings = _kind(archive)
            for entry in archive.infolist():
                findings |= _look(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, KeyError):
        raise Fault("broken") from None
    except (DefusedXmlException, ParseError):
        raise Fault("broken") from None
    return {"kind": kind, "findings": sorted(findings)}


def _bound(archive: zipfile.ZipFile, source: BinaryIO) -> None:
    """Refuse what would unpack to too much, by what it says of itself."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    source.seek(0, 2)
    packed = source.tell()
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES:
        raise Fault("archive_bomb")
    if unpacked > max(FREE_BYTES, packed * MOST_RATIO):
        raise Fault("archive_bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Fault("encrypted")
    # Office finds a part by its name in any case: two that differ by that alone are one.
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise Fault("broken")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _kind(archive: zipfile.ZipFile) -> tuple[str, set[str]]:
    """Return the code of the kind, by what the package says of its main part."""
    names = {name.casefold(): name for name in archive.namelist()}
    if "mimetype" in names:
        said = _read(archive, names["mimetype"]).decode("ascii", errors="replace").strip()
        manifest = b""
        if name := names.get("meta-inf/manifest.xml"):
            manifest = _searchable(_read(archive, name), name)
        if b"encryption-data" in manifest:
            raise Fault("encrypted")
        return ("odt" if said == ODT else "zip"), set()
    if "[content_types].xml" not in names:
        return "zip", set()
    types = fromstring(_read(archive, names["[content_types].xml"]), forbid_dtd=True)
    parts = {each.get("ContentType", "") for each in types.iter()}
    macros = {"macros"} if any("macroenabled" in each.lower() for each in parts) else set()
    for end, kind in MAIN.items():
        if any(each.endswith(end) for each in parts):
            return kind, macros
    if macros:
        raise Fault("macros")
    return "zip", set()


def _look(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> set[str]:
    """Unpack one entry to its end, keeping nothing of it, and return what it holds."""
    found = set()
    if MACROS.search(entry.filename):
        found.add("macros")
    if ACTIVE.search(entry.filename):
        found.add("active")
    if EMBEDDED.search(entry.filename):
        found.add("embedded")
    with archive.open(entry) as part:
        head = part.read(CHUNK)
        if head.startswith(ARCHIVES):
            found.add("embedded")
        is_xml, decode = _is_xml(entry.filename, head), _decoder(entry.filename, head)
        chunk, before = head, b""
        while chunk:
            text = decode(chunk)
            if is_xml and LOADING.search(before[-16:] + text):
                found.add("active")
            before, chunk = text, part.read(CHUNK)
    if entry.filename.casefold().endswith(".rels") and _loads(archive, entry.filename):
        found.add("external")
    return found


def _is_xml(name: str, head: bytes) -> bool:
    """Return whether a part is read as XML: by its name, or by how it begins."""
    begins = head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
    return begins or head.startswith(UTF_16) or name.casefold().endswith((".xml", ".rels"))


def _decoder(name: str, head: bytes) -> Callable[[bytes], bytes]:
    """Return what makes a part searchable; Fault where its letters could hide from the search."""
    if not _is_xml(name, head):
        return bytes
    if head.startswith(UTF_16):
        return partial(_as_utf_8, codecs.getincrementaldecoder("utf-16")())
    said = ENCODING.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    if b"\0" in head or (said and said[1].lower() not in READABLE):
        raise Fault("broken")
    return bytes


def _as_utf_8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bytes:
    text = decoder.decode(chunk)
    if "\0" in text:
        # The mark of UTF-32 begins as that of UTF-16.
        raise Fault("broken")
    return text.encode()


def _searchable(part: bytes, name: str) -> bytes:
    return _decoder(name, part)(part)


def _loads(archive: zipfile.ZipFile, name: str) -> bool:
    """Return whether a part loads something from elsewhere; a link to click loads nothing."""
    root = fromstring(_read(archive, name), forbid_dtd=True)
    return any(
        each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink")
        for each in root.iter()
    )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_XML:
        raise Fault("archive_bomb")
    return archive.read(name)
