"""Making a record from a topic or a lesson: what may be made, and what the form begins with."""

from typing import Any

from django.utils.translation import gettext

from guidelines.kinds import Kind
from guidelines.models.labels import labels_for
from portal.markings.models import Marking
from portal.origins import Source

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


def prefilled(kind: str, source: Source) -> dict[str, str]:
    """Return the sections that a form begins with. The title is left: it may name the room."""
    found: dict[str, list[str]] = {}
    for name, section in SECTIONS[Kind(kind)].items():
        if words := source.parts.get(name, "").strip():
            found.setdefault(section, []).append(words)
    return {section: "\n\n".join(texts) for section, texts in found.items()}


def refusal_of(source: Source, person: Any) -> str:
    """Return why nothing can be made from a source; empty where something can."""
    if labels_for(source, person):
        return ""
    if source.marking == Marking.AMBER:
        return gettext("Only an officer of an administration makes guidance of what is TLP:AMBER.")
    return gettext("Its label is stricter than that of any guidance.")
