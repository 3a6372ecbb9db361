"""Sections: what higher rooms add to a workspace's page. They register theirs in `apps.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.markings.models import Reader
from portal.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a section shows on the overview: its template draws the rows, given `part` and `room`.

    `count` is how much there is, `note` a line beside the title.
    """

    rows: Sequence[Any] = ()
    count: int = 0
    note: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is done most in a section: its permission about the room, its words, its address."""

    permission: str
    label: str | Promise
    url: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page across rooms, beside the lists of rooms: its words and the name of its address."""

    code: str
    title: str | Promise


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One file of an own export: where it lies, its bytes as they come, and what they are of.

    `items` are read once `chunks` were: the model and the keys of the rows that they hold, so that
    whoever fetches the copy later is asked for every one of them again.
    """

    name: str
    chunks: Iterable[bytes]
    marking: str
    model: str = ""
    items: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A tab of a room, and its part of the overview.

    `url(room)` is the page of the tab. `part(room, reader)` asks one query, under the reading
    rule; None where there is nothing for this reader. `news(rooms, reader)` tells for many rooms
    at once, in one query, how much of it the reader has not seen: by the key of the room.
    `exported(room, reader)` yields the leaves of the own export of the owners, its index first;
    `weight(room, reader)` is about how many rows and megabytes those are.
    """

    code: str
    title: str | Promise
    url: Callable[[Any], str]
    template: str = ""
    part: Callable[[Any, Reader], Part | None] | None = None
    news: Callable[[Sequence[Any], Reader], dict[int, int]] | None = None
    exported: Callable[[Any, Reader], Iterable["Leaf"]] | None = None
    weight: Callable[[Any, Reader], int] | None = None
    act: Act | None = None
    place: int = 50


_sections: Registry[Section] = Registry("section")
_places: list[Place] = []


def register_section(section: Section) -> None:
    """Add a tab to every room."""
    _sections.register(section.code, section)


def sections() -> list[Section]:
    """Return every section, in the order of the tabs."""
    return sorted(_sections.values(), key=lambda section: (section.place, section.code))


def news_in(rooms: Sequence[Any], reader: Reader) -> dict[int, int]:
    """Return how much is new for a reader in each of these rooms; one query a section."""
    found: dict[int, int] = {}
    for section in sections():
        if section.news and rooms:
            for key, number in section.news(rooms, reader).items():
                found[key] = found.get(key, 0) + number
    return found


def register_place(place: Place) -> None:
    """Add a page across rooms."""
    _places.append(place)


def places() -> list[Place]:
    """Return every page across rooms."""
    return list(_places)
