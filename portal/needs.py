"""What needs a person: rooms register a source in `apps.py`; one query counts what waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing a person has to do. `waiting` are the rows behind it; without any, it stands.

    `title` may hold `%(n)d`; a lazy plural takes its number from it.
    """

    title: str | Promise
    url: str
    action: str | Promise
    why: str | Promise = ""
    waiting: Sequence[QuerySet[Any]] = ()
    is_late: bool = False


class Due(NamedTuple):
    """A need with how much waits, as the home page shows it."""

    need: Need
    title: str


# Yields what may need the person; asks nothing of the database itself.
type Source = Callable[[Any], Iterable[Need]]

_sources: list[Source] = []


def register_needs(source: Source) -> None:
    """Let a room say what needs a person."""
    _sources.append(source)


def needs_of(person: Any) -> list[Due]:
    """Return what needs a person, late things first; one query, or none when nothing can wait."""
    needs = [need for source in _sources for need in source(person)]
    counts = iter(_counts(person, [rows for need in needs for rows in need.waiting]))
    due = []
    for need in needs:
        n = sum(next(counts) for _rows in need.waiting) if need.waiting else 1
        if n:
            due.append(Due(need, str(need.title % {"n": n})))
    return sorted(due, key=lambda each: not each.need.is_late)


def _counts(person: Any, querysets: list[QuerySet[Any]]) -> Sequence[int]:
    if not querysets:
        return []
    columns = [Coalesce(Subquery(_count(rows)), 0) for rows in querysets]
    people = get_user_model()._default_manager.filter(pk=person.pk)
    return people.values_list(*columns).first() or [0] * len(querysets)


def _count(rows: QuerySet[Any]) -> QuerySet[Any]:
    grouped = rows.order_by().annotate(in_one_group=Value(1)).values("in_one_group")
    return grouped.annotate(n=Count("*")).values("n")
