"""`python -m portal.files.inspector .ending <file`: one line of JSON says what the file is."""

import json
import sys
import zipfile
from typing import Any, BinaryIO

from portal.files.inspector import limits, packages, pdf, pictures, texts
from portal.files.inspector.faults import Fault

# A reader takes a file for a PDF when the mark stands so near to its beginning.
PDF_REACH = 1024


def main(source: BinaryIO, ending: str) -> dict[str, Any]:
    """Return what a file is, or the fault that refuses it."""
    try:
        return _inspect(source, ending)
    except Fault as fault:
        return {"fault": fault.code}
    except (MemoryError, RecursionError):
        return {"fault": "archive_bomb"}
    except Exception as error:  # whatever a parser raises over bytes made to confuse it
        return {"error": type(error).__name__}


def _inspect(source: BinaryIO, ending: str) -> dict[str, Any]:
    head = source.read(PDF_REACH)
    source.seek(0)
    is_zip = head.startswith(b"PK\x03\x04")
    if b"%PDF-" in head and not head.startswith(b"%PDF-"):
        raise Fault("two_kinds")
    if is_zip:
        return packages.inspect(source)
    for start, kind in ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG", "png"), (b"%PDF-", "pdf")):
        if head.startswith(start):
            if zipfile.is_zipfile(source):
                raise Fault("two_kinds")
            source.seek(0)
            found = pdf.inspect(source) if kind == "pdf" else pictures.inspect(source, kind)
            return {"kind": kind} | found
    return texts.inspect(source, ending)


if __name__ == "__main__":
    limits.confine()
    print(json.dumps(main(sys.stdin.buffer, sys.argv[1])))  # noqa: T201 this is its answer
