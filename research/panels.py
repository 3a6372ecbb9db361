"""What the library shows on the pages of lower rooms."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.markings.models import Marking, Reader
from portal.markings.panels import Panel
from research.models import Work

MOST = 5


def works_of_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the newest works on a technology that the reader may read."""
    works = Work.objects.readable_by(reader.person).published()
    return _panel(
        works.filed_under([f"technology:{technology.slug}"]),
        title=_("Research"),
        action=_("All research on it"),
        url=f"{reverse('research:work_list')}?technology={technology.slug}",
    )


def works_of_administration(administration: Any, reader: Reader) -> Panel | None:
    """Return the newest works that an administration contributed and the reader may read."""
    works = Work.objects.readable_by(reader.person).published()
    region = administration.region
    return _panel(
        works.filter(administration=administration),
        title=_("Contributions"),
        action=_("Research on its region") if region else "",
        url=f"{reverse('research:work_list')}?region={region.code}" if region else "",
    )


def _panel(works: QuerySet[Work], *, title: str, action: str, url: str) -> Panel | None:
    rows = works.order_by("-year", "-id").values(
        "public_id", "code", "title", "title_fr", "byline", "year", "marking", "language__code",
        "french_is_working",
    )  # fmt: skip
    found = [row | {"label": Marking(row["marking"]).tag} for row in rows[:MOST]]
    if not found:
        return None
    return Panel(
        template="research/panel_works.html", rows=found, title=title, action=action, url=url
    )
