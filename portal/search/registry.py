"""What rooms register in their `apps.py`: models that the index holds, names of facets."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import models

from portal.registry import Registry


class Searched(NamedTuple):
    """A model that the index holds, the relations its documents read, whose names they carry."""

    model: type[models.Model]
    prefetch: Sequence[str]
    names: Sequence[str] = ()


class Labels(NamedTuple):
    """Where the names of a facet's codes stand: `<name>_en` and `<name>_fr` beside the code."""

    model: type[models.Model]
    code: str
    name: str


# Models whose rows the index holds, by label; rooms register theirs in `apps.py`.
_searchable: Registry[Searched] = Registry("searchable model")
_labels: Registry[Labels] = Registry("facet")


def register_searchable(
    model: type[models.Model], *, prefetch: Sequence[str] = (), names: Sequence[str] = ()
) -> None:
    """Let the index hold the rows of a model.

    `prefetch` are the relations its documents read; `names` those whose name stands in them, so
    that a row is indexed again when one of these gets another name.
    """
    _searchable.register(model._meta.label_lower, Searched(model, prefetch, names))


def searchable_models() -> dict[str, Searched]:
    """Return the models that the index holds, by label."""
    return dict(_searchable)


def register_labels(
    facet: str, model: type[models.Model], *, code: str, name: str = "name"
) -> None:
    """Say where the names of a facet's codes stand."""
    _labels.register(facet, Labels(model, code, name))


def facet_labels() -> dict[str, Labels]:
    """Return where each facet's names stand."""
    return dict(_labels)
