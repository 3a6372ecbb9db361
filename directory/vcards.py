"""Cards as vCard 4.0 (RFC 6350): only what this reader may see, escaped and folded."""

import datetime
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.cards import Card

LABEL = "TLP:GREEN"
# Bytes of a line before it goes on in the next one.
WIDTH = 75
# What a reader may leave out of a copy.
FIELDS = ("email", "phone", "mobile", "office", "languages", "topics", "hours")


def vcard_of(
    card: Card,
    fields: Collection[str] = FIELDS,
    *,
    is_short: bool = False,
    without: Collection[str] = (),
) -> str:
    """Return one card; its lines end as the format asks. A short one leaves out its history.

    `without` names properties that are left out, too.
    """
    note = LABEL if is_short else note_of(card, fields)
    kept = [
        line
        for line in _properties(card, fields, note)
        if line.partition(":")[0].partition(";")[0] not in without
    ]
    lines = ["BEGIN:VCARD", "VERSION:4.0", *kept, "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _properties(card: Card, fields: Collection[str], note: str) -> Iterator[str]:
    person = card.person
    yield "PRODID:-//WCO//Smart Customs Community Portal//EN"
    yield "KIND:individual"
    yield f"UID:{escaped(settings.BASE_URL + person.get_absolute_url())}"
    yield f"FN:{escaped(person.name)}"
    # Some readers part a name at escaped semicolons, too; no name has one.
    names = (name.replace(";", " ") for name in (person.family_name, person.given_name))
    yield f"N:{';'.join(escaped(name) for name in names)};;;"
    if person.home:
        yield f"ORG:{escaped(organisation_of(person))}"
    if person.local_post:
        yield f"TITLE:{escaped(person.local_post)}"
    for seat in card.seats:
        yield f"ROLE:{escaped(f'{seat.title}, {seat.place}')}"
    yield from _addresses(card, fields)
    if "languages" in fields:
        for place, spoken in enumerate(card.languages[:100], start=1):
            yield f"LANG;PREF={place}:{spoken.tag}"
    if "topics" in fields and card.topics:
        yield f"CATEGORIES:{','.join(escaped(topic) for topic in card.topics)}"
    if "hours" in fields:
        yield f"TZ:{escaped(person.zone)}"
    yield f"NOTE:{escaped(note)}"
    yield f"REV:{person.changed_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"URL:{settings.BASE_URL}{person.get_absolute_url()}"


def _addresses(card: Card, fields: Collection[str]) -> Iterator[str]:
    email, phone, mobile = card.lines
    if "office" in fields:
        for mailbox in card.mailboxes:
            yield f"EMAIL;TYPE=work;PREF=1:{escaped(mailbox)}"
    if "email" in fields and email.value:
        yield f"EMAIL;TYPE=work:{escaped(email.value)}"
    if "phone" in fields and phone.value:
        yield f"TEL;VALUE=text;TYPE=work,voice:{escaped(phone.value)}"
    if "mobile" in fields and mobile.value:
        yield f"TEL;VALUE=text;TYPE=work,cell:{escaped(mobile.value)}"


def organisation_of(person: Any) -> str:
    """Return the name of the administration that the person works for, as a letter has it."""
    home = person.home
    official = getattr(home, "administration_name", "")
    return f"{official}, {home.name}" if official else str(home.name if home else "")


def note_of(card: Card, fields: Collection[str]) -> str:
    """Return the label of the card, how sure it is, and the hours of its office."""
    words = [f"{LABEL}."]
    words += [f"{seat.title}: {stamp.what}. {stamp.why}" for seat, stamp in card.stamps]
    if "hours" in fields:
        words.append(_("Office hours: %(hours)s.") % {"hours": hours_of(card.person)})
    today = {"date": date_format(datetime.datetime.now(datetime.UTC))}
    words.append(_("Taken from the Smart Customs Community Portal on %(date)s.") % today)
    return " ".join(words)


def hours_of(person: Any) -> str:
    """Return the office hours in the zone of the person."""
    return f"{person.hours_from:%H:%M}–{person.hours_until:%H:%M} ({person.zone})"


def escaped(text: str) -> str:
    """Return a text value: separators escaped, lines kept, control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cc"
    )
    for plain in ("\\", ",", ";"):
        kept = kept.replace(plain, f"\\{plain}")
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line in parts of at most 75 bytes, none of which splits a letter."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDTH:
            parts.append(part)
            # The space that opens the next line counts.
            part, size = "", 1
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])
