"""Whom an announcement reaches: counted by the very rule by which the dispatcher tells people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from directory.models import Person, Region, Seat
from portal.markings.sources import holders_of
from portal.notifications.dispatch import readers_of
from portal.notifications.registry import Frequency, kind_of

KIND = "announcement"


def reach_choices() -> list[tuple[str, str]]:
    """Return whom news can be sent to: a token, and its words."""
    everybody = [
        ("members", _("All officers of Member administrations")),
        (f"seat:{Seat.Kind.CONTACT_POINT}", _("All Smart Customs National Contact Points")),
    ]
    regions = [
        (f"region:{region.code}", _("The WCO region %(region)s") % {"region": region.name})
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
    # They read it in the portal only, because their address does not work.
    unreachable: int = 0

    @property
    def untold(self) -> int:
        """How many were chosen and are not told: they may not read it, or chose “never”."""
        return self.chosen - self.told


def preview_of(reach: Iterable[str], news: Any) -> Preview:
    """Return who would be told now, in two statements."""
    preview = Preview(chosen=people_chosen(reach).count())
    is_lost = Q(mail_setting__unreachable_since__isnull=False)
    rows = (
        people_told(reach, news)
        .annotate(is_lost=is_lost)
        .values_list("language", F("own__frequency"), "mail_setting__is_stopped", "is_lost")
    )
    usual = kind_of(KIND).frequency
    for language, chosen, is_stopped, lost, n in rows.annotate(n=Count("pk")).order_by():
        way = Frequency.PORTAL if is_stopped or lost else chosen or usual
        preview.told += n
        preview.ways[way] += n
        preview.languages[language] += n
        preview.unreachable += n if lost else 0
    return preview
