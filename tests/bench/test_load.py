"""The load client against a real server, rounds against real targets, and the weight of a page."""

import gzip
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.client import THREADS, load
from bench.figures import BenchError
from bench.rounds import Target, interleave
from bench.sites import Site
from bench.weight import first_view_kb, linked

PAGES = {
    "/page": ("text/html", '<link rel="stylesheet" href="/a.css"><a href="/not-loaded">x</a>'),
    "/a.css": ("text/css", 'body { background: url("b.svg") }'),
    "/b.svg": ("image/svg+xml", "<svg/>"),
    "/elsewhere": ("text/html", '<script src="https://cdn.example/x.js"></script>'),
}


class Pages(BaseHTTPRequestHandler):
    """Answers the pages above, compressed where asked; remembers who asked."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append((self.path, self.headers.get("Cookie")))
        kind, text = PAGES.get(self.path, ("text/plain", ""))
        body = text.encode()
        self.send_response(200 if self.path in PAGES else 404)
        if self.headers["Accept-Encoding"] == "gzip":
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        server.asked = []
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def size(path: str) -> int:
    return len(gzip.compress(PAGES[path][1].encode(), mtime=0))


def target(server, *addresses: str) -> Target:
    site = Site(port=server.server_port, environment={}, processes=())
    return Target("page", site, addresses, "session=abc")


def test_client_asks_in_turn_with_the_cookie(server):
    seen = load(
        {
            "port": server.server_port,
            "addresses": ["/page", "/a.css"],
            "cookie": "session=abc",
            "requests": THREADS * 2,
        }
    )

    assert seen["requests"] == THREADS * 2
    assert seen["statuses"] == {"200": THREADS * 2}
    assert seen["bytes"] == (size("/page") + size("/a.css")) / 2
    assert 0 < seen["p50_ms"] <= seen["p95_ms"]
    assert Counter(server.asked) == {
        ("/page", "session=abc"): THREADS,
        ("/a.css", "session=abc"): THREADS,
    }


def test_every_round_runs_every_target(server):
    first, second = target(server, "/page"), target(server, "/a.css")

    interleave([first, second], rounds=2)

    assert (len(first.cpu_ms), len(second.p95_ms)) == (2, 2)
    assert first.bytes == size("/page")


def test_answer_that_is_no_page_stops_the_bench(server):
    with pytest.raises(BenchError, match="/nowhere"):
        interleave([target(server, "/nowhere")], rounds=1)


def test_ratio_is_the_median_of_the_rounds(server):
    base, other = target(server, "/page"), target(server, "/page")
    base.cpu_ms, other.cpu_ms = [10, 20, 10], [15, 40, 11]

    assert other.times(base) == 1.5
    assert other.cpu == 15


def test_first_view_is_the_page_and_all_it_loads(server):
    weight = first_view_kb(server.server_port, "/page", "")

    assert weight == (size("/page") + size("/a.css") + size("/b.svg")) / 1000
    assert {path for path, _cookie in server.asked} == {"/page", "/a.css", "/b.svg"}


def test_other_origins_stop_the_bench(server):
    with pytest.raises(BenchError, match="another origin"):
        first_view_kb(server.server_port, "/elsewhere", "")


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("text/html", '<script type="module" src="/k.js"></script>', ["/k.js"]),
        ("text/html", '<use href="/i.svg#a"/><use href="#b"/>', ["/i.svg#a"]),
        (
            "text/html",
            '<link rel="icon" href="/f.svg"><link rel="alternate" href="/fr">',
            ["/f.svg"],
        ),
        ("text/html", '<img src="data:image/png;base64,AA"><img src="/m.png">', ["/m.png"]),
        ("text/css", '@import "c.css"; a { b: url(d.woff2) }', ["c.css", "d.woff2"]),
        ("text/javascript", 'import { x } from "./e.js"; import "./f.js"', ["./e.js", "./f.js"]),
        ("text/plain", "url(x)", []),
    ],
)
def test_what_a_browser_loads(kind, text, found):
    assert linked(kind, text) == found
