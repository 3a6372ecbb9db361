"""What each room keeps of a person: rooms register it in `apps.py`.

The own copy of a person's data is written from it, and whoever leaves is forgotten by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise

from portal.registry import Registry


class Section(NamedTuple):
    """A part of somebody's own copy: rows with their values under plain words."""

    code: str
    title: str | Promise
    rows: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What one room keeps of a person.

    `sections(person)` is what their own copy says. `drop(person)` removes what belongs to the
    account alone, whatever stays of the person; `hold(person)` locks what that takes off the desk
    before all else, as a decision does. `drop_name(person)` takes the name off what stays.
    `drop_drafts(person)` deletes what nobody else worked on. `texts` names the columns in which
    others may have written of the person; `drop_words(pattern)` forgets where such words stand that
    a mark in their place would break. `kept_files` are purposes of files that stay as evidence.
    """

    room: str
    sections: Callable[[Any], Iterable[Section]] = lambda person: ()
    hold: Callable[[Any], None] | None = None
    drop: Callable[[Any], None] | None = None
    drop_name: Callable[[Any], None] | None = None
    drop_drafts: Callable[[Any], None] | None = None
    drop_words: Callable[[str], None] | None = None
    texts: Mapping[type[models.Model], Sequence[str]] = field(default_factory=dict)
    kept_files: frozenset[str] = frozenset()


_traces: Registry[Trace] = Registry("trace")


def register_trace(trace: Trace) -> None:
    """Say what a room keeps of a person."""
    _traces.register(trace.room, trace)


def traces() -> list[Trace]:
    """Return what every room keeps of a person."""
    return list(_traces.values())


def rows_of(found: Iterable[Mapping[str, Any]], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return rows with plain words in the place of the names of their columns."""
    return [{str(words[name]): row[name] for name in words} for row in found]
