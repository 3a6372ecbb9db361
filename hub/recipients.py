"""Whom an announcement reaches: counted by the very rule by which the dispatcher tells people."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Person, Region, Seat
from portal.markings.sources import holders_of
from portal.notifications.clock import Hours
from portal.notifications.dispatch import readers_of
from portal.notifications.models import MailSetting
from portal.notifications.registry import Frequency, kind_of, weekend
from portal.notifications.week import days_outside
from portal.zones import zone_of

KIND = "announcement"
HOURS = ("quiet_from", "quiet_until", "working_days")


def reach_choices() -> list[tuple[str, str]]:
    """Return whom news can be sent to: a token, and its words."""
    everybody = [
        ("members", _("All officers of Member administrations")),
        (f"seat:{Seat.Kind.CONTACT_POINT}", _("All Smart Customs National Contact Points")),
    ]
    regions = [
        (f"region:{region.code}", _("The WCO region %(region)s") % {"region": region.short})
        for region in Region.objects.order_by("pk")
    ]
    others = [
        ("community", _("Everybody with a verified account, partner organisations too")),
        ("secretariat", _("The WCO Secretariat")),
    ]
    return [*everybody, *regions, *others]


def people_chosen(reach: Iterable[str]) -> QuerySet[Person]:
    """Return whoever holds one of the tokens."""
    return Person.objects.filter(holders_of(reach))


def people_told(reach: Iterable[str], news: Any) -> QuerySet[Person]:
    """Return whoever is told: holds a token, may read the news, and did not choose “never”."""
    own = FilteredRelation("preferences", condition=Q(preferences__kind=KIND))
    readers = people_chosen(reach).filter(readers_of(news.audience)).annotate(own=own)
    return readers.filter(Q(own=None) | ~Q(own__frequency=Frequency.NEVER))


@dataclass
class Preview:
    """How many would be told now, how, and in which languages."""

    chosen: int = 0
    told: int = 0
    # By frequency: at once, daily, weekly, only in the portal.
    ways: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    # Of those who get it at once: their mail waits, because it is night or a day off there.
    waiting: int = 0
    # They read it in the portal only, because their address does not work.
    unreachable: int = 0

    @property
    def untold(self) -> int:
        """How many were chosen and are not told: they may not read it, or chose “never”."""
        return self.chosen - self.told


def preview_of(reach: Iterable[str], news: Any, at: datetime.datetime | None = None) -> Preview:
    """Return who would be told at a moment, or now: two statements."""
    preview, at = Preview(chosen=people_chosen(reach).count()), at or timezone.now()
    first, last = weekend() or (Value(None), Value(None))
    told = people_told(reach, news).annotate(
        way=F("own__frequency"),
        is_lost=Q(mail_setting__unreachable_since__isnull=False),
        weekend_first=first,
        weekend_last=last,
    )
    rows = told.values(
        "language", "way", "is_lost", "zone", "weekend_first", "weekend_last",
        "mail_setting__is_stopped", *(f"mail_setting__{name}" for name in HOURS),
    )  # fmt: skip
    usual = kind_of(KIND).frequency
    for row in rows.annotate(n=Count("pk")).order_by():
        is_off = row["mail_setting__is_stopped"] or row["is_lost"]
        way, n = Frequency.PORTAL if is_off else row["way"] or usual, row["n"]
        preview.told += n
        preview.ways[way] += n
        preview.languages[row["language"]] += n
        preview.unreachable += n if row["is_lost"] else 0
        preview.waiting += n if way == Frequency.NOW and _waits(row, at) else 0
    return preview


def _waits(row: dict[str, Any], at: datetime.datetime) -> bool:
    """Return whether a single mail would wait for the hours of these people."""
    setting = MailSetting()
    chosen = {name: row[f"mail_setting__{name}"] for name in HOURS}
    own = {name: value for name, value in chosen.items() if value is not None}
    days = own.get("working_days")
    if days is None:
        days = days_outside(row["weekend_first"], row["weekend_last"])
    start, end = (own.get(name, getattr(setting, name)) for name in HOURS[:2])
    return Hours(start, end, days).open_at(at.astimezone(zone_of(row["zone"]))) is not None
