"""What a first view weighs: the page and all that it links, compressed, in kB (1,000 bytes)."""

import re
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from bench.figures import BenchError

_LOADED = {"stylesheet", "icon", "preload", "modulepreload"}
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_IN_JS = re.compile(r"""\bimport\b[^"';]*["']([^"']+)["']()""")


class Links(HTMLParser):
    """Collects what a browser loads with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address where the tag makes a browser load one."""
        values = dict(attrs)
        address = None
        if tag in ("script", "img"):
            address = values.get("src")
        elif tag == "use" or (tag == "link" and _LOADED & set((values.get("rel") or "").split())):
            address = values.get("href")
        if address and not address.startswith(("#", "data:")):
            self.found.append(address)


def linked(kind: str, text: str) -> list[str]:
    """Return what a page, a style sheet or a script makes a browser load."""
    if kind == "text/html":
        links = Links()
        links.feed(text)
        return links.found
    pattern = {"text/css": _IN_CSS, "text/javascript": _IN_JS}.get(kind)
    found = [match[1] or match[2] for match in pattern.finditer(text)] if pattern else []
    return [address for address in found if not address.startswith(("data:", "#"))]


def first_view_kb(port: int, address: str, cookie: str) -> float:
    """Return the weight of a page with everything it loads, gzip as production's least."""
    waiting, sizes = [address], {}
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        sizes[path], kind, text = _fetch(port, path, cookie)
        for link in linked(kind, text):
            parts = urlsplit(urljoin(path, link))
            if parts.netloc:
                raise BenchError(f"{address} loads {link} from another origin.")
            waiting.append(parts.path)
    return sum(sizes.values()) / 1000


def _fetch(port: int, path: str, cookie: str) -> tuple[int, str, str]:
    """Return bytes on the wire, media type and text of an address."""
    wire = _get(port, path, {"Cookie": cookie, "Accept-Encoding": "gzip"})
    plain = _get(port, path, {"Cookie": cookie, "Accept-Encoding": "identity"})
    return len(wire[1]), wire[0], plain[1].decode(errors="replace")


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[str, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers | {"Connection": "close"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise BenchError(f"{path} answered {response.status}.")
    return response.headers.get_content_type(), body
