"""Keyset pages: First, Previous, Next; the cost of a page does not grow with its depth."""

import datetime
import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest

TOTAL_CAP = 1000


class Kept(Protocol):
    """A list whose statements are kept: `portal.lists`."""

    def page(self, fields: Sequence[str], position: Any, limit: int, beyond: Any) -> list[Any]:
        """Return the first rows after a position, in an order; `beyond` is its condition."""

    def counted(self, most: int) -> int:
        """Return how many rows there are, up to `most`."""


@dataclass(frozen=True)
class Order:
    """A sort order: fields without nulls, with `-` for descending; the last one is unique."""

    label: Any
    fields: tuple[str, ...]


@dataclass
class Page:
    """One page of a list, and the addresses of its neighbours."""

    rows: list[Any]
    sort: str
    orders: Mapping[str, Order]
    total: int
    is_total_capped: bool
    first: str | None
    previous: str | None
    next: str | None
    cap: int = TOTAL_CAP

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def total_text(self) -> str:
        """The total in words: exact, or "1,000+" past the cap."""
        text = f"{self.cap:,}+" if self.is_total_capped else f"{self.total:,}"
        return text.replace(",", "\u00a0")

    @classmethod
    def of(
        cls,
        queryset: QuerySet[Any] | Kept,
        request: HttpRequest,
        *,
        orders: Mapping[str, Order],
        per_page: int = 25,
        total: int | Callable[[Any], int] | None = None,
        cap: int | None = None,
        counted: QuerySet[Any] | None = None,
    ) -> "Page":
        """Return the page that the request's `sort`, `after` or `before` names, else page one.

        The cursor is signed over the address without itself, so it fits one list, sort and filter.
        `total` is given by who has counted already, up to one more than `cap`; or it reads it
        from a row, where the rows carry it. Rows that fill no page are not counted again. `counted`
        are the same rows without the joins of what only a page shows.
        """
        cap = TOTAL_CAP if cap is None else cap
        params = request.GET.copy()
        cursors = {name: params.pop(name, [""])[-1] for name in ("after", "before")}
        sort = _sort(params, orders)
        fields = orders[sort].fields
        link = _Linker(request.path, params, _scope(request.path, params, sort), fields)
        backwards, position = bool(cursors["before"]), None
        if raw := cursors["before"] or cursors["after"]:
            position = _loads(raw, link.scope, len(fields))
            backwards = backwards and position is not None
        found = _rows(queryset, _flip(fields) if backwards else fields, position, per_page + 1)
        if backwards and not found:
            # The rows before it went away: the rows that are there now come first.
            backwards, position = False, None
            found = _rows(queryset, fields, None, per_page + 1)
        has_more, found = len(found) > per_page, found[:per_page]
        if backwards:
            found.reverse()
        if callable(total):
            total = total(found[0]) if found else None
        if total is None and position is None and not has_more:
            total = len(found)
        if total is None:
            total = count(queryset if counted is None else counted, cap + 1)
        has_previous = (position is not None and not backwards) or (backwards and has_more)
        has_next = backwards or has_more
        return cls(
            rows=found,
            sort=sort,
            orders=orders,
            total=min(total, cap),
            is_total_capped=total > cap,
            first=link.plain() if has_previous else None,
            previous=link.to("before", found[0]) if has_previous and found else None,
            next=link.to("after", found[-1]) if has_next and found else None,
            cap=cap,
        )

    @property
    def is_whole(self) -> bool:
        """Whether the list has no other page."""
        return not (self.first or self.next)

    @classmethod
    def beginning_with(
        cls,
        row: Any,
        queryset: QuerySet[Any],
        request: HttpRequest,
        *,
        orders: Mapping[str, Order],
        without: str,
    ) -> str:
        """Return the address of the page that begins with a row, of page one where it is None.

        `without` is the word of the query that asked for this.
        """
        params = request.GET.copy()
        for name in ("after", "before", without):
            params.pop(name, None)
        sort = _sort(params, orders)
        fields = orders[sort].fields
        link = _Linker(request.path, params, _scope(request.path, params, sort), fields)
        if row is None:
            return link.plain()
        position = [_value(row, field.lstrip("-")) for field in fields]
        above = _rows(queryset, _flip(fields), position, 1)
        return link.to("after", above[0]) if above else link.plain()


