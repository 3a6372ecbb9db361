"""What a notification says: a sentence in the reader's language, its address, and why it came."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from portal.markings.models import Marking
from portal.notifications.models import Event, Notification
from portal.notifications.registry import (
    Shown,
    followable_of,
    kind_of,
    shown_subjects,
)
from portal.notifications.things import key_of, objects_of

# Breaks and control characters become spaces; overrides of direction, which would let a title
# rewrite the words around it, vanish. Not every space: French has some that do not break.
_BREAK = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_BREAKS = re.compile(f"[{_BREAK}]")
_OVERRIDE = r"\u202a-\u202e\u2066-\u2069"
_OVERRIDES = re.compile(f"[{_OVERRIDE}]")

# Words written from the right to the left, from the first to the last such letter.
_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT = f"[{_LETTER}]"
_FROM_THE_RIGHT = re.compile(rf"{_RIGHT}(?:[^A-Za-z\u00c0-\u024f]*{_RIGHT})*")

# Of most texts it is seen at one look that they have none of these.
_ODD = re.compile(f"[{_BREAK}{_OVERRIDE}{_LETTER}]|  ")

# Their titles and texts travel in no mail.
RESTRICTED = frozenset({Marking.AMBER, Marking.AMBER_STRICT, Marking.RED})


@dataclass(kw_only=True)
class Words:
    """What an event says in one language, the same to every reader."""

    sentence: str
    # The title of its kind of news.
    area: str
    # Whether the label of the thing, or of its event, keeps its words out of mails.
    is_restricted: bool
    thing: Any

    @cached_property
    def url(self) -> str:
        """The path of the thing, in the language in which it is first asked for."""
        return str(self.thing.get_absolute_url())


@dataclass(kw_only=True)
class Line:
    """One line of an inbox or a mail."""

    notification: Notification
    words: Words
    why: str

    @property
    def event(self) -> Event:
        """What happened."""
        return self.notification.event

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        return self.words.sentence

    @property
    def url(self) -> str:
        """The path of what it happened to. The inbox shows none: there, a line opens itself."""
        return self.words.url

    @property
    def area(self) -> str:
        """The title of its kind of news."""
        return self.words.area

    @property
    def is_restricted(self) -> bool:
        """Whether no mail may hold its words."""
        return self.words.is_restricted


def one_line(text: str) -> str:
    """Return a text that stands in one line: no breaks, no control characters.

    Names written from the right to the left keep to themselves: what follows stays in its place.
    """
    if not _ODD.search(text):
        return text.strip()
    plain = _OVERRIDES.sub("", _BREAKS.sub(" ", text))
    return _FROM_THE_RIGHT.sub("\u2068\\g<0>\u2069", re.sub(" {2,}", " ", plain).strip())


def lines_of(notifications: Sequence[Notification], person: Any) -> list[Line]:
    """Return the lines that a person may read now; one query per kind of thing."""
    objects = objects_of(notifications, person)
    names = shown_subjects({each.subject for each in notifications if each.subject}, person)
    found = ((each, objects.get(key_of(each.event))) for each in notifications)
    return [in_list(each, words_of(each.event, obj), names) for each, obj in found if obj]


def in_list(each: Notification, words: Words, names: dict[str, Shown]) -> Line:
    """Return the line of one notification, which names nothing twice."""
    shown = names.get(each.subject)
    return line_of(each, words, {} if shown and shown.title in words.sentence else names)


def words_of(event: Event, obj: Any) -> Words:
    """Return the words of an event in the language of now."""
    return Words(
        sentence=sentence_of(event, obj),
        area=str(kind_of(event.kind).title),
        is_restricted=event.marking in RESTRICTED or obj.marking in RESTRICTED,
        thing=obj,
    )


def line_of(each: Notification, words: Words, names: dict[str, Shown]) -> Line:
    """Return the line of one notification."""
    return Line(notification=each, words=words, why=why_of(each, names))


def sentence_of(event: Event, obj: Any) -> str:
    """Return the sentence of an event in the language of now."""
    template = get_template(f"notifications/{event.verb.replace('.', '/')}.txt")
    # Few sentences name who did it, so it is only asked for where one does.
    said = {"event": event, "object": obj, "actor": lambda: event.actor, "count": event.count}
    # A sentence is plain text; whatever page or mail shows it escapes it.
    text = template.template.render(Context(said, autoescape=False))  # type: ignore[attr-defined]
    return one_line(text)


def why_of(each: Notification, names: dict[str, Shown]) -> str:
    """Return why somebody is told."""
    if not each.subject:
        # Of what is told by name alone, the names are forgotten once it is told.
        if each.event.reach_id is None or each.person_id in each.event.people:
            return _("You are named")
        return _("Sent to everybody it is for")
    shown = names.get(each.subject)
    if shown:
        return _("You follow %(name)s") % {"name": shown.title}
    followable = followable_of(each.subject)
    if followable:
        # Its name may be more than this reader, or this mail, may hold.
        return _("You follow: %(kind)s") % {"kind": followable.label}
    return _("You follow it")


def public_names(subjects: Iterable[str]) -> dict[str, Shown]:
    """Return the names that everybody may read: those that a mail may hold."""
    return shown_subjects(set(subjects) - {""}, AnonymousUser())


def in_mail(line: Line) -> str:
    """Return what a mail may say of a line: no words of what is restricted."""
    if line.is_restricted:
        return _("Something new in “%(area)s”") % {"area": line.area}
    return line.sentence
