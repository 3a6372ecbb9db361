"""Statements that every page asks: built by the ORM once, planned once, run with other values."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Model, QuerySet

type Statement = tuple[str, list[Any]]


class _PreparingCursor(ServerBindingCursor):
    """A cursor whose statements PostgreSQL keeps: it plans each once for a connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement, prepared."""
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]


def ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that many pages ask: to plan it costs more than to run it."""
    with connection.cursor() as cursor:
        # Within Django's own wrapper, which counts statements and turns errors into its own.
        cursor.cursor = _PreparingCursor(cursor.connection)  # type: ignore[call-arg]
        cursor.execute(sql, values)
        return cursor.fetchall()


class Compiled:
    """A queryset compiled once: compiling it for every page would cost more than running it.

    `examples` give each value its name; an example must differ from every other value.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **examples: Any) -> None:
        self._build = build
        self._examples = examples

    def __call__(self, **values: Any) -> Statement:
        """Return the statement and its parameters with these values in the examples' places."""
        sql, places = self._compiled
        return sql, [values[name] if name else value for name, value in places]

    def found(self, **values: Any) -> list[Any]:
        """Return the rows as models, for a queryset that asks for whole rows of one table."""
        model, fields = self._model, self._fields
        return [model.from_db(connection.alias, fields, row) for row in ask(*self(**values))]

    @cached_property
    def _model(self) -> type[Model]:
        return self._build(**self._examples).model

    @cached_property
    def _fields(self) -> list[str]:
        fields = self._model._meta.concrete_fields
        if converted := [field.name for field in fields if hasattr(field, "from_db_value")]:
            raise ValueError(f"Only a queryset reads these fields: {', '.join(converted)}")
        return [field.attname for field in fields]

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str, Any]]]:
        sql, parameters = self._build(**self._examples).query.sql_with_params()
        places = [(self._name_of(value), value) for value in parameters]
        if missing := self._examples.keys() - {name for name, _value in places}:
            raise ValueError(f"The statement holds no {', '.join(sorted(missing))}: {sql}")
        return sql, places

    def _name_of(self, value: Any) -> str:
        names = [name for name, example in self._examples.items() if example == value]
        return names[0] if names else ""
