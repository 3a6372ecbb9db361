"""What the hub keeps of a person: drafts, and texts that may name somebody."""

from typing import Any

from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from hub.models import KINDS, Banner, Deliverable, Link, Meeting, News
from portal.audit.models import Event

WORDS = {"title_en": _("title"), "state": _("state"), "added_at": _("added")}


def sections(person: Any) -> list[Section]:
    """Return what the person wrote."""
    rows = []
    for model in KINDS.values():
        mine = model.objects.filter(added_by=person).order_by("pk")
        rows += rows_of(mine.values(*WORDS), WORDS)
    return [Section("news-and-meetings", _("News and meetings you wrote"), rows)]


def drop_drafts(person: Any) -> None:
    """Delete the drafts that nobody else ever touched."""
    for model in KINDS.values():
        for item in model.objects.drafts().filter(added_by=person):
            if Event.objects.about(item).exclude(actor_id=person.pk).exists():
                continue
            try:
                with transaction.atomic():
                    item.discard(by=None)
            except ProtectedError:
                # Something of a colleague leads to it.
                continue


TITLE = ("title_en", "title_fr")
# A title or a description may greet somebody by name.
TEXTS = {
    News: (*TITLE, "summary_en", "summary_fr", "body_en", "body_fr", "source_title"),
    Meeting: (*TITLE, "place_en", "place_fr", "note_en", "note_fr"),
    Deliverable: (*TITLE, "description_en", "description_fr"),
    Link: (*TITLE, "description_en", "description_fr"),
    Banner: ("text_en", "text_fr"),
}
TRACE = Trace(room="hub", sections=sections, drop_drafts=drop_drafts, texts=TEXTS)
