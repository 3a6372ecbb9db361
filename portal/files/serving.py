"""The bytes of a released file as an answer: never shown in the page, never kept, never guessed."""

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from portal.files import storing
from portal.files.models import StoredFile

# One part at a time: a download that broke off goes on from where it was.
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")


class Part:
    """So many bytes of an open file from where it stands."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self.source, self.left = source, size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the part."""
        chunk = self.source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self.source.close()


def serve(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Return the file, or the part asked for; FileNotFoundError when its bytes are gone."""
    tag = f'"{file.sha256}"'
    start, end = 0, file.size
    wanted = _range(request, file.size, tag)
    if wanted is not None:
        start, end = wanted
        if start >= end:
            answer = HttpResponse(status=416, content_type=file.media_type)
            answer["Content-Range"] = f"bytes */{file.size}"
            return _guarded(answer)
    source = storing.open_released(file.key)
    response: HttpResponseBase
    if request.method == "HEAD":
        source.close()
        response = HttpResponse(content_type=file.media_type)
    else:
        source.seek(start)
        response = FileResponse(
            Part(source, end - start),
            status=200 if wanted is None else 206,
            content_type=file.media_type,
        )
    response["Content-Length"] = str(end - start)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    if wanted is not None:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    # Bytes as they are: compressed once more they would have no length, and no parts.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return _guarded(response)


def _guarded[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Tell the browser to run nothing of it, even where it opens it by itself."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _range(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """Return the part asked for, from and up to; None for all, empty where there is none."""
    asked = RANGE.match(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or not asked or asked.group(0) == "bytes=-":
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    first, last = asked.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else (size, size)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return None
    return int(first), end
