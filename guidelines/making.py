"""Making a record from a topic or a lesson: what may be made, and what the form begins with."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.forms.begin import LABELS
from guidelines.kinds import Kind
from portal.markings.models import Marking
from portal.origins import Source
from workspaces.models.labels import is_lower

# The sections that the words of a source go to, by their plain names.
SECTIONS = {
    Kind.PRACTICE: {
        "problem": "problem", "solution": "steps", "result": "problem", "lesson": "steps",
    },
    Kind.PITFALL: {
        "problem": "happened", "solution": "happened", "result": "happened", "lesson": "instead",
    },
    Kind.EXPERIENCE: {
        "problem": "problem", "solution": "solution", "result": "outcome", "lesson": "lesson",
    },
}  # fmt: skip
AMBER = (Marking.AMBER, _("Your administration and the Secretariat (TLP:AMBER)"))


def prefilled(kind: str, source: Source) -> dict[str, str]:
    """Return the sections that a form begins with. The title is left: it may name the room."""
    found: dict[str, list[str]] = {}
    for name, section in SECTIONS[Kind(kind)].items():
        if words := source.parts.get(name, "").strip():
            found.setdefault(section, []).append(words)
    return {section: "\n\n".join(texts) for section, texts in found.items()}


def labels_for(source: Source, person: Any) -> list[tuple[Any, Any]]:
    """Return the labels that a record made from a source may have: never a milder one."""
    offered = [*LABELS]
    if source.marking == Marking.AMBER and person.administration_id:
        # Amber advice belongs to an administration that is named.
        offered = [AMBER]
    return [each for each in offered if not is_lower(each[0], source.marking)]


def refusal_of(source: Source, person: Any) -> str:
    """Return why nothing can be made from a source; empty where something can."""
    if labels_for(source, person):
        return ""
    if source.marking == Marking.AMBER:
        return gettext("Only an officer of an administration makes guidance of what is TLP:AMBER.")
    return gettext("Its label is stricter than that of any guidance.")
