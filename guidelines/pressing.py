"""Briefings as PDF: what they say as data, made one by one by a task."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from directory.models import Person
from guidelines.models import Briefing
from guidelines.pages.briefing import Brief
from portal.markings.models import Reader
from portal.press.typesetting import typeset

PURPOSE = "guidelines.briefing"
MOST_BYTES = 5 * 1024 * 1024
TEMPLATE = Path(__file__).with_name("briefing.typ")
PAGES = 2
# From generous to bare: entries of each part, letters of a text, research works.
SIZES = [(5, 400, 4), (4, 220, 4), (3, 180, 3), (3, 120, 2), (2, 90, 1), (1, 60, 0)]
MOST_TITLE = 140


def make_due() -> int:
    """Make the briefings that wait."""
    return Briefing.objects.select_related("technology").make_due(_make, most=10)


def _make(briefing: Briefing) -> bool:
    """Make one: as its reader reads now, in the language in which it was asked for."""
    person = Person.objects.get(pk=briefing.person_id)
    briefing.go_on(Briefing.Step.COLLECTED)
    with override(briefing.language):
        brief = Brief(briefing.technology, Reader(person))
        variants = list(variants_of(brief, person))
        name = _("briefing-%(technology)s.pdf") % {"technology": briefing.technology.slug}
    briefing.go_on(Briefing.Step.SET)

    def write(target: IO[bytes]) -> dict[str, Any]:
        target.write(typeset(TEMPLATE, variants, most_pages=PAGES))
        records = sorted({line["id"] for line in brief.lines})
        works = sorted({row["id"] for row in brief.works})
        return {"step": Briefing.Step.KEPT, "records": records, "works": works}

    return briefing.keep(
        write, owner=person, purpose=PURPOSE, name=name, media_type="application/pdf"
    )


def variants_of(brief: Brief, person: Any) -> Iterator[dict[str, Any]]:
    """Yield the text in settings from generous to bare."""
    for each, letters, works in SIZES:
        yield sheet(brief, person, each=each, letters=letters, works=works)


def sheet(brief: Brief, person: Any, *, each: int, letters: int, works: int) -> dict[str, Any]:
    """Return what stands on the pages, as plain text."""
    technology, day = brief.technology, date_format(brief.at, "DATE_FORMAT")
    parts = [
        (_("Decide first"), brief.practices), (_("Avoid"), brief.pitfalls),
        (_("Who has done it"), brief.experiences),
    ]  # fmt: skip
    return {
        "lang": get_language() or "en",
        "kicker": _("Briefing for heads of administration"),
        "title": cut(technology.name, MOST_TITLE),
        "sentence": cut(technology.definition, letters * 2),
        "label": brief.label,
        "made": _("Built from portal data on %(day)s, for %(name)s.")
        % {"day": day, "name": cut(person.name, MOST_TITLE)},
        "facts_title": _("Where experience stands"),
        # The colon is the language's own.
        "facts": [
            [_("%(name)s:") % {"name": name}, cut(value, letters)] for name, value in brief.facts
        ],
        "parts": [
            {"title": title, "entries": [_entry(line, letters) for line in lines[:each]]}
            for title, lines in parts
            if lines
        ],
        "questions_title": _("Questions to ask your team"),
        "questions": brief.questions,
        "sources_title": _("Sources"),
        "sources": [_source(row) for row in brief.works[:works]],
        "foot": _("From published items only; no text is written by a machine. %(address)s")
        % {"address": brief.address},
        "nothing": _("Nothing is published on it yet that you may read.") if brief.is_empty else "",
    }


def _entry(line: dict[str, Any], letters: int) -> dict[str, str]:
    return {
        "code": line["code"] or "",
        "title": cut(line["title"], MOST_TITLE),
        "text": cut(line["lead"], letters),
        "note": " · ".join(
            filter(
                None,
                [
                    line["badge"],
                    cut(line["owner"], 60),
                    *line["states"],
                    _("working translation") if line["is_working"] else "",
                    line["label"],
                ],
            )
        ),
    }


def _source(row: dict[str, Any]) -> str:
    parts = [row["code"] or "", cut(row["title"], MOST_TITLE), cut(row["byline"], 60)]
    return ". ".join(part for part in [*parts, str(row["year"] or "")] if part)


def cut(text: str, most: int) -> str:
    """Return a text on one line, whole or up to a word."""
    line = " ".join(str(text).split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0]} …"
