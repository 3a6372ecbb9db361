"""The rows of the directory's lists as HTML.

A template spends four microseconds on each variable, and 25 rows have 250 of them: more than all
else that the page does. Here every value is escaped once, and the row is put together.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.models import Person

PERSON = (
    '<li class="entry"><span class="ref">{code}</span><div><h3>'
    '<a href="{people}{public_id}/"><bdi>{name}</bdi></a></h3><p class="meta">{meta}</p></div>'
    "{end}</li>\n"
)
SHOWN = ("code", "public_id", "name", "post", "home", "languages")

ADMINISTRATION = (
    '<tr><th scope="row"><a href="{code}/">{name}</a>{official}</th>'
    '<td data-label="{region_label}">{region}</td><td data-label="{contact_label}">{contact}</td>'
    '<td data-label="{languages_label}">{languages}</td>'
    '<td data-label="{since_label}">{since}</td><td data-label="{state_label}">{state}</td></tr>\n'
)
OFFICIAL = '<br><span class="mute small">{}</span>'
CONTACT = '<a href="{}{}/"><bdi>{}</bdi></a>'
BADGE = '<span class="badge is-{}">{}</span>'


def people(rows: Iterable[dict[str, Any]]) -> SafeString:
    """Return people as the items of a list."""
    states = Person.Confirmation
    words = {
        "people": escape(reverse("directory:person_list")),
        "sample": f'<span class="sample">{escape(_("sample"))}</span>',
        states.OVERDUE: BADGE.format("due", escape(_("Confirmation overdue"))),
        states.LAPSED: BADGE.format("late", escape(_("Not confirmed"))),
    }
    return mark_safe("".join(_person(row, words) for row in rows))  # noqa: S308


def _person(row: dict[str, Any], words: dict[str, str]) -> str:
    # The one place where the values of a row pass: from here on they are HTML.
    safe = {name: escape(str(row[name] or "")) for name in SHOWN}
    parts = (safe["post"], safe["home"], safe["languages"])
    meta = "".join(f"<span>{part}</span>" for part in parts if part)
    if row["is_sample"]:
        meta += words["sample"]
    # Rows of an administration's own page have neither.
    badges = [BADGE.format("due", escape(state))] if (state := row.get("state")) else []
    badges += [BADGE.format("info", escape(str(seat))) for seat in row.get("seats", ())]
    if badges:
        badges.insert(0, words.get(row["confirmation"], ""))
    end = f'<div class="end">{"".join(badges)}</div>' if badges else ""
    return PERSON.format(people=words["people"], meta=meta, end=end, **safe)


def administrations(rows: Iterable[tuple[dict[str, Any], Any, str | None]]) -> SafeString:
    """Return administrations as rows of a table: each with its contact point or the gap."""
    words = {
        "region_label": escape(_("Region")),
        "contact_label": escape(_("Contact point")),
        "languages_label": escape(_("Languages")),
        "since_label": escape(_("In the seat since")),
        "state_label": escape(_("State")),
    }
    people = escape(reverse("directory:person_list"))
    drawn = (_administration(*row, people=people, words=words) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308


def _administration(
    row: dict[str, Any], contact: Any, gap: str | None, *, people: str, words: dict[str, str]
) -> str:
    official = escape(row["official_name"] or "")
    shown = {"contact": "", "languages": "", "since": "", "state": ""}
    if contact:
        shown = {
            "contact": CONTACT.format(people, contact.public_id, escape(contact.short_name)),
            "languages": escape(", ".join(contact.languages)),
            "since": escape(date_format(timezone.localtime(contact.since))),
            "state": BADGE.format(*map(escape, contact.badge)),
        }
    elif gap:
        shown["state"] = BADGE.format("void", escape(capfirst(gap)))
    return ADMINISTRATION.format(
        code=escape(row["iso2"]),
        name=escape(row["name"]),
        official=OFFICIAL.format(official) if official else "",
        region=escape(row["region_name"] or ""),
        **shown,
        **words,
    )
