"""Long lists whose statements are kept: one for each order, with and without a position."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Model, QuerySet

from portal.compiled import Compiled, Replanned, ask

# What stands for the first, second, … field of a position while a statement is compiled: no list
# compares with the year 1.
_EXAMPLES: dict[type[Any], Callable[[int], Any]] = {
    models.BooleanField: lambda _place: True,
    models.DateTimeField: lambda place: datetime.datetime(1, 1, 1 + place, tzinfo=datetime.UTC),
    models.DateField: lambda place: datetime.date(1, 1, 1 + place),
    models.IntegerField: lambda place: 987_654_321 + place,
    models.CharField: lambda place: f"position {place}",
}
# Where rows after a position begin: `portal.paging` says it.
type Beyond = Callable[[Sequence[str], Sequence[Any]], Any]


class _Count(Compiled):
    """A count, which leaves out what only a page shows."""

    needs_all = False


class KeptList:
    """A list that is built once for every order. `shape` gives the rows what a page shows.

    What `build` takes has its example here, as in `Compiled`; orders are fields of the model. Rows
    are dicts, or models where the list `has_models`.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any]],
        *,
        shape: Callable[[QuerySet[Any]], QuerySet[Any, Any]],
        is_planned_once: bool = True,
        has_models: bool = False,
        **examples: Any,
    ) -> None:
        self._compile: type[Compiled] = Compiled if is_planned_once else Replanned
        self._build = build
        self._shape = shape
        self._has_models = has_models
        self._examples = examples
        self._model: type[Model] = build(**examples).model
        self._pages: dict[Any, Compiled] = {}
        self._counts: dict[int, _Count] = {}

    def of(self, **values: Any) -> "KeptRows":
        """Return the list with these values."""
        return KeptRows(self, values)

    def page(
        self, fields: Sequence[str], position: Sequence[Any] | None, limit: int,
        *, beyond: Beyond, values: dict[str, Any],
    ) -> list[Any]:  # fmt: skip
        """Return the first rows after a position, in an order."""
        key = (tuple(fields), position is None, limit)
        if key not in self._pages:
            self._pages[key] = self._compiled(fields, position is None, limit, beyond)
        here = {}
        if position is not None:
            here = {
                name: self._field(name).to_python(value)
                for name, value in zip(_places(fields), position, strict=True)
            }
        page = self._pages[key]
        return (page.found if self._has_models else page.rows)(**values, **here)

    def count(self, most: int, values: dict[str, Any]) -> int:
        """Return how many rows there are, up to `most`."""
        if most not in self._counts:
            self._counts[most] = _Count(
                lambda **values: self._build(**values).order_by().values("pk")[:most],
                **self._examples,
            )
        sql, parameters = self._counts[most](**values)
        return int(ask("SELECT count(*) FROM (" + sql + ") AS counted", parameters)[0][0])  # noqa: S608 Django's own

    def _compiled(
        self, fields: Sequence[str], is_first: bool, limit: int, beyond: Beyond
    ) -> Compiled:
        names = [] if is_first else _places(fields)
        places = {name: self._example(name, place) for place, name in enumerate(names)}

        def build(**values: Any) -> QuerySet[Any]:
            position = [values.pop(name) for name in places]
            rows = self._shape(self._build(**values)).order_by(*fields)
            return (rows.filter(beyond(fields, position)) if places else rows)[:limit]

        return self._compile(build, **self._examples, **places)

    def _field(self, name: str) -> Any:
        return self._model._meta.get_field(name.removeprefix("after_"))

    def _example(self, name: str, place: int) -> Any:
        field = self._field(name)
        return next(made(place) for kind, made in _EXAMPLES.items() if isinstance(field, kind))


class KeptRows(NamedTuple):
    """A kept list with its values: what a page is taken of."""

    rows: KeptList
    values: dict[str, Any]

    def page(
        self, fields: Sequence[str], position: Sequence[Any] | None, limit: int, beyond: Beyond
    ) -> list[Any]:
        """Return the first rows after a position, in an order."""
        return self.rows.page(fields, position, limit, beyond=beyond, values=self.values)

    def counted(self, most: int) -> int:
        """Return how many rows there are, up to `most`."""
        return self.rows.count(most, self.values)


def _places(fields: Sequence[str]) -> list[str]:
    """Return the names of the values of a position."""
    return [f"after_{field.removeprefix('-')}" for field in fields]
