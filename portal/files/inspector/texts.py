"""Plain text, tables and saved e-mails: characters only, and nothing that runs."""

import codecs
import email
import email.policy
import re
from typing import Any, BinaryIO

from portal.files.inspector.faults import Fault

CHUNK = 256 * 1024
MOST_PARTS = 300
# Never in a text; tabs, line ends, form feeds and escapes may be.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = re.compile(rb"\s*(<!doctype|<html|<script|<svg|<\?xml|<\?php|\{\\rtf)", re.IGNORECASE)
HARMLESS = re.compile(
    r"\.(pdf|png|jpe?g|gif|txt|csv|docx|xlsx|pptx|odt|ods|ics|vcf|eml)\Z", re.IGNORECASE
)


def inspect(source: BinaryIO, ending: str) -> dict[str, Any]:
    """Return what kind of text it is; Fault when it is none."""
    head = source.read(CHUNK)
    if MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise Fault("wrong_type")
    if ending == ".eml":
        return _mail(head + source.read())
    source.seek(0)
    if not any(_reads(source, encoding) for encoding in _encodings(head)):
        raise Fault("wrong_type")
    return {"kind": "csv" if ending == ".csv" else "txt", "findings": []}


def _encodings(head: bytes) -> list[str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    return ["utf-8-sig", "cp1252", "latin-1"]


def _reads(source: BinaryIO, encoding: str) -> bool:
    """Return whether it is text in an encoding, to its last byte."""
    source.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := source.read(CHUNK):
            if CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mail(body: bytes) -> dict[str, Any]:
    """Look into a saved e-mail: who it is from, and what is attached."""
    message = email.message_from_bytes(body, policy=email.policy.compat32)
    if not (message["From"] and (message["Date"] or message["Received"])):
        raise Fault("wrong_type")
    findings = set()
    for count, part in enumerate(message.walk()):
        if count > MOST_PARTS:
            raise Fault("archive_bomb")
        name = part.get_filename()
        if name and not HARMLESS.search(name.strip()):
            findings.add("embedded")
    return {"kind": "eml", "findings": sorted(findings)}
