"""Lists and comparisons as files: the label stands on top, and how much was left out."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.kinds import Kind
from guidelines.lists.facets import names
from guidelines.lists.lines import badge_of, origin_of
from portal.facets import Names
from portal.markings.models import Marking
from portal.sheets import CSV, XLSX, csv_of, xlsx_of

MOST = 1000
TYPES = {"csv": CSV, "xlsx": XLSX}


def file_of(rows: Iterable[Sequence[str]], chosen: str) -> bytes:
    """Return rows as a file of the chosen format."""
    return csv_of(rows) if chosen == "csv" else xlsx_of(rows, title=_("Guidance"))


def head(marking: str, by: Any) -> list[str]:
    """Return the row that says who may read the file and where it comes from."""
    words = {"name": by.name, "date": date_format(timezone.now(), "DATETIME_FORMAT")}
    return [
        str(Marking(marking).label),
        _("Smart Customs Community Portal, taken by %(name)s on %(date)s UTC") % words,
    ]


def strictest(markings: Iterable[str]) -> str:
    """Return the strictest of labels."""
    order = list(Marking)
    return str(max(map(Marking, markings), key=order.index, default=Marking.CLEAR))


def list_rows(found: list[dict[str, Any]], by: Any) -> list[list[str]]:
    """Return a list as rows of text; `found` may hold one more than is handed out."""
    kept = found[:MOST]
    top = head(strictest(row["marking"] for row in kept), by)
    if len(found) > MOST:
        top.append(
            ngettext(
                "Only the newest %(n)d record: narrow the list for the others.",
                "Only the newest %(n)d records: narrow the list for the others.",
                MOST,
            )
            % {"n": MOST}
        )
    columns = [
        _("Code"), _("Title"), _("Title in French"), _("In short"), _("Kind"),
        _("Strength or progress"), _("Technology"), _("Phase"), _("Process"), _("Obstacles"),
        _("Region"), _("Language"), _("Confidence"), _("Where it comes from"),
        _("TLP label"), _("Published"), _("Address"),
    ]  # fmt: skip
    known = names()
    return [top, columns, *(_row(row, known) for row in kept)]


def _row(row: dict[str, Any], known: Names) -> list[str]:
    def under(facet: str) -> str:
        prefix = f"{facet}:"
        codes = [each.removeprefix(prefix) for each in row["facets"] if each.startswith(prefix)]
        return "; ".join(known[facet].get(code, code) for code in codes)

    return [
        row["code"] or "",
        row["title"],
        row["title_fr"],
        row["lead"],
        str(Kind(row["kind"]).label),
        badge_of(row["facets"]),
        *(under(facet) for facet in ("technology", "phase", "process", "obstacle", "region")),
        known["language"].get(row["language__code"], row["language__code"]),
        known["confidence"].get(row["confidence"], ""),
        origin_of(row),
        str(Marking(row["marking"]).label),
        row["published_at"].date().isoformat() if row["published_at"] else "",
        settings.BASE_URL + reverse("guidelines:record_detail", args=[row["public_id"]]),
    ]
