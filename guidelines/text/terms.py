"""The words of the taxonomies that records are filed under, in the reader's language."""

from collections.abc import Iterable, Mapping

from django.db import models

from directory.models import Region
from portal.kept import Kept
from portal.taxonomy.models import Benefit, Obstacle, Phase, Process, Technology

type Names = Mapping[str, tuple[str, bool]]

TAXONOMIES: dict[str, type[models.Model]] = {
    "technology": Technology,
    "process": Process,
    "phase": Phase,
    "obstacle": Obstacle,
    "benefit": Benefit,
}


def _all() -> dict[str, Names]:
    found: dict[str, Names] = {
        name: {row.slug: (row.name, row.is_retired) for row in model._default_manager.all()}  # type: ignore[attr-defined]
        for name, model in TAXONOMIES.items()
    }
    found["region"] = {row.code: (row.short, False) for row in Region.objects.all()}
    return found


TERMS = Kept(_all, seconds=60)


def names_of(taxonomy: str) -> Names:
    """Return the names of a taxonomy by slug, and whether a term is no longer offered."""
    return TERMS.now()[taxonomy]


def choices(taxonomy: str, chosen: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return what a form offers: the terms in use, and those chosen before."""
    kept = set(chosen)
    known = names_of(taxonomy).items()
    return [(slug, name) for slug, (name, gone) in known if not gone or slug in kept]


def named(taxonomy: str, slug: str) -> str:
    """Return the name of a term; a code that nobody knows any more stands for itself."""
    return names_of(taxonomy).get(slug, (slug, True))[0]
