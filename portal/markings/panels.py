"""Panels: what a higher room shows on a lower room's page. Rooms register theirs in `apps.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from portal.markings.models import Reader


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A section of a page; `template` draws its rows. The link leads to the whole list.

    Panels stand in the order of their `place`: what something is, then works, then people.
    """

    title: str | Promise
    template: str
    rows: Sequence[Any]
    place: int = 50
    note: str | Promise = ""
    action: str | Promise = ""
    url: str = ""


# One query each, under the reading rule; None where there is nothing for this reader. A maker of
# several panels makes them of one query, too.
type Maker = Callable[[Any, Reader], Panel | list[Panel] | None]

_makers: dict[type[Model], list[Maker]] = {}


def register_panel(model: type[Model], maker: Maker) -> None:
    """Show a panel on the page of every row of a model."""
    _makers.setdefault(model, []).append(maker)


def panels_of(obj: Model, reader: Reader) -> list[Panel]:
    """Return what the higher rooms show this reader on the page of an object."""
    panels: list[Panel] = []
    for maker in _makers.get(type(obj), []):
        made = maker(obj, reader)
        panels += made if isinstance(made, list) else [made] if made else []
    return sorted(panels, key=lambda panel: panel.place)
