"""Sections: what higher rooms add to a workspace's page. They register theirs in `apps.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.markings.models import Reader


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
class Section:
    """A tab of a room, and its part of the overview.

    `url(room)` is the page of the tab. `part(room, reader)` asks one query, under the reading
    rule; None where there is nothing for this reader. `news(rooms, reader)` tells for many rooms
    at once, in one query, how much of it the reader has not seen: by the key of the room.
    `exported(room, reader)` yields names and texts of files for the own export of the owners.
    """

    code: str
    title: str | Promise
    url: Callable[[Any], str]
    template: str = ""
    part: Callable[[Any, Reader], Part | None] | None = None
    news: Callable[[Sequence[Any], Reader], dict[int, int]] | None = None
    exported: Callable[[Any, Reader], Any] | None = None
    act: Act | None = None
    place: int = 50


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Add a tab to every room."""
    _sections[section.code] = section


def sections() -> list[Section]:
    """Return every section, in the order of the tabs."""
    return sorted(_sections.values(), key=lambda section: (section.place, section.code))


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """A page of one's own beside "My workspaces" that a higher room adds; `name` is its address."""

    name: str
    label: str | Promise

    @property
    def here(self) -> str:
        """The last word of its name: what its view says it is."""
        return self.name.rpartition(":")[2]


_own_pages: dict[str, OwnPage] = {}


def register_own_page(page: OwnPage) -> None:
    """Add a page beside one's own workspaces."""
    _own_pages[page.name] = page


def own_pages() -> list[OwnPage]:
    """Return the pages that higher rooms added."""
    return list(_own_pages.values())
