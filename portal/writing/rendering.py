"""Texts as HTML: Markdown first, then an allowlist that asks nobody where the HTML came from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from portal.writing.finishing import REL, Target, finish
from portal.writing.text import PARSER, Text, is_address, mentions_in

# Goes up when a text would come out otherwise; rows that were stored before are made again.
VERSION = 1

TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "s", "section", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_BLOCKS = TAGS - {"a", "br", "code", "em", "hr", "s", "strong", "sup"}
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"dir", "lang"} for tag in _BLOCKS},
    "a": {"href", "id"},
    "li": {"dir", "lang", "id"},
    "ol": {"dir", "lang", "start"},
    "div": {"tabindex"},
    "pre": {"dir", "lang", "tabindex"},
    "th": {"scope"},
}
CLASSES = {
    "a": {"external", "mention"},
    "p": {"quote-source"},
    "th": {"at-end", "at-middle"},
    "td": {"at-end", "at-middle"},
    "div": {"scroll"},
    "section": {"footnotes"},
}
SCHEMES = {"http", "https", "mailto"}
# What each value must be, whole.
_VALUES = {
    "dir": re.compile("auto|ltr"),
    "lang": re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?"),
    "id": re.compile(r"fn(ref)?-[a-z0-9-]{1,60}"),
    "start": re.compile("[0-9]{1,9}"),
    "tabindex": re.compile("0"),
    "scope": re.compile("col"),
}
_NOTE = re.compile(r"#fn(ref)?-[a-z0-9-]{1,60}")


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A text as it is stored and shown: its HTML, its words, whom it names and what it quotes."""

    html: SafeString
    words: str
    people: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    version: int = VERSION


def render(
    typed: str | Text,
    *,
    key: str = "",
    language: str = "",
    people: Mapping[str, Target] | None = None,
    quotes: Mapping[str, Target] | None = None,
    heading: int = 3,
) -> Rendered:
    """Return a text as HTML. It never fails: what is too much is shown as it was typed.

    `key` makes the ids of footnotes unique on a page: the id of the post. `people` are those whom
    the room knows of `Text.names`, by folded name; `quotes` what of `Text.quotes` the author reads.
    """
    text = typed if isinstance(typed, Text) else Text(typed)
    if text.fault:
        return Rendered(html=mark_safe(linebreaks(text.source, autoescape=True)), words=text.source)  # noqa: S308
    people, quotes = people or {}, quotes or {}
    words, named = plain(text), tuple(dict.fromkeys(_named(text, people)))
    quoted = tuple(each for each in text.quotes if each in quotes)
    shown = finish(text.take(), language=language, people=people, quotes=quotes, heading=heading)
    html = PARSER.renderer.render(list(_framed(shown, key)), PARSER.options, {})
    # The one place where what people write becomes HTML.
    safe = mark_safe(_CLEANER.clean(html))  # noqa: S308
    return Rendered(html=safe, words=words, people=named, quotes=quoted)


def plain(text: Text) -> str:
    """Return the words alone, for search, mails and excerpts."""
    lines = []
    for token in text.tokens:
        if token.type == "inline":
            lines.append("".join(_said(each) for each in token.children or []))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
    words = "\n".join(line.strip() for line in lines)
    return re.sub(r"^\[quote [a-z0-9]{12}\]\s*", "", words, flags=re.MULTILINE).strip()


def excerpt(words: str, most: int = 240) -> str:
    """Return the beginning of a text's words, in whole words."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:–-") + "…"


def _said(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _named(text: Text, people: Mapping[str, Target]) -> Iterable[str]:
    for words in text.words():
        for place in mentions_in(words.content):
            known = next((people[name] for name, _end in place.names if name in people), None)
            if known:
                yield known.public_id


def _framed(tokens: Iterable[Token], key: str) -> Iterable[Token]:
    """Yield the tokens with tables in boxes that scroll, and footnotes with ids of their own."""
    key = f"{key}-" if key else ""
    for token in tokens:
        if token.type == "table_open":
            yield Token(
                "div_open", "div", 1, attrs={"class": "scroll", "tabindex": "0"}, block=True
            )
        if token.type == "th_open":
            token.attrs["scope"] = "col"
        if token.type == "fence":
            token.info = ""
        for each in [token, *(token.children or [])]:
            if each.type.startswith("footnote"):
                each.meta = {**each.meta, "key": key}
        yield token
        if token.type == "table_close":
            yield Token("div_close", "div", -1, block=True)


def _reference(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    meta = tokens[at].meta
    return format_html(
        '<sup><a href="#fn-{key}{number}" id="fnref-{key}{number}-{turn}">{number}</a></sup>',
        key=meta["key"], number=meta["id"] + 1, turn=meta["subId"] + 1,
    )  # fmt: skip


def _footnote(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    meta = tokens[at].meta
    return format_html('<li id="fn-{}{}" dir="auto">', meta["key"], meta["id"] + 1)


def _back(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    meta = tokens[at].meta
    return format_html(
        ' <a href="#fnref-{}{}-{}">↩</a>', meta["key"], meta["id"] + 1, meta["subId"] + 1
    )


def _code(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    return format_html('<pre dir="ltr" tabindex="0"><code>{}</code></pre>\n', tokens[at].content)


PARSER.add_render_rule("footnote_ref", _reference)
PARSER.add_render_rule("footnote_open", _footnote)
PARSER.add_render_rule("footnote_anchor", _back)
PARSER.add_render_rule("fence", _code)
PARSER.add_render_rule("code_block", _code)
PARSER.add_render_rule("footnote_block_open", lambda *_: '<section class="footnotes"><ol>\n')
PARSER.add_render_rule("footnote_block_close", lambda *_: "</ol></section>\n")


def _only_known(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute where it is one of ours, else nothing."""
    if attribute == "href":
        return value if _NOTE.fullmatch(value) or is_address(value) else None
    known = _VALUES.get(attribute)
    return value if known is None or known.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    tag_attribute_values={"a": {"rel": {REL}}},
    allowed_classes=CLASSES,
    attribute_filter=_only_known,
    url_schemes=SCHEMES,
    link_rel=None,
)
