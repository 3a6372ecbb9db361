"""What works are narrowed by, and what the values are called."""

from django.utils.translation import gettext_lazy as _

from portal.facets import Names, Shelf, named, terms
from portal.kept import Kept
from research.models import Work

FACETS = {
    "technology": _("Technology"),
    "process": _("Process"),
    "type": _("Type"),
    "language": _("Language"),
    "region": _("Region studied"),
}
SHELF = Shelf(labels=FACETS, unfolded={"technology", "type"})

# Written out: to compile this union of four tables costs more than to run it.
TERMS = """
SELECT 'technology', slug, name_en, name_fr, position, id FROM taxonomy_technology
UNION ALL SELECT 'process', slug, name_en, name_fr, position, id FROM taxonomy_process
UNION ALL SELECT 'region', code, short_en, short_fr, 0, id FROM directory_region
UNION ALL SELECT 'language', code, name_en, name_fr, 0, id FROM taxonomy_language
ORDER BY 1, 5, 6
"""


def _names() -> Names:
    names: dict[str, dict[str, str]] = {facet: {} for facet in FACETS}
    names |= terms(TERMS)
    names["type"] = {code: str(label) for code, label in Work.Type.choices}
    return named(names)


# A new term is offered as a filter within a minute.
NAMES = Kept(_names, seconds=60)


def names() -> Names:
    """Return the names of every value in the reader's language, by facet and code."""
    return NAMES.now()
