"""What moderators did, year by year, as it is published: never of a person or a Member."""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forums.models import APPEAL, FLAGGED, HELD
from portal.audit.models import Event
from portal.desk.models import Holiday, WorkItem, WorkStep
from portal.desk.workdays import ZONE, Calendar
from portal.sheets import csv_of
from workspaces.appeals import JOIN_APPEAL

# A smaller number could be somebody.
FEWEST = 3
KINDS = (HELD, FLAGGED, APPEAL, JOIN_APPEAL)
COLUMNS: dict[str, str | Promise] = {
    "held": _("First posts held"),
    "released": _("released"),
    "returned": pgettext_lazy("first posts", "returned"),
    "rejected": pgettext_lazy("first posts", "rejected"),
    "reports": _("Reports"),
    "removed": _("Posts removed"),
    "appeals": _("Appeals"),
    "upheld": _("decision stands"),
    "overturned": _("decision changed"),
}
# Which verb of the log is counted as what: the log keeps them for good.
LOGGED = {
    "forums.return_post": "returned",
    "forums.reject_post": "rejected",
    "forums.flag_post": "reports",
    "forums.remove_post": "removed",
    "forums.remove_topic": "removed",
    "forums.appeal": "appeals",
    "workspaces.appeal": "appeals",
    "forums.uphold_decision": "upheld",
    "workspaces.uphold_refusal": "upheld",
    "forums.overturn_decision": "overturned",
    "workspaces.overturn_refusal": "overturned",
    "forums.release_post": "released",
}


def said(number: int) -> str:
    """Return a count as it is published."""
    return str(_("fewer than %s") % FEWEST) if 0 < number < FEWEST else str(number)


@dataclass(frozen=True)
class Year:
    """What was decided in one year, and in how many working days, in the middle."""

    year: int
    counts: Counter[str]
    days: list[int]

    @property
    def cells(self) -> list[str]:
        """The counts as they are published, in the order of the columns."""
        return [said(self.counts[column]) for column in COLUMNS]

    @property
    def median(self) -> str:
        """The working days that half of the decisions took at most; a dash for very few."""
        return f"{statistics.median(self.days):g}" if len(self.days) >= FEWEST else "–"


def years() -> list[Year]:
    """Return every year in which something was decided, the latest first."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    logged = Event.objects.filter(verb__in=LOGGED).annotate(year=ExtractYear("at", tzinfo=ZONE))
    for verb, year, number in _tally(logged, "verb"):
        counts[year][LOGGED[verb]] += number
    put = WorkStep.objects.filter(verb="open", item__kind=HELD)
    for _kind, year, number in _tally(
        put.annotate(year=ExtractYear("at", tzinfo=ZONE)), "item__kind"
    ):
        counts[year]["held"] += number
    days = _days()
    return [Year(year, counts[year], days[year]) for year in sorted({*counts, *days}, reverse=True)]


def _tally(rows: Any, what: str) -> Any:
    return rows.order_by().values_list(what, "year").annotate(Count("pk"))


def _days() -> dict[int, list[int]]:
    """Return the working days of every decision, by the year in which it was taken."""
    calendar = Calendar(Holiday.objects.values_list("day", flat=True))
    decided = WorkItem.objects.filter(Q(is_decided=True), kind__in=KINDS)
    took: dict[int, list[int]] = defaultdict(list)
    spans = Counter(
        (opened.astimezone(ZONE).date(), done.astimezone(ZONE).date())
        for opened, done in decided.values_list("opened_at", "done_at").iterator()
        if done
    )
    for (opened, done), number in spans.items():
        took[done.year] += [calendar.between(opened, done)] * number
    return took


def as_csv(rows: list[Year]) -> bytes:
    """Return the published table as CSV."""
    head = [str(each) for each in (_("Year"), *COLUMNS.values(), _("Working days, median"))]
    return csv_of([head, *([str(each.year), *each.cells, each.median] for each in rows)])
