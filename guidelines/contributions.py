"""What guidance shows on the page of an administration: the records that name it."""

from typing import Any

from django.utils.translation import gettext as _

from guidelines.lists.facets import names
from guidelines.lists.listing import in_words
from guidelines.models import Record
from portal.kept import Kept
from portal.markings.models import Reader
from portal.markings.panels import Panel

MOST = 5
# Whose pages are asked about at all; a first record stands there a minute later.
SHARING = Kept(
    lambda: frozenset(
        Record.objects.published()
        .exclude(administration=None)
        .order_by()
        .values_list("administration_id", flat=True)
        .distinct()
    ),
    seconds=60,
    by_language=False,
)


def records_of_administration(administration: Any, reader: Reader) -> Panel | None:
    """Return the newest records of an administration that name it and the reader may read."""
    if administration.pk not in SHARING.now():
        return None
    rows = Record.objects.readable_by(reader.person).published()
    found = rows.filter(administration=administration).order_by("-published_at", "-id").rows()
    shown = in_words(list(found[:MOST]), names())
    if not shown:
        return None
    return Panel(
        template="guidelines/panel_records.html", rows=shown, title=_("Guidance it shares")
    )
