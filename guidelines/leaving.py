"""What guidance keeps of a person: the authorship of what they handed in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.models import Identity, Outcome, Record, Reexamination

WORDS = {"title": _("title"), "kind": _("kind"), "state": _("state")}


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    own = Record.objects.filter(identity__author=person).order_by("pk")
    return [Section("guidelines", _("Guidance you handed in"), rows_of(own.values(*WORDS), WORDS))]


def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)


def drop_words(pattern: str) -> None:
    """Empty the words of answers that wait for a signature: they are drafted anew."""
    for row in Outcome.objects.filter(draft__words__iregex=pattern):
        row.draft = {**(row.draft or {}), "words": ""}
        row.save(update_fields=["draft"])


TRACE = Trace(
    room="guidelines",
    sections=sections,
    drop_name=drop_name,
    drop_words=drop_words,
    texts={
        Record: ("withdrawal_reason", "currency"),
        Outcome: ("words",),
        Reexamination: ("note", "statement"),
    },
)
