"""Statements that every page asks: built by the ORM once, planned once, run with other values."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

type Statement = tuple[str, list[Any]]


class _PreparingCursor(ServerBindingCursor):
    """A cursor whose statements PostgreSQL keeps: it plans each once for a connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement, prepared."""
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]


def ask(
    sql: str, values: Sequence[Any] | Mapping[str, Any], *, is_planned_once: bool = True
) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that many pages ask: to plan it costs more than to run it.

    Where the best plan depends on the values, it is planned each time.
    """
    with _preparing() if is_planned_once else connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _preparing() -> Any:
    """Return such a cursor in Django's own wrapper, which counts statements and says its errors.

    To put it into the wrapper of another one would make two for each statement.
    """
    wrapper: Any = connection
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors:
        return wrapper._prepare_cursor(
            _PreparingCursor(wrapper.connection)  # type: ignore[call-arg]
        )


@models.CharField.register_lookup
class OneOf(models.Lookup):  # type: ignore[type-arg]
    """One of these texts, as one value: with IN each would be a value of the statement."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        column, values = self.process_lhs(compiler, connection)
        texts, more = self.process_rhs(compiler, connection)
        return column + " = ANY(" + texts + "::text[])", (*values, *more)


class Compiled:
    """A queryset compiled once: compiling it for every page would cost more than running it.

    `examples` give each value its name. One that equals another value of the statement is refused,
    and so is a value that is made of one: it would be kept for everybody (ADR 19).
    """

    # Whether a statement without the place of an example is a mistake.
    needs_all = True
    # Whether PostgreSQL keeps its plan, too.
    is_planned_once = True

    def __init__(self, build: Callable[..., QuerySet[Any]], **examples: Any) -> None:
        self._build = build
        self._examples = examples

    def __call__(self, **values: Any) -> Statement:
        """Return the statement and its parameters with these values in the examples' places."""
        sql, places = self._compiled
        return sql, [values[name] if name else value for name, value in places]

    def found(self, **values: Any) -> list[Any]:
        """Return the rows as models, each with what the queryset selects and annotates."""
        rows = ask(*self(**values), is_planned_once=self.is_planned_once)
        return list(self._shape.models(rows)) if rows else []

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of a queryset of `values`, which need no conversion, as dicts."""
        found = ask(*self(**values), is_planned_once=self.is_planned_once)
        return [dict(zip(self._names, row, strict=True)) for row in found]

    @cached_property
    def _names(self) -> list[str]:
        query: Any = self._build(**self._examples).query
        return list(query.selected)

    @cached_property
    def _shape(self) -> "_Shape":
        return _Shape(self._build(**self._examples))

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str, Any]]]:
        sql, parameters = self._build(**self._examples).query.sql_with_params()
        places = [(self._name_of(value), value) for value in parameters]
        if self.needs_all and (
            missing := self._examples.keys() - {name for name, _value in places}
        ):
            raise ValueError(f"The statement holds no {', '.join(sorted(missing))}: {sql}")
        # With other examples, other values stand in those places and nowhere else.
        others = {name: _other(value) for name, value in self._examples.items()}
        again = self._build(**others).query.sql_with_params()
        if again != (sql, tuple(others[name] if name else value for name, value in places)):
            raise ValueError(f"An example is not told from other values, or made into one: {sql}")
        return sql, places

    def _name_of(self, value: Any) -> str:
        # True equals 1, and is another value.
        names = [
            name
            for name, example in self._examples.items()
            if isinstance(example, bool) is isinstance(value, bool) and example == value
        ]
        if len(names) > 1:
            raise ValueError(
                f"The examples {', '.join(names)} are the same: {value!r}. Choose others."
            )
        return names[0] if names else ""


class Replanned(Compiled):
    """A statement whose best plan depends on its values: on what a reader may read, or how rare."""

    is_planned_once = False


def _other(example: Any) -> Any:
    """Return another value of the same type: a day, a number, a text or a list."""
    if isinstance(example, datetime.date):
        return example + datetime.timedelta(days=1)
    if isinstance(example, bool):
        return not example
    return example - 1 if isinstance(example, int) else example + example


class _Shape:
    """How the rows of a queryset become models: what Django finds out for every query."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        compiler: Any = queryset.query.get_compiler(connection=connection)
        compiler.as_sql()
        self._select = compiler.select
        self._klass_info = compiler.klass_info
        columns = [column for column, _sql, _alias in compiler.select]
        self._converters = compiler.get_converters(columns)
        self._annotations = compiler.annotation_col_map or {}
        start, *_rest = places = self._klass_info["select_fields"]
        self._own = slice(start, places[-1] + 1)
        self._fields = [column.target.attname for column in columns[self._own]]
        self._fetch_mode = queryset._fetch_mode  # type: ignore[attr-defined]
        self._related = get_related_populators(
            self._klass_info, self._select, connection.alias, self._fetch_mode
        )

    def models(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield each row as a model."""
        alias, model = connection.alias, self._klass_info["model"]
        for row in self._converted(rows):
            one = model.from_db(alias, self._fields, row[self._own], fetch_mode=self._fetch_mode)
            for each in self._related:
                each.populate(row, one)
            for name, place in self._annotations.items():
                setattr(one, name, row[place])
            yield one

    def _converted(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            values = list(row)
            for place, (converters, column) in self._converters.items():
                for convert in converters:
                    values[place] = convert(values[place], column, connection)
            yield values
