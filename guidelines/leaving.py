"""What guidance keeps of a person: the authorship of what they handed in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Choices, F, Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from guidelines.kinds import Kind, State
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
from guidelines.models.apart import opened
from guidelines.models.pair import Answer
from guidelines.models.relay import Side
from portal.taxonomy.models import local

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
BRIEFINGS = {"state": _("state"), "asked_at": _("asked")}


def said_of(
    rows: Iterable[Mapping[str, Any]], words: Mapping[str, Any], **choices: type[Choices]
) -> list[dict[str, Any]]:
    """Return rows with plain words for their columns, and for the codes in some of them."""
    known = {name: dict(each.choices) for name, each in choices.items()}
    return rows_of(
        (
            {**row, **{name: str(known[name].get(row[name], row[name])) for name in known}}
            for row in rows
        ),
        words,
    )


def sections(person: Any) -> list[Section]:
    """Return the records that the person handed in."""
    with opened():
        rows = Record.objects.filter(identity__author=person).order_by("pk")
        own = said_of(rows.values(*WORDS), WORDS, kind=Kind, state=State)
    comments = Comment.objects.filter(by=person).order_by("pk").values(*COMMENTS)
    reviews = Review.objects.filter(person=person).order_by("pk").values(*REVIEWS)
    asked = RelayText.objects.filter(relay__asker=person, side=Side.ASKER).order_by("pk")
    said = Opinion.objects.filter(person=person).order_by("pk")
    briefing = {f"technology__{local('name')}": _("technology"), **BRIEFINGS}
    briefings = Briefing.objects.filter(person=person).order_by("pk").values(*briefing)
    return [
        Section("guidelines", _("Guidance you handed in"), own),
        Section("guidance-comments", _("Your comments on guidance"),
                said_of(comments, COMMENTS, state=Comment.State)),
        Section("guidance-reviews", _("Your reviews of guidance"),
                said_of(reviews, REVIEWS, state=Review.State)),
        Section("author-questions", _("Questions you asked authors"),
                rows_of(asked.values(*ASKED), ASKED)),
        Section("guidance-opinions", _("Records that you compared"),
                said_of(said.values(*SAID), SAID, answer=Answer)),
        Section("briefings", _("Briefings you asked for"),
                said_of(briefings, briefing, state=Briefing.State)),
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


@opened()
def drop_name(person: Any) -> None:
    """Take the name off what stays: it is the administration's."""
    Identity.objects.filter(author=person).update(author=None)
    written = Identity.objects.filter(writers__contains=[person.pk])
    written.update(writers=Func(F("writers"), person.pk, function="array_remove"))
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
