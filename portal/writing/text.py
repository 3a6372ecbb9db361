"""A text as its author typed it: cleaned, read once as Markdown, measured before it is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.footnote import footnote_plugin

# At this length the worst text known takes less than a second to read (tests/writing/worst.py).
MOST_CHARACTERS = 32_000
MOST_ELEMENTS = 6_000
MOST_CELLS = 2_000
MOST_FOOTNOTES = 100
MOST_MENTIONS = 20
MOST_QUOTES = 10
# Quotes in quotes, lists in lists; bold in italic in a link.
DEEPEST_BLOCK = 8
DEEPEST_INLINE = 8
# A long address behind a short name can be repeated at no cost to who types it.
MOST_ADDRESSES = 100_000

# Controls, halves of characters, and marks that turn the letters after them around.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\u0085\u2028\u2029]")
# Marks piled on one letter climb over the lines around it.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILE = re.compile(f"({_MARK}{{4}}){_MARK}+")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\\]|/(?![/\\])", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@./])@([\w'’.-]{1,40}(?: [\w'’.-]{1,40}){0,4})")
_QUOTE = re.compile(r"\[quote ([a-z0-9]{12})\]")


def clean(typed: str) -> str:
    """Return a text without what no reader can see and no page should carry."""
    return _PILE.sub(r"\1", _HARMFUL.sub("", _BREAK.sub("\n", typed)))


def is_address(href: str) -> bool:
    """Return whether a link may lead there: the web, a mailbox, or a page of this portal."""
    return bool(_ADDRESS.match(href)) and not _HARMFUL.search(href)


def fold(name: str) -> str:
    """Return a name as mentions are compared."""
    return " ".join(name.replace("’", "'").casefold().split())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 24})
    parser.enable(["table", "strikethrough"]).disable("text_join")
    parser.use(footnote_plugin, inline=False).use(attrs_block_plugin, allowed=["lang"])
    parser.validateLink = is_address  # type: ignore[method-assign,assignment]
    return parser


PARSER = _parser()


@dataclass(frozen=True)
class Mention:
    """A place in a text where somebody may be named: the longest name first."""

    start: int
    names: tuple[tuple[str, int], ...]

    @property
    def who(self) -> str:
        """The first two words: the rest may be what is said to them."""
        return " ".join(word.strip(".'-") for word in self.names[0][0].split()[:2])


def mentions_in(words: str) -> Iterator[Mention]:
    """Yield the places of plain words where somebody may be named."""
    for match in _MENTION.finditer(words):
        ends = [match.start(1) + each.end() for each in re.finditer(r"[^ ]+", match[1])]
        # A full stop after a name ends the sentence, and belongs to no name.
        stops = [(end, end - 1) if words[end - 1] in ".'’-" else (end,) for end in ends]
        tries = [stop for pair in reversed(stops) for stop in pair if stop > match.start(1)]
        names = tuple((fold(words[match.start(1) : stop]), stop) for stop in tries)
        yield Mention(match.start(), names)


def quote_in(token: Token) -> str:
    """Return the id of what a paragraph says it quotes, or nothing."""
    first = token.children[0] if token.children else None
    found = _QUOTE.fullmatch(first.content.strip()) if first and first.type == "text" else None
    return found[1] if found else ""


class Text:
    """A text that was read: its tokens, whom it may name, what it quotes, what is too much."""

    def __init__(self, typed: str) -> None:
        self.source = clean(typed)

    @cached_property
    def tokens(self) -> list[Token]:
        """What the parser found. What is too long is never read."""
        return PARSER.parse(self.source, {}) if len(self.source) <= MOST_CHARACTERS else []

    def take(self) -> list[Token]:
        """Return the tokens to be changed: whoever asks again gets them as they were."""
        tokens = self.tokens
        del self.tokens
        return tokens

    def words(self) -> Iterator[Token]:
        """Yield the plain words outside links and code."""
        for token in self.tokens:
            depth = 0
            for child in token.children or []:
                depth += child.nesting if child.type.startswith("link_") else 0
                if child.type == "text" and not depth:
                    yield child

    @cached_property
    def names(self) -> frozenset[str]:
        """Folded names that may be those of people: a room looks up which are."""
        found = (mentions_in(each.content) for each in self.words() if "@" in each.content)
        return frozenset(name for places in found for each in places for name, _end in each.names)

    @cached_property
    def quotes(self) -> list[str]:
        """Ids of what the text says it quotes, in their order, each once."""
        return list(dict.fromkeys(quote_id for _at, quote_id in quotes_at(self.tokens)))

    @cached_property
    def fault(self) -> str:
        """What is too much of it, in words for its author; empty where nothing is."""
        if len(self.source) > MOST_CHARACTERS:
            return too_long(len(self.source))
        return next((words for is_over, words in self._measures() if is_over), "")

    def _measures(self) -> Iterator[tuple[bool, str]]:
        elements = [*self.tokens, *(one for each in self.tokens for one in each.children or [])]
        counted = [each for each in elements if each.nesting >= 0]
        deep = _("The text has quotes or lists in one another, more than %(most)s deep.")
        yield _depth(self.tokens) > DEEPEST_BLOCK, _say(deep, DEEPEST_BLOCK)
        styled = _("Bold, italic and links stand in one another, more than %(most)s deep.")
        inner = max((_depth(each.children or []) for each in self.tokens), default=0)
        yield inner > DEEPEST_INLINE, _say(styled, DEEPEST_INLINE)
        cells = sum(each.type in ("td_open", "th_open") for each in counted)
        yield cells > MOST_CELLS, _say(_("The tables have more than %(most)s cells."), MOST_CELLS)
        many = _("The text has more than %(most)s parts. Share it as a file or in several posts.")
        yield len(counted) > MOST_ELEMENTS, _say(many, MOST_ELEMENTS)
        length = sum(len(str(value)) for each in counted for value in each.attrs.values())
        yield length > MOST_ADDRESSES, _("The links are too long. Shorten them or use fewer.")
        notes = sum(each.type in ("footnote_ref", "footnote_anchor") for each in counted)
        footnotes = _("The text has more than %(most)s footnotes.")
        yield notes > 2 * MOST_FOOTNOTES, _say(footnotes, MOST_FOOTNOTES)
        named = {each.who for words in self.words() for each in mentions_in(words.content)}
        people = _("More than %(most)s people are mentioned. Write to the room instead.")
        yield len(named) > MOST_MENTIONS, _say(people, MOST_MENTIONS)
        quoted = _("More than %(most)s posts are quoted.")
        yield len(self.quotes) > MOST_QUOTES, _say(quoted, MOST_QUOTES)


def too_long(length: int) -> str:
    """Return what the author of a text of this length is told."""
    words = _("The text has %(length)s characters; %(most)s are taken. Shorten it or split it.")
    return words % {"length": intcomma(length), "most": intcomma(MOST_CHARACTERS)}


def _say(words: str, most: int) -> str:
    return words % {"most": intcomma(most)}


def quotes_at(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield where a quote says what it quotes, and the id of that."""
    for at, token in enumerate(tokens[2:], 2):
        opens = tokens[at - 2].type == "blockquote_open" and tokens[at - 1].type == "paragraph_open"
        if opens and token.type == "inline" and (quote_id := quote_in(token)):
            yield at, quote_id


def _depth(tokens: list[Token]) -> int:
    """Return how deep these stand in one another: quotes and lists, or what stands in a line."""
    deepest = depth = 0
    for token in tokens:
        depth += token.nesting if not token.block or token.tag in ("blockquote", "li") else 0
        deepest = max(deepest, depth)
    return deepest
