"""What needs a person: rooms register a source in `apps.py`; one query counts what waits.

The same query counts what the person has not read: the head of every page shows both. It keeps the
two numbers for half a minute, because counting them is a fifth of a page.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.compiled import Statement, ask
from portal.markings.models import reader_of


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing a person has to do. `waiting` are the rows behind it; without any, it stands.

    Rows that every page counts are given as a compiled statement, with an address that is lazy:
    few pages show it. `title` may hold `%(n)d`; a lazy plural takes its number from it. `due` is
    the day by which it is to be done; `due_in` names the field of the waiting rows whose earliest
    day is meant: a compiled statement holds it under that name.
    """

    title: str | Promise
    url: str | Promise
    action: str | Promise
    why: str | Promise = ""
    waiting: Sequence[QuerySet[Any] | Statement] = ()
    is_late: bool = False
    due: datetime.date | None = None
    due_in: str = ""


class Due(NamedTuple):
    """A need with how much waits and by which day, as the home page shows it."""

    need: Need
    title: str
    day: datetime.date | None
    today: datetime.date

    @property
    def days(self) -> int:
        """How many days are left; of a day that is past, less than nothing."""
        return (self.day - self.today).days if self.day else 0

    @property
    def is_late(self) -> bool:
        """Whether it comes before everything else."""
        return self.need.is_late or self.days < 0

    @property
    def is_soon(self) -> bool:
        """Whether its day is near."""
        return self.day is not None and not self.is_late and self.days <= SOON

    @property
    def distance(self) -> str:
        """How far away its day is."""
        if not self.days:
            return _("today") if self.day else ""
        if self.days < 0:
            return ngettext("%(n)d day late", "%(n)d days late", -self.days) % {"n": -self.days}
        return ngettext("%(n)d day left", "%(n)d days left", self.days) % {"n": self.days}

    @property
    def urgency(self) -> tuple[bool, bool, datetime.date]:
        """Sorts late things first, then by day; what has no day comes last of the rest."""
        if self.is_late:
            # Without a day it was late from the beginning.
            return False, False, self.day or datetime.date.min
        return True, self.day is None, self.day or datetime.date.max


class Head(NamedTuple):
    """What the head of every page says of a person: how many needs wait, how much is unread."""

    due: int
    unread: int

    @property
    def unread_text(self) -> str:
        """How much is unread; whoever has more than fits reads no number."""
        return f"{MOST_UNREAD}+" if self.unread > MOST_UNREAD else str(self.unread)


class Standing(NamedTuple):
    """What waits for a person, and how much is unread."""

    due: list[Due]
    unread: int

    @property
    def head(self) -> Head:
        """The two numbers of it."""
        return Head(len(self.due), self.unread)


# Yields what may need the person; asks nothing of the database itself.
type Source = Callable[[Any], Iterable[Need]]
# The rows that a person has not read, up to one more than MOST_UNREAD.
type Unread = Callable[[Any], Statement]

MOST_UNREAD = 99
# Days within which something is shown as near.
SOON = 10
# How old the numbers on the head of a page may be, in seconds.
KEPT_S = 30

_sources: list[Source] = []
_unread: list[Unread] = []


def register_needs(source: Source) -> None:
    """Let a room say what needs a person."""
    _sources.append(source)


def register_unread(unread: Unread) -> None:
    """Let the head of every page count what a person has not read."""
    _unread.append(unread)


def standing_of(person: Any) -> Standing:
    """Return what needs a person, the most urgent first, and how much is unread; in one query."""
    needs = [need for source in _sources for need in source(person)]
    standing = _standing(needs, [rows(person) for rows in _unread])
    cache.set(_key(person), (_rights(person), *standing.head), KEPT_S)
    return standing


def head_of(person: Any, *, is_unread_now: bool = False) -> Head:
    """Return the two numbers of every page: counted anew twice a minute, and when rights change.

    A page that lists what is unread has its number counted now.
    """
    kept = cache.get(_key(person))
    if kept is None or kept[0] != _rights(person):
        return standing_of(person).head
    head = Head(*kept[1:])
    return head._replace(unread=_unread_of(person)) if is_unread_now else head


def forget_head(person: Any) -> None:
    """Let the next page count anew: the person did something that may have settled a need."""
    if person.pk:
        cache.delete(_key(person))


def _unread_of(person: Any) -> int:
    return sum(count for count, _day in _counts([(rows(person), "") for rows in _unread]))


def _key(person: Any) -> str:
    return f"head:{person.pk}"


def _rights(person: Any) -> int:
    """Return what tells the rights of a person: without one of them, no number is believed."""
    return crc32(" ".join(sorted(reader_of(person).tokens)).encode())


def due_of(needs: Iterable[Need]) -> list[Due]:
    """Return what of these needs waits now, the most urgent first; in one query."""
    return _standing(list(needs), []).due


def _standing(needs: Sequence[Need], unread: Sequence[Statement]) -> Standing:
    asked: list[tuple[QuerySet[Any] | Statement, str]] = [(rows, "") for rows in unread]
    asked += [(rows, need.due_in) for need in needs for rows in need.waiting]
    counts = iter(_counts(asked))
    total = sum(next(counts)[0] for _rows in unread)
    due, today = [], timezone.now().date()
    for need in needs:
        found = [next(counts) for _rows in need.waiting] if need.waiting else [(1, None)]
        if n := sum(count for count, _first in found):
            days = [day for day in (need.due, *(first for _count, first in found)) if day]
            due.append(Due(need, str(need.title % {"n": n}), min(days, default=None), today))
    return Standing(sorted(due, key=lambda each: each.urgency), total)


def _counts(
    waiting: Sequence[tuple[QuerySet[Any] | Statement, str]],
) -> list[tuple[int, datetime.date | None]]:
    """Return how many rows each has and their first day, in one statement: every page asks."""
    counts: list[tuple[int, datetime.date | None]] = [(0, None)] * len(waiting)
    places, parts = [], []
    values: list[Any] = []
    for place, (rows, due_in) in enumerate(waiting):
        try:
            sql, parameters = rows if isinstance(rows, tuple) else _statement(rows, due_in)
        except EmptyResultSet:
            continue
        places.append(place)
        parts.append("(SELECT " + _number(rows, due_in) + " FROM (" + sql + ") AS waiting)")  # noqa: S608 Django's own
        values += parameters
    if parts:
        (found,) = ask("SELECT " + ", ".join(parts), values)
        for place, count in zip(places, found, strict=True):
            counts[place] = _read(count)
    return counts


def _number(rows: QuerySet[Any] | Statement, due_in: str) -> str:
    """Return the column of a count; with its first day both are one text, to ask but once."""
    if not due_in:
        return "count(*)"
    name = due_in if isinstance(rows, tuple) else rows.model._meta.get_field(due_in).column
    column = connection.ops.quote_name(name)
    return f"concat_ws(' ', count(*), min({column})::date)"


def _read(count: int | str) -> tuple[int, datetime.date | None]:
    if isinstance(count, int):
        return count, None
    number, _space, day = count.partition(" ")
    return int(number), datetime.date.fromisoformat(day) if day else None


def _statement(rows: QuerySet[Any], due_in: str) -> Statement:
    fields = ["pk", due_in] if due_in else ["pk"]
    sql, parameters = rows.order_by().values(*fields).query.sql_with_params()
    return sql, list(parameters)
