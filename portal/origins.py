"""Origins: what a text of a higher room may be made from, and who makes something of it.

A room registers in its `apps.py` how what it holds is read; another one, which it need not know,
registers what can be made of it. What was made keeps a code and a key, never words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from portal.markings.access import may
from portal.markings.models import Reader, reader_of
from portal.markings.panels import Panel
from portal.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Source:
    """What one person reads of an origin now. `parts` are its words under plain names.

    The names are `problem`, `solution`, `result` and `lesson`; each may be missing.
    """

    title: str
    marking: str
    url: str = ""
    language: str = "en"
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A kind of thing that something can be made from.

    `read(key, person)` returns what the person may read under the key, under the reading rule; None
    for everything else.
    """

    code: str
    label: str | Promise
    read: Callable[[str, Any], Source | None]


@dataclass(frozen=True, kw_only=True)
class Making:
    """What can be made of an origin: its permission, its words, the address of its form.

    `became(code, key, reader)` is what was made already, as far as the reader may read it: one
    query, under the reading rule.
    """

    permission: str
    label: str | Promise
    url: Callable[[str, str], str]
    became: Callable[[str, str, Reader], Panel | None]


_origins: Registry[Origin] = Registry("origin")
_makings: Registry[Making] = Registry("making")


def register_origin(origin: Origin) -> None:
    """Let something be made from what a room holds."""
    _origins.register(origin.code, origin)


def register_making(making: Making) -> None:
    """Offer to make something of every origin."""
    _makings.register(making.permission, making)


def origin_of(code: str) -> Origin | None:
    """Return the origin with this code, or None."""
    return _origins.get(code)


def source_of(code: str, key: str, person: Any) -> Source | None:
    """Return what a person may read of an origin now."""
    origin = _origins.get(code)
    return origin.read(key, person) if origin else None


@dataclass(frozen=True, kw_only=True)
class Onward:
    """What the page of an origin shows: what can be made of it, and what became of it."""

    makings: list[tuple[str, str]]
    panels: list[Panel]

    def __bool__(self) -> bool:
        return bool(self.makings or self.panels)


def onward(code: str, key: str, person: Any) -> Onward:
    """Return what a person can make of something they read, and what became of it."""
    reader = reader_of(person)
    made = [each.became(code, key, reader) for each in _makings.values()]
    return Onward(
        makings=[
            (str(each.label), each.url(code, key))
            for each in _makings.values()
            if may(person, each.permission)
        ],
        panels=[panel for panel in made if panel],
    )
