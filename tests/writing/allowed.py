"""What may stand in a rendered text, said a second time and read by a parser of its own."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

HOSTILE: dict[str, str] = json.loads(
    (Path(__file__).parent / "corpus" / "hostile.json").read_text(encoding="utf-8")
)
BLOCKS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "thead",
    "tbody", "tr", "th", "td", "div", "section",
}  # fmt: skip
INLINE = {"a", "code", "em", "s", "strong", "sup"}
VOID = {"br", "hr"}
WORDS = r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?"
VALUES = {
    "dir": "auto|ltr",
    "lang": WORDS,
    "class": "external|mention|quote-source|scroll|footnotes|at-end|at-middle",
    "id": "fn(ref)?-[a-z0-9-]+",
    "href": r"#fn(ref)?-[a-z0-9-]+|(?i:https?://|mailto:)[^\s\\][^\x00-\x20]*|/(?![/\\])[^\x00-\x20]*",
    "rel": "nofollow noopener noreferrer",
    "tabindex": "0",
    "scope": "col",
    "start": "[0-9]+",
}
ATTRIBUTES = {
    "a": {"href", "class", "rel", "id"},
    "li": {"dir", "lang", "id"},
    "ol": {"dir", "lang", "start"},
    "div": {"class", "tabindex"},
    "pre": {"dir", "tabindex"},
    "section": {"class"},
    "p": {"dir", "lang", "class"},
    "th": {"scope", "class"},
    "td": {"class"},
}


class Reader(HTMLParser):
    """Notes what a rendered text has beyond what it may have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        if tag not in BLOCKS | INLINE | VOID:
            self.faults.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            allowed = ATTRIBUTES.get(tag, {"dir", "lang"} if tag in BLOCKS else set())
            if name not in allowed or not re.fullmatch(VALUES.get(name, ""), value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")

    def handle_endtag(self, tag: str) -> None:
        """Look whether a tag ends where it may."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")

    def handle_comment(self, data: str) -> None:
        """Refuse comments."""
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        """Refuse declarations."""
        self.faults.append("declaration")

    handle_pi = unknown_decl = handle_decl


def faults_of(html: str) -> list[str]:
    """Return what stands in rendered HTML and may not."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.faults + [f"<{tag}> stays open" for tag in reader.open]