def beside(queryset: QuerySet[Any], order: Order, row: Any, *, backwards: bool = False) -> Any:
    """Return the row of a list that comes after one, or before it; None at the end."""
    fields = _flip(order.fields) if backwards else order.fields
    position = [_value(row, field.lstrip("-")) for field in fields]
    found = [] if None in position else _rows(queryset, fields, position, 1)
    return found[0] if found else None


@dataclass(frozen=True)
class _Linker:
    """Addresses of the same list at other positions."""

    path: str
    params: Any
    scope: str
    fields: Sequence[str]

    def plain(self) -> str:
        query = self.params.urlencode()
        return f"{self.path}?{query}" if query else self.path

    def to(self, name: str, row: Any) -> str:
        params = self.params.copy()
        params[name] = _dumps(row, self.scope, self.fields)
        return f"{self.path}?{params.urlencode()}"


def count(queryset: QuerySet[Any] | Kept, most: int) -> int:
    """Return how many rows there are, up to `most`; `QuerySet.count` costs twice as much."""
    if not isinstance(queryset, QuerySet):
        return queryset.counted(most)
    try:
        sql, values = queryset.order_by().values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (" + sql + ") AS counted", values)  # noqa: S608 Django's own
        return int(cursor.fetchone()[0])


def _sort(params: Any, orders: Mapping[str, Order]) -> str:
    """Return the order that is asked for, or the first."""
    sort = params.get("sort", "")
    return sort if sort in orders else next(iter(orders))


def _scope(path: str, params: Any, sort: str) -> str:
    """Return what a cursor fits: one list, sort and filter."""
    return f"{path}?{sort}&{_filters(params)}"


def _filters(params: Any) -> str:
    return "&".join(
        f"{key}={value}" for key in sorted(params) if key != "sort" for value in params.getlist(key)
    )


def _flip(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)


def _rows(
    queryset: QuerySet[Any] | Kept,
    fields: Sequence[str],
    position: list[Any] | None,
    limit: int,
) -> list[Any]:
    if not isinstance(queryset, QuerySet):
        return queryset.page(fields, position, limit, _beyond)
    rows = queryset.order_by(*fields)
    if position is not None:
        rows = rows.filter(_beyond(fields, position))
    return list(rows[:limit])


def _beyond(fields: Sequence[str], position: Sequence[Any]) -> Any:
    """Return the condition for rows after a position.

    One direction is a comparison of rows, (a, b) < (x, y), which an index answers at any depth;
    written out with OR it would read the index from its start. Mixed directions get a bound on the
    first field.
    """
    names = [field.lstrip("-") for field in fields]
    descending = {field.startswith("-") for field in fields}
    if len(descending) == 1:
        compare = TupleLessThan if descending.pop() else TupleGreaterThan
        return compare(Tuple(*(F(name) for name in names)), tuple(position))
    condition, same = Q(), Q()
    for field, name, value in zip(fields, names, position, strict=True):
        operator = "lt" if field.startswith("-") else "gt"
        condition |= same & Q(**{f"{name}__{operator}": value})
        same &= Q(**{name: value})
    bound = "lte" if fields[0].startswith("-") else "gte"
    return Q(**{f"{names[0]}__{bound}": position[0]}) & condition


def _dumps(row: Any, scope: str, fields: Sequence[str]) -> str:
    values = [_value(row, field.lstrip("-")) for field in fields]
    return signing.dumps(values, salt=f"cursor:{scope}", compress=True)


def _loads(raw: str, scope: str, length: int) -> list[Any] | None:
    """Return the position that a cursor names, or None for a forged or foreign one."""
    try:
        values = signing.loads(raw, salt=f"cursor:{scope}")
    except signing.BadSignature:
        return None
    return values if isinstance(values, list) and len(values) == length else None


def _value(row: Any, path: str) -> Any:
    """Return a field of a row: of a model, or of the dict that `values()` gives."""
    value = row[path] if isinstance(row, dict) else attrgetter(path.replace("__", "."))(row)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value
