"""A page as it comes over the line, without a browser: what it says, and what it weighs."""

import gzip
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from bench.weight import linked
from tests.journeys.visit import Visit


class Answer(NamedTuple):
    """One answer: its bytes with headers, compressed as they came."""

    status: int
    kind: str
    location: str
    text: str
    size: int


class Wire:
    """Asks with the cookies of a visit, and remembers what pages share."""

    def __init__(self, visit: Visit) -> None:
        self.place = urlsplit(visit.site.url)
        cookies = visit.context.cookies()
        self.cookies = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
        self._shared: dict[str, Answer] = {}

    def get(self, path: str) -> Answer:
        """Return the answer to one GET; no redirect is followed."""
        connection = HTTPConnection(self.place.hostname or "", self.place.port, timeout=30)
        headers = {"Accept-Encoding": "gzip", "Connection": "close", "Cookie": self.cookies}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        size = len(body) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(
            response.status,
            response.headers.get_content_type(),
            response.headers.get("Location", ""),
            body.decode(errors="replace"),
            size,
        )

    def first_view(self, path: str, page: Answer) -> int:
        """Return the bytes of a page and of all that it loads, each once."""
        total, seen = page.size, {path}
        waiting = [(path, page)]
        while waiting:
            base, answer = waiting.pop()
            for link in linked(answer.kind, answer.text):
                part = urlsplit(urljoin(base, link)).path
                if part not in seen:
                    seen.add(part)
                    if part not in self._shared:
                        self._shared[part] = self.get(part)
                    total += self._shared[part].size
                    waiting.append((part, self._shared[part]))
        return total
