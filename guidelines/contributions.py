"""What guidance shows on the page of an administration: the records that name it."""

from typing import Any

from django.utils.translation import gettext as _

from guidelines.facets import names
from guidelines.listing import in_words
from guidelines.models import Record
from portal.markings.models import Reader
from portal.markings.panels import Panel

MOST = 5


def records_of_administration(administration: Any, reader: Reader) -> Panel | None:
    """Return the newest records of an administration that name it and the reader may read."""
    rows = Record.objects.readable_by(reader.person).published()
    found = rows.filter(administration=administration).order_by("-published_at", "-id").rows()
    shown = in_words(list(found[:MOST]), names())
    if not shown:
        return None
    return Panel(
        template="guidelines/panel_records.html", rows=shown, title=_("Guidance it shares")
    )
