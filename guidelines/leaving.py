"""What guidance keeps of a person: the authorship of what they handed in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.models import Briefing, Identity, Record

WORDS = {"title": _("title"), "kind": _("kind"), "state": _("state")}
ASKED = {"technology__slug": _("technology"), "state": _("state"), "asked_at": _("asked")}


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    own = Record.objects.filter(identity__author=person).order_by("pk")
    asked = Briefing.objects.filter(person=person).order_by("pk").values(*ASKED)
    return [
        Section("guidelines", _("Guidance you handed in"), rows_of(own.values(*WORDS), WORDS)),
        Section("briefings", _("Briefings you asked for"), rows_of(asked, ASKED)),
    ]


def drop(person: Any) -> None:
    """Delete the files that were made for the person alone."""
    for briefing in Briefing.objects.filter(person=person).select_related("file"):
        briefing.forget()
    Briefing.objects.waiting().filter(person=person).delete()


def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)


TRACE = Trace(
    room="guidelines",
    sections=sections,
    drop=drop,
    drop_name=drop_name,
    texts={Record: ("withdrawal_reason",)},
)
