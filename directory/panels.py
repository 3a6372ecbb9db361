"""What the directory shows on the pages of lower rooms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import Person
from directory.rows import as_rows, rows_of
from portal.markings.access import may
from portal.markings.models import Reader
from portal.markings.panels import Panel

MOST = 10


def people_of_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the people who work on a technology and whose cards the reader may read."""
    if not may(reader.person, "directory.read_cards"):
        return None
    people = Person.objects.verified().readable_by(reader.person).filter(technologies=technology)
    found = rows_of(as_rows(people).order_by("sort_key", "id")[:MOST])
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
