"""Conditions of a queryset that are written out: the ORM looks no field up and builds no join."""

from collections.abc import Mapping
from typing import Any, Self

from django.db.models import BooleanField, Expression


class Written(Expression):
    """A condition in SQL on the rows of a queryset: `{row}` stands for their table, in any query.

    Each place for a value is `%s`. It fits `filter`, `When` and `Q`, as a look-up does. With an
    `output_field` of another kind, it is what `annotate` adds to each row.
    """

    conditional = True

    def __init__(self, sql: str, *values: Any, output_field: Any = None) -> None:
        super().__init__(output_field or BooleanField())
        self.sql, self.values, self.row = sql, values, ""

    def resolve_expression(self, query: Any = None, *args: Any, **options: Any) -> Self:
        """Return the condition on the first table of a query."""
        resolved = self.copy()
        resolved.row = query.get_initial_alias()
        return resolved

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Self:
        """Return the condition where the query stands within another that has the same table."""
        clone = self.copy()
        clone.row = change_map.get(self.row, self.row)
        return clone

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL with its values."""
        return self.sql.format(row=compiler.quote_name(self.row)), self.values
