"""What needs a person: rooms register a source in `apps.py`; one query counts what waits.

The same query counts what the person has not read: every page shows both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.utils.functional import Promise

from portal.compiled import Statement, ask


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing a person has to do. `waiting` are the rows behind it; without any, it stands.

    Rows that every page counts are given as a compiled statement, with an address that is lazy:
    few pages show it. `title` may hold `%(n)d`; a lazy plural takes its number from it.
    """

    title: str | Promise
    url: str | Promise
    action: str | Promise
    why: str | Promise = ""
    waiting: Sequence[QuerySet[Any] | Statement] = ()
    is_late: bool = False


class Due(NamedTuple):
    """A need with how much waits, as the home page shows it."""

    need: Need
    title: str


class Standing(NamedTuple):
    """What the head of every page says of a person."""

    due: list[Due]
    unread: int

    @property
    def unread_text(self) -> str:
        """How much is unread; whoever has more than fits reads no number."""
        return f"{MOST_UNREAD}+" if self.unread > MOST_UNREAD else str(self.unread)


# Yields what may need the person; asks nothing of the database itself.
type Source = Callable[[Any], Iterable[Need]]
# The rows that a person has not read, up to one more than MOST_UNREAD.
type Unread = Callable[[Any], Statement]

MOST_UNREAD = 99

_sources: list[Source] = []
_unread: list[Unread] = []


def register_needs(source: Source) -> None:
    """Let a room say what needs a person."""
    _sources.append(source)


def register_unread(unread: Unread) -> None:
    """Let the head of every page count what a person has not read."""
    _unread.append(unread)


def standing_of(person: Any) -> Standing:
    """Return what needs a person, late things first, and how much is unread; in one query."""
    needs = [need for source in _sources for need in source(person)]
    return _standing(needs, [rows(person) for rows in _unread])


def due_of(needs: Iterable[Need]) -> list[Due]:
    """Return what of these needs waits now, late things first; in one query."""
    return _standing(list(needs), []).due


def _standing(needs: Sequence[Need], unread: Sequence[Statement]) -> Standing:
    counts = iter(_counts([*unread, *(rows for need in needs for rows in need.waiting)]))
    total = sum(next(counts) for _rows in unread)
    due = []
    for need in needs:
        n = sum(next(counts) for _rows in need.waiting) if need.waiting else 1
        if n:
            due.append(Due(need, str(need.title % {"n": n})))
    return Standing(sorted(due, key=lambda each: not each.need.is_late), total)


def _counts(waiting: Sequence[QuerySet[Any] | Statement]) -> list[int]:
    """Return how many rows each has, in one statement: every page of a signed-in person asks."""
    counts = [0] * len(waiting)
    places, parts = [], []
    values: list[Any] = []
    for place, rows in enumerate(waiting):
        try:
            sql, parameters = rows if isinstance(rows, tuple) else _statement(rows)
        except EmptyResultSet:
            continue
        places.append(place)
        parts.append("(SELECT count(*) FROM (" + sql + ") AS waiting)")  # noqa: S608 Django's own
        values += parameters
    if parts:
        (found,) = ask("SELECT " + ", ".join(parts), values)
        for place, count in zip(places, found, strict=True):
            counts[place] = count
    return counts


def _statement(rows: QuerySet[Any]) -> Statement:
    sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    return sql, list(parameters)
