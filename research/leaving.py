"""What the library keeps of a person: drafts, the right to read by name, texts that name them."""

from typing import Any

from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from portal.audit.models import Event
from research.models import PersonGrant, Work

WORDS = {"title": _("title"), "state": _("state"), "year": _("year")}


def sections(person: Any) -> list[Section]:
    """Return the records the person added, and those they may read by name."""
    added = Work.objects.filter(added_by=person).order_by("pk").values(*WORDS)
    named = Work.objects.filter(person_grants__user=person).distinct().order_by("pk")
    return [
        Section("library", _("Records of the library you added"), rows_of(added, WORDS)),
        Section("library-named", _("Records you may read by name"),
                rows_of(named.values(*WORDS), WORDS)),
    ]  # fmt: skip


def drop(person: Any) -> None:
    """Take back the right to read by name."""
    works = PersonGrant.objects.filter(user=person).values("content_object")
    for work in Work.objects.filter(pk__in=works).order_by("pk"):
        work.revoke(person, by=None)


def drop_drafts(person: Any) -> None:
    """Delete the drafts that nobody else ever touched."""
    for work in Work.objects.filter(added_by=person, state=Work.State.DRAFT).order_by("pk"):
        if Event.objects.about(work).exclude(actor_id=person.pk).exists():
            continue
        try:
            work.discard(by=None)
        except ProtectedError:
            # Something of a colleague leads to it.
            continue


TRACE = Trace(
    room="research",
    sections=sections,
    drop=drop,
    drop_drafts=drop_drafts,
    texts={Work: ("withdrawal_reason", "source_note")},
)
