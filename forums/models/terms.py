"""The words of the taxonomies by their codes, in the reader's language."""

from collections.abc import Iterable

from portal.kept import Kept
from portal.taxonomy.models import Language, Process, Technology

type Names = dict[str, tuple[str, bool]]


def _names(model: type[Technology] | type[Process]) -> Names:
    return {row.slug: (row.name, row.is_retired) for row in model.objects.all()}


TECHNOLOGIES = Kept(lambda: _names(Technology), seconds=60)
PROCESSES = Kept(lambda: _names(Process), seconds=60)
LANGUAGES = Kept(lambda: {row.code: row.name for row in Language.objects.all()}, seconds=60)


def choices(names: Names, chosen: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return what a form offers: the terms in use, and those chosen before."""
    kept = set(chosen)
    return [(slug, name) for slug, (name, gone) in names.items() if not gone or slug in kept]


def named(names: Names, slugs: Iterable[str]) -> list[str]:
    """Return the names of terms; a code that nobody knows any more stands for itself."""
    return [names.get(slug, (slug, True))[0] for slug in slugs]


def terms_of(technologies: Iterable[str], processes: Iterable[str]) -> list[str]:
    """Return what something is about, in words."""
    return named(TECHNOLOGIES.now(), technologies) + named(PROCESSES.now(), processes)
