"""What each list of guidance is narrowed by, and what the values are called."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Kind, Origin, Progress, RootCause, Strength, Supplier
from guidelines.measures.confidence import Level
from guidelines.text import terms
from portal.facets import Names, Shelf, named
from portal.kept import Kept
from portal.taxonomy.models import Language, in_language

_ALL = {
    "technology": _("Technology"),
    "process": _("Customs process"),
    "phase": _("Life-cycle phase"),
    "strength": _("Strength"),
    "cause": _("Root cause"),
    "progress": _("How far it is"),
    "confidence": _("Confidence"),
    "obstacle": _("Obstacle"),
    "benefit": _("Benefit"),
    "supplier": _("Who built it"),
    "region": _("Region"),
    "language": _("Language"),
    "sources": _("Where it comes from"),
}
_ONLY = {
    Kind.PRACTICE: {"strength", "confidence"},
    Kind.PITFALL: {"cause"},
    Kind.EXPERIENCE: {"progress", "benefit", "supplier"},
}
_OWN = set().union(*_ONLY.values())
SHELVES = {
    kind: Shelf(
        labels={name: each for name, each in _ALL.items() if name in own or name not in _OWN},
        unfolded={"technology", *(own & {"strength", "cause", "progress"})},
    )
    for kind, own in _ONLY.items()
}
_CHOICES = {
    "strength": Strength, "cause": RootCause, "progress": Progress, "supplier": Supplier,
    "sources": Origin,
}  # fmt: skip


def _names() -> Names:
    found = {
        name: {code: words for code, (words, _gone) in terms.names_of(name).items()}
        for name in (*terms.TAXONOMIES, "region")
    }
    found |= {
        name: {code: capfirst(str(label)) for code, label in choices.choices}
        for name, choices in _CHOICES.items()
    }
    # The surest first.
    found["confidence"] = {each.value: str(each.label) for each in reversed(Level)}
    found["language"] = {row.code: in_language(row, "name") for row in Language.objects.all()}
    return named(found)


# A new term is offered as a filter within a minute.
NAMES = Kept(_names, seconds=60)


def names() -> Names:
    """Return the names of every value in the reader's language, by facet and code."""
    return NAMES.now()
