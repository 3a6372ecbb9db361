"""What guidance keeps of a person: the authorship of what they handed in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.models import Identity, Opinion, Record, Succession

WORDS = {"title": _("title"), "kind": _("kind"), "state": _("state")}

SAID = {
    "pair__first__title": _("one record"),
    "pair__second__title": _("the other one"),
    "answer": _("do they say the same"),
    "at": _("when"),
}


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    own = Record.objects.filter(identity__author=person).order_by("pk")
    said = Opinion.objects.filter(person=person).order_by("pk")
    return [
        Section("guidelines", _("Guidance you handed in"), rows_of(own.values(*WORDS), WORDS)),
        Section(
            "guidelines_opinions", _("Records that you compared"), rows_of(said.values(*SAID), SAID)
        ),
    ]


def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)
    # What they said of two records counts on.
    Opinion.objects.filter(person=person).update(person=None)


TRACE = Trace(
    room="guidelines",
    sections=sections,
    drop_name=drop_name,
    texts={Record: ("withdrawal_reason",), Succession: ("note",)},
)
