"""What guidance keeps of a person: the authorship of what they handed in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.models import Identity, Record, Relay, RelayText, Unsealing
from guidelines.models.relay import Side

WORDS = {"title": _("title"), "kind": _("kind"), "state": _("state")}
ASKED = {"text": _("text"), "written_at": _("when")}


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    own = Record.objects.filter(identity__author=person).order_by("pk")
    asked = RelayText.objects.filter(relay__asker=person, side=Side.ASKER).order_by("pk")
    return [
        Section("guidelines", _("Guidance you handed in"), rows_of(own.values(*WORDS), WORDS)),
        Section("author-questions", _("Questions you asked authors"),
                rows_of(asked.values(*ASKED), ASKED)),
    ]  # fmt: skip


def drop(person: Any) -> None:
    """End what they asked authors: nobody reads an answer any more."""
    now = timezone.now()
    Relay.objects.open().filter(asker=person).update(
        state=Relay.State.ENDED, ended_by=Side.ASKER, moved_at=now
    )


def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)


TRACE = Trace(
    room="guidelines",
    sections=sections,
    drop=drop,
    drop_name=drop_name,
    texts={Record: ("withdrawal_reason",), RelayText: ("text",), Unsealing: ("reason",)},
)
