"""What is made of a text's tokens before they become HTML: addresses, names, quotes, headings."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from markdown_it.token import Token

from portal.writing.scripts import language_of
from portal.writing.text import is_address, mentions_in, quotes_at

# Follows no link for a search engine, and tells the other side nothing.
REL = "nofollow noopener noreferrer"
_BARE = re.compile(r"\bhttps?://[^\s<>\"`]{3,2000}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?")
_ALIGNED = {"text-align:right": "at-end", "text-align:center": "at-middle"}
# What may stand behind an address without belonging to it.
_AFTER = ".,;:!?'’”»"


class Target(NamedTuple):
    """What a mention or a quote leads to: the id that the room knows, words, and an address."""

    public_id: str
    label: str
    url: str


def finish(
    tokens: list[Token],
    *,
    language: str,
    people: Mapping[str, Target],
    quotes: Mapping[str, Target],
    heading: int,
) -> Iterator[Token]:
    """Yield the tokens as they are shown."""
    quoted = dict(quotes_at(tokens))
    for at, token in enumerate(tokens):
        if token.type == "inline":
            if at in quoted:
                yield from _attribution(token, tokens[at - 1], quotes.get(quoted[at]))
            token.children = list(_inline(token.children or [], people))
        elif token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + heading - 1, 6)}"
        _dress(token, tokens, at, language)
        yield token


def _dress(token: Token, tokens: list[Token], at: int, language: str) -> None:
    """Give a block its direction and its language, and take what a page must not carry."""
    if not _LANGUAGE.fullmatch(str(token.attrs.get("lang", "en"))):
        del token.attrs["lang"]
    if align := _ALIGNED.get(str(token.attrs.pop("style", ""))):
        token.attrs["class"] = align
    if token.level or not token.block or token.nesting < 0 or token.tag in ("", "pre", "code"):
        return
    if token.tag != "hr":
        token.attrs["dir"] = "auto"
    if "lang" not in token.attrs:
        own = language_of(_words(tokens, at), language)
        token.attrs |= {"lang": own} if own else {}


def _words(tokens: list[Token], at: int) -> str:
    """Return the beginning of a block's words."""
    found = ""
    for token in tokens[at + 1 :]:
        found += token.content if token.type == "inline" else ""
        if len(found) > 400 or (token.level == 0 and token.nesting < 0):
            break
    return found[:400]


def _attribution(token: Token, opening: Token, target: Target | None) -> list[Token]:
    """Take the marker off a quote; return the line that leads to what is quoted."""
    children = token.children or []
    is_alone = len(children) < 2 or children[1].type != "softbreak"
    token.children = children[1 if is_alone else 2 :]
    if target is None:
        return []
    line = Token("inline", "", 0, content=target.label, level=token.level)
    line.children = _link(target.url, target.label)
    closing = Token("paragraph_close", "p", -1, block=True, level=opening.level)
    again = Token("paragraph_open", "p", 1, block=True, level=opening.level)
    opening.attrs["class"] = "quote-source"
    return [line, closing, again]


def _inline(children: list[Token], people: Mapping[str, Target]) -> Iterator[Token]:
    depth = 0
    for child in children:
        if child.type == "image":
            # A picture from elsewhere tells elsewhere who reads: it is a link.
            address = str(child.attrs.get("src", ""))
            yield from _link(address, child.content.strip() or address)
            continue
        if child.type == "link_open":
            _mark_external(child)
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
        if child.type == "text_special":
            child.type = "text"
        elif child.type == "text" and not depth:
            yield from _linked(child.content, people)
            continue
        yield child


def _linked(words: str, people: Mapping[str, Target]) -> Iterator[Token]:
    """Yield words with links in the place of bare addresses and known names."""
    done = 0
    for start, end, target in _found(words, people):
        if start < done:
            continue
        if words[done:start]:
            yield _text(words[done:start])
        yield from _link(target.url, target.label, is_person=bool(target.public_id))
        done = end
    if words[done:]:
        yield _text(words[done:])


def _found(words: str, people: Mapping[str, Target]) -> list[tuple[int, int, Target]]:
    found = []
    for match in _BARE.finditer(words):
        address = _without_end(match[0])
        if is_address(address):
            found.append(
                (match.start(), match.start() + len(address), Target("", address, address))
            )
    for place in mentions_in(words) if people else ():
        known = next(((people[name], end) for name, end in place.names if name in people), None)
        if known:
            person, end = known
            found.append((place.start, end, person._replace(label=f"@{person.label}")))
    return sorted(found, key=lambda each: each[0])


def _without_end(address: str) -> str:
    """Return an address without the marks of the sentence around it."""
    bare = address.rstrip(_AFTER)
    # One that the address itself opened belongs to it, as in …/Customs_(duty).
    while bare.endswith(")") and bare.count("(") < bare.count(")"):
        bare = bare[:-1].rstrip(_AFTER)
    return bare


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _link(address: str, words: str, *, is_person: bool = False) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": address})
    if is_person:
        opening.attrs["class"] = "mention"
    _mark_external(opening)
    return [opening, _text(words), Token("link_close", "a", -1)]


def _mark_external(token: Token) -> None:
    """Mark a link that leads away from the portal."""
    token.attrs.pop("title", None)
    address = str(token.attrs.get("href", ""))
    try:
        host = urlsplit(address).netloc
    except ValueError:
        host = address
    if host and host != urlsplit(settings.BASE_URL).netloc:
        token.attrs |= {"class": "external", "rel": REL}
