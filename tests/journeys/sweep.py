"""What holds on every page: looked at in Chromium, one instance of each address."""

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page

from tests.journeys.visit import Visit
from tests.journeys.wire import Wire

# Compressed bytes of a first visit, headers included.
LONGEST_FIRST_VIEW = 30_000
# What a text may say of itself, with the terms of taxonomies, weighs more than it should.
HEAVIER = dict.fromkeys(
    ("forums:topic_add", "guidelines:record_add", "guidelines:record_make"), 33_000
)
LONGEST_HTML = 12_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} | {
    "resultTypes": ["violations"]
}

# Controls without a label, and everything else that one look at the document tells.
LOOK = """() => ({
  lang: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
  unnamed: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((c) => !c.labels.length && !c.ariaLabel && !c.getAttribute("aria-labelledby"))
    .map((c) => c.outerHTML),
  inline: document.querySelectorAll("[style], script:not([src]):not([type*=json]), style").length,
})"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll, svg"))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).concat("the document");
}"""


class Links(HTMLParser):
    """The addresses that a page leads to by GET."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link or the target of a GET form."""
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.found.append(values["href"] or "")
        if tag == "form" and values.get("method", "get").lower() == "get":  # type: ignore[union-attr]
            self.found.append(values.get("action") or "")


@dataclass(frozen=True)
class Instance:
    """One page that stands for its address pattern."""

    pattern: str
    path: str
    # Bytes of the document, and of the first view with all that it loads.
    html: int = 0
    total: int = 0

    def too_heavy(self) -> list[str]:
        """Return what is too heavy about it."""
        return [
            f"{self.pattern} {self.path}: {what} {size} bytes"
            for what, size, most in (
                ("HTML", self.html, LONGEST_HTML),
                ("first view", self.total, HEAVIER.get(self.pattern, LONGEST_FIRST_VIEW)),
            )
            if size > most
        ]


def pattern_of(path: str) -> str | None:
    """Return the name of the address pattern of a path, or None when there is none."""
    try:
        with translation.override(path[1:3]):
            return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def crawl(
    visit: Visit, starts: Collection[str] = ("",), *, instances: int = 1, limit: int = 600
) -> list[Instance]:
    """Follow every link in one language; return some pages of each address pattern."""
    prefix, wire = f"/{visit.language}/", Wire(visit)
    waiting = deque(prefix + start for start in starts)
    seen = set(waiting)
    found: dict[str, list[Instance]] = {}
    tries: dict[str, int] = {}
    while waiting and limit:
        path = waiting.popleft()
        pattern = pattern_of(path)
        # One more is read than wanted: it may lead where the others do not.
        if pattern is None or tries.get(pattern, 0) > instances:
            continue
        tries[pattern] = tries.get(pattern, 0) + 1
        limit -= 1
        answer = wire.get(path)
        if answer.location:
            links = [answer.location]
        elif answer.status == 200 and answer.kind == "text/html":
            page = Instance(pattern, path, answer.size, wire.first_view(path, answer))
            found.setdefault(pattern, []).append(page)
            links = Links(answer.text).found
        else:
            links = []
        for link in links:
            target = urljoin(path, link).partition("#")[0]
            if target.startswith(prefix) and target not in seen:
                seen.add(target)
                waiting.append(target)
    return [page for pages in found.values() for page in pages[:instances]]


class Weight:
    """The bytes that came over the line for a page."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._types: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        # A first visit: nothing is kept.
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._note_start)
        session.on("Network.responseReceived", self._note_type)
        session.on("Network.loadingFinished", self._note_end)

    def clear(self) -> None:
        """Begin with a new page."""
        self.bytes.clear()
        self._types.clear()

    @property
    def html(self) -> float:
        """Bytes of the document itself."""
        return sum(size for key, size in self.bytes.items() if self._types.get(key) == "Document")

    @property
    def total(self) -> float:
        """Bytes of everything, with headers."""
        return sum(self.bytes.values())

    def _note_start(self, event: dict[str, Any]) -> None:
        # What led to this page, by a form or a redirect, is no part of its first view.
        if event.get("type") == "Document":
            self.clear()

    def _note_type(self, event: dict[str, Any]) -> None:
        self._types[event["requestId"]] = event["type"]

    def _note_end(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]


class Inspector:
    """Opens pages in one window and says what is wrong with them."""

    def __init__(self, visit: Visit, *, thorough: bool) -> None:
        self.visit = visit
        self.page = visit.page
        self.thorough = thorough
        self.weight = Weight(self.page)

    def faults(self, instance: Instance, status: int = 200) -> list[str]:
        """Return every fault of one page."""
        found = self._open(instance, status) + self._here()
        return [f"{instance.pattern} {instance.path}: {fault}" for fault in found]

    def glance(self, instance: Instance, status: int = 200) -> list[str]:
        """Return the faults that one look in the light shows."""
        found = self._open(instance, status)
        self.page.evaluate(AXE_SCRIPT)
        found += [*self._looks(), *self._rules("light", RULES), *self.visit.faults()]
        return [f"{instance.pattern} {instance.path}: {fault}" for fault in found]

    def shown(self, name: str) -> list[str]:
        """Return every fault of the page that stands in the window, however it came there."""
        self.page.wait_for_load_state()
        return [f"{name}: {fault}" for fault in self._here()]

    def _open(self, instance: Instance, status: int) -> list[str]:
        self.weight.clear()
        self.page.set_viewport_size(DESK)
        answer = self.page.goto(self.visit.site.url + instance.path)
        assert answer
        return [] if answer.status == status else [f"status {answer.status}"]

    def _here(self) -> list[str]:
        self.page.evaluate(AXE_SCRIPT)
        found = [*self._looks(), *self._rules("light", RULES)]
        self.page.emulate_media(color_scheme="dark")
        found += self._rules("dark", RULES if self.thorough else COLOURS)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)
        found += [f"at 390 px too wide: {part}" for part in self.page.evaluate(OVERFLOW)]
        if self.thorough:
            found += self._rules("phone", RULES)
        self.page.set_viewport_size(DESK)
        return [*found, *self._weights(), *self.visit.faults()]

    def _weights(self) -> Iterator[str]:
        if self.weight.total > LONGEST_FIRST_VIEW:
            yield f"first view {self.weight.total:.0f} bytes"
        if self.weight.html > LONGEST_HTML:
            yield f"HTML {self.weight.html:.0f} bytes"

    def _looks(self) -> Iterator[str]:
        seen = self.page.evaluate(LOOK)
        if seen["lang"] != self.visit.language:
            yield f"lang is {seen['lang']!r}"
        if seen["headings"] != 1:
            yield f"{seen['headings']} h1"
        if seen["inline"]:
            yield f"{seen['inline']} inline styles or scripts"
        yield from (f"no label: {control}" for control in seen["unnamed"])

    def _rules(self, scheme: str, options: dict[str, Any]) -> Iterator[str]:
        for violation in self.page.evaluate("options => axe.run(options)", options)["violations"]:
            nodes = "; ".join(re.sub(r"\s+", " ", n["html"])[:150] for n in violation["nodes"][:3])
            yield f"axe {scheme} {violation['id']} ({len(violation['nodes'])}): {nodes}"
