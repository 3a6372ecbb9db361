"""Texts of guidance for tests."""

from typing import Any

from guidelines.kinds import Kind
from guidelines.models import Manuscript, Record, Version
from portal.taxonomy.models import Language, Phase, Technology

TEXTS: dict[str, dict[str, Any]] = {
    Kind.PRACTICE: {
        "title": "Measure before you buy",
        "recommendation": "Measure the present error rate first.",
        "strength": "should",
    },
    Kind.PITFALL: {
        "title": "Nobody owned the data",
        "happened": "Two units **both** thought that the other one cleaned the data.",
        "root_cause": "governance",
        "grounds": "grounded",
    },
    Kind.EXPERIENCE: {
        "title": "Seals that report where they are",
        "problem": "Containers went missing in transit.",
        "solution": "Electronic seals on one corridor.",
        "progress": "adopted",
        "outcome": "Fewer containers went missing.",
        "lesson": "Begin with one corridor.",
    },
}


def language(code: str = "en") -> Language:
    """Return a language, made once."""
    names = {"en": "English", "fr": "French"}
    name = names.get(code, code)
    return Language.objects.get_or_create(
        code=code, defaults={"name_en": name, "name_fr": name, "endonym": name}
    )[0]


def filed(technology: str = "ai-ml", phase: str = "pilot") -> dict[str, Any]:
    """Return what a text is filed under; the terms are made."""
    Technology.objects.get_or_create(
        slug=technology,
        defaults={"name_en": technology, "name_fr": technology, "group": "data-intelligence",
                  "status": "focus"},
    )  # fmt: skip
    Phase.objects.get_or_create(slug=phase, defaults={"name_en": phase, "name_fr": phase})
    return {"technologies": [technology], "phase": phase}


def text(kind: str, **sections: Any) -> dict[str, Any]:
    """Return a text of a kind that says all that is needed; `sections` say something else."""
    return {**TEXTS[kind], **filed(), **sections}


def begin(kind: str = Kind.PRACTICE, *, by: Any = None, **values: Any) -> Manuscript:
    """Begin a record: of the Secretariat, or of the administration of `by`."""
    content = values.pop("content", None) or text(kind)
    values.setdefault("administration", by.administration if by else None)
    manuscript: Manuscript = Record.begin(
        kind, by=by, content=content, language=language(), **values
    )
    return manuscript


def publish(kind: str = Kind.PRACTICE, **values: Any) -> Record:
    """Publish a record as the portal is delivered with some, or that of an administration."""
    manuscript = begin(kind, **values)
    manuscript.publish(by=None)
    return Record.objects.get(pk=manuscript.record_id)


def version_of(record: Record) -> Version:
    """Return what is read of a record."""
    assert record.version is not None
    return record.version
