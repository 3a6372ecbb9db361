"""What the directory shows on the pages of lower rooms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.cards import cards_of
from directory.models import Person
from portal.markings.access import may
from portal.markings.models import Reader
from portal.markings.panels import Panel

MOST = 10


def people_of_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the people who work on a technology and whose cards the reader may read."""
    if not may(reader.person, "directory.read_cards"):
        return None
    people = Person.objects.verified().readable_by(reader.person).filter(technologies=technology)
    found = list(people.with_post().order_by("sort_key", "pk")[:MOST])
    if not found:
        return None
    return Panel(
        title=_("People"),
        note=_("They say that they work on it."),
        template="directory/panel_people.html",
        rows=cards_of(found, reader.person),
        action=_("All people who work on it"),
        url=f"{reverse('directory:person_list')}?technology={technology.slug}",
    )
