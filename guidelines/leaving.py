"""What guidance keeps of a person: the authorship of what they handed in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.models import (
    Briefing,
    Comment,
    Identity,
    Manuscript,
    Opinion,
    Outcome,
    Record,
    Reexamination,
    Relay,
    RelayText,
    Review,
    Succession,
    Unsealing,
)
from guidelines.models.relay import Side

COMMENTS = {"words": _("comment"), "at": _("when"), "state": _("state"), "answer": _("answer")}
REVIEWS = {"words": _("comments"), "asked_at": _("when"), "state": _("state")}
WORDS = {"title": _("title"), "kind": _("kind"), "state": _("state")}
ASKED = {"text": _("text"), "written_at": _("when")}

SAID = {
    "pair__first__title": _("one record"),
    "pair__second__title": _("the other one"),
    "answer": _("do they say the same"),
    "at": _("when"),
}
BRIEFINGS = {"technology__slug": _("technology"), "state": _("state"), "asked_at": _("asked")}


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    own = Record.objects.filter(identity__author=person).order_by("pk")
    comments = Comment.objects.filter(by=person).order_by("pk").values(*COMMENTS)
    reviews = Review.objects.filter(person=person).order_by("pk").values(*REVIEWS)
    asked = RelayText.objects.filter(relay__asker=person, side=Side.ASKER).order_by("pk")
    said = Opinion.objects.filter(person=person).order_by("pk")
    briefings = Briefing.objects.filter(person=person).order_by("pk").values(*BRIEFINGS)
    return [
        Section("guidelines", _("Guidance you handed in"), rows_of(own.values(*WORDS), WORDS)),
        Section("guidance-comments", _("Your comments on guidance"), rows_of(comments, COMMENTS)),
        Section("guidance-reviews", _("Your reviews of guidance"), rows_of(reviews, REVIEWS)),
        Section("author-questions", _("Questions you asked authors"),
                rows_of(asked.values(*ASKED), ASKED)),
        Section("guidance-opinions", _("Records that you compared"),
                rows_of(said.values(*SAID), SAID)),
        Section("briefings", _("Briefings you asked for"), rows_of(briefings, BRIEFINGS)),
    ]  # fmt: skip


def drop(person: Any) -> None:
    """Ask them for no review, end what they asked authors, delete what was made for them."""
    now = timezone.now()
    asked = Review.objects.waiting().filter(person=person)
    asked.update(state=Review.State.OVER, ended_at=now)
    Relay.objects.open().filter(asker=person).update(
        state=Relay.State.ENDED, ended_by=Side.ASKER, moved_at=now
    )
    for briefing in Briefing.objects.filter(person=person).select_related("file"):
        briefing.forget()
    Briefing.objects.waiting().filter(person=person).delete()


def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)
    # What they said of two records counts on.
    Opinion.objects.filter(person=person).update(person=None)


def drop_words(pattern: str) -> None:
    """Empty the words of answers that wait for a signature: they are drafted anew."""
    for row in Outcome.objects.filter(draft__words__iregex=pattern):
        row.draft = {**(row.draft or {}), "words": ""}
        row.save(update_fields=["draft"])


TRACE = Trace(
    room="guidelines",
    sections=sections,
    drop=drop,
    drop_name=drop_name,
    drop_words=drop_words,
    texts={
        Record: ("withdrawal_reason", "currency"),
        Manuscript: ("returned_reason",),
        Comment: ("words", "answer", "quote"),
        Review: ("words",),
        Outcome: ("words",),
        Reexamination: ("note", "statement"),
        RelayText: ("text",),
        Unsealing: ("reason",),
        Succession: ("note",),
    },
)
