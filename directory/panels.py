"""What the directory shows on the pages of lower rooms."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Person
from directory.rows import as_rows, rows_of
from portal.compiled import Replanned
from portal.markings.access import may
from portal.markings.models import Reader
from portal.markings.panels import Panel

MOST = 10


def _working_on(technology: int, audiences: list[int]) -> QuerySet[Person, Any]:
    people = Person.objects.verified().readable_within(audiences).filter(technologies=technology)
    return as_rows(people).order_by("sort_key", "id")[:MOST]


@cache
def _kept(language: str) -> Replanned:
    """Return the people who work on a technology, with their languages named in one language."""
    # How rare a technology is decides which index finds them.
    return Replanned(_working_on, technology=-987_654, audiences=[-123_456])


def people_of_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the people who work on a technology and whose cards the reader may read."""
    if not may(reader.person, "directory.read_cards"):
        return None
    people = _kept(get_language() or "en")
    found = rows_of(people.rows(technology=technology.pk, audiences=reader.audience_ids))
    if not found:
        return None
    return Panel(
        title=_("People"),
        place=60,
        note=_("They say that they work on it."),
        template="directory/panel_people.html",
        rows=found,
        action=_("All people who work on it"),
        url=f"{reverse('directory:person_list')}?technology={technology.slug}",
    )
