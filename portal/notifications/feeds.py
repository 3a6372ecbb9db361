"""Feeds by secret address: what rooms register in their `apps.py`, and what a line may say."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.markings.models import Marking
from portal.notifications.lines import RESTRICTED, one_line
from portal.registry import Registry

# So many entries at most, the newest or the next ones.
LIMIT = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a feed. `key` stands for the thing for ever; `url` is a path of the portal."""

    key: str
    title: str
    url: str
    updated: datetime.datetime
    marking: str
    text: str = ""
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class Occasion(Entry):
    """One line of a calendar: whole days, the last one included, or moments."""

    start: datetime.date
    end: datetime.date | None = None
    place: str = ""
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed: an Atom feed of entries, or a calendar of occasions.

    `entries(person)` returns what this person may read now, in the language of now, at most LIMIT.
    """

    code: str
    title: str | Promise
    hint: str | Promise
    entries: Callable[[Any], Iterable[Entry]]
    is_calendar: bool = False
    place: int = 50


_feeds: Registry[Feed] = Registry("feed")


def register_feed(feed: Feed) -> None:
    """Offer a feed."""
    _feeds.register(feed.code, feed)


def feeds() -> list[Feed]:
    """Return every feed, in order."""
    return sorted(_feeds.values(), key=lambda feed: feed.place)


def feed_of(code: str) -> Feed | None:
    """Return the feed with this code, or None for a code that nobody registered."""
    return _feeds.get(code)


def entries_of(feed: Feed, person: Any) -> list[Entry]:
    """Return the lines of a feed as they may leave the portal: on machines of others."""
    kept = (each for each in feed.entries(person) if each.marking != Marking.RED)
    return [discreet(each) for each in kept][:LIMIT]


def discreet(entry: Entry) -> Entry:
    """Return an entry in one line each, without a word of what is restricted."""
    words = ["title", "text", "author"] + ["place", "category"] * isinstance(entry, Occasion)
    if entry.marking in RESTRICTED:
        said: dict[str, Any] = dict.fromkeys(words, "") | {"title": _("A restricted item")}
    else:
        said = {name: one_line(getattr(entry, name)) for name in words}
    return replace(entry, **said)
