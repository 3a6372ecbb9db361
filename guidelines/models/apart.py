"""Whose a record is stands apart: the database shows it to who says that they look (ADR 20).

A statement that joins the table by accident finds nothing. This does not stop code of the portal
that means to look; it stops slips, and roles that only read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, Func, Value
from django.db.models.expressions import Combinable

_OPEN = "SELECT current_setting('portal.identity', true), set_config('portal.identity', 'on', true)"
_CLOSE = "SELECT set_config('portal.identity', '', true)"
_IS_OF = "SELECT guidelines_is_of(%s, %s)"


@contextmanager
def opened() -> Iterator[None]:
    """Let what is done within read and change whose records are, for as long as it lasts."""
    # What fails is rolled back, and the setting with it.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPEN)
        was_open = cursor.fetchone()[0] == "on"
        yield
        if not was_open:
            cursor.execute(_CLOSE)


def is_of(record: int, home: int) -> bool:
    """Return whether a record is an administration's, named or not."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_OF, [record, home])
        return bool(cursor.fetchone()[0])


class IsOf(Func):
    """Whether the record of a key is an administration's, named or not. Zero: nobody's."""

    function = "guidelines_is_of"
    # Visitors have no administration: nothing is asked for them.
    template = "(%(home)s > 0 AND %(function)s(%(expressions)s))"
    output_field = BooleanField()

    def __init__(self, record: Combinable, home: int) -> None:
        super().__init__(record, Value(home, output_field=BigIntegerField()))

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        """Return the condition, with the administration in two places."""
        home, values = compiler.compile(self.source_expressions[1])
        sql, more = super().as_sql(compiler, connection, home=home, **context)
        return sql, (*values, *more)


class RecordsOf(Func):
    """The keys of the records of an administration, or of one author there, for a set."""

    function = "guidelines_records_of"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()

    def __init__(self, home: int, author: Any = None) -> None:
        values = [home] if author is None else [home, author]
        super().__init__(*(Value(each, output_field=BigIntegerField()) for each in values))
