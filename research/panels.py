"""What the library shows on the pages of lower rooms."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.compiled import Replanned
from portal.facets import facet_key, under
from portal.markings.models import Marking, Reader
from portal.markings.panels import Panel
from research.models import Work

MOST = 5


def _under(keys: list[int], audiences: list[int]) -> QuerySet[Work, Any]:
    works = Work.objects.readable_within(audiences).published()
    return _newest(works.filter(facet_keys__overlap=under(keys)))


def _of(administration: int, audiences: list[int]) -> QuerySet[Work, Any]:
    works = Work.objects.readable_within(audiences).published()
    return _newest(works.filter(administration=administration))


def _newest(works: QuerySet[Work]) -> QuerySet[Work, Any]:
    return works.order_by("-year", "-id").values(
        "public_id", "code", "title", "title_fr", "byline", "year", "marking", "language__code",
        "french_is_working",
    )[:MOST]  # fmt: skip


# How many works there are decides which index finds the newest.
_UNDER = Replanned(_under, keys=[-987_654], audiences=[-123_456])
_OF = Replanned(_of, administration=-987_654, audiences=[-123_456])


def works_of_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the newest works on a technology that the reader may read."""
    keys = [facet_key(f"technology:{technology.slug}")]
    return _panel(
        _UNDER.rows(keys=keys, audiences=reader.audience_ids),
        title=_("Research"),
        action=_("All research on it"),
        url=f"{reverse('research:work_list')}?technology={technology.slug}",
    )


def works_of_administration(administration: Any, reader: Reader) -> Panel | None:
    """Return the newest works that an administration contributed and the reader may read."""
    region = administration.region
    return _panel(
        _OF.rows(administration=administration.pk, audiences=reader.audience_ids),
        title=_("Contributions"),
        action=_("Research on its region") if region else "",
        url=f"{reverse('research:work_list')}?region={region.code}" if region else "",
    )


def _panel(rows: list[dict[str, Any]], *, title: str, action: str, url: str) -> Panel | None:
    if not rows:
        return None
    here = get_language() or "en"
    return Panel(
        template="research/panel_works.html", rows=[_in_words(row, here) for row in rows],
        title=title, action=action, url=url,
    )  # fmt: skip


def _in_words(row: dict[str, Any], here: str) -> dict[str, Any]:
    """Return a row in the reader's language."""
    is_french = here == "fr" and bool(row["title_fr"])
    is_foreign = not is_french and row["language__code"] != here
    return {
        "public_id": row["public_id"],
        "ref": row["code"] or row["year"],
        "title": row["title_fr"] if is_french else row["title"],
        "lang": row["language__code"] if is_foreign else "",
        "byline": row["byline"],
        "year": row["year"],
        "is_working": is_french and row["french_is_working"],
        "marking": row["marking"],
        "label": str(Marking(row["marking"]).tag),
    }
