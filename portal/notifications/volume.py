"""How much mail one gets, and when: said before it comes."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from portal.notifications.models import MailSetting, Notification
from portal.notifications.registry import Frequency, weekend
from portal.zones import zone_of

WEEKS = 4


@dataclass(frozen=True)
class Volume:
    """What came in the last weeks: by kind of news, and as mails a week with these settings."""

    by_kind: Counter[str]
    mails_a_week: int


def volume_of(person: Any, frequencies: dict[str, str], setting: MailSetting) -> Volume:
    """Count the last weeks as if these settings had held: one query."""
    zone = zone_of(person.zone)
    since = timezone.now() - datetime.timedelta(weeks=WEEKS)
    mine = Notification.objects.readable_by(person).filter(made_at__gte=since)
    rows = (
        mine.annotate(day=TruncDate("made_at", tzinfo=zone))
        .values("event__kind", "day")
        .annotate(n=Count("pk"))
        .values_list("event__kind", "day", "n")
    )
    by_kind: Counter[str] = Counter()
    single, days, weeks = 0, set(), set()
    for kind, day, n in rows:
        by_kind[kind] += n
        frequency = frequencies.get(kind)
        single += n if frequency == Frequency.NOW else 0
        days |= {day} if frequency == Frequency.DAILY else set()
        weeks |= {day.isocalendar()[:2]} if frequency == Frequency.WEEKLY else set()
    mails = 0 if setting.is_stopped else single + len(days) + len(weeks)
    return Volume(by_kind, -(-mails // WEEKS))


def working_days_of(person: Any, setting: MailSetting) -> list[int]:
    """Return the weekdays on which summaries come (Monday is 0)."""
    if setting.working_days is not None:
        return sorted(setting.working_days)
    return home_days_of(person)


def home_days_of(person: Any) -> list[int]:
    """Return the working days of the person's administration."""
    ends = weekend()
    if ends is None:
        return list(range(5))
    people = get_user_model().objects.filter(pk=person.pk)
    first, last = people.values_list(*ends).get()
    return [day for day in range(7) if (day - first) % 7 > (last - first) % 7]


def in_words(days: list[int]) -> str:
    """Return working days as people say them: Sunday to Thursday."""
    chosen = set(days)
    firsts = [day for day in days if (day - 1) % 7 not in chosen]
    if len(chosen) > 2 and len(firsts) == 1:
        last = (firsts[0] + len(chosen) - 1) % 7
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[firsts[0]], "last": WEEKDAYS[last]}
    return _("every day") if len(chosen) == 7 else ", ".join(str(WEEKDAYS[day]) for day in days)


def place_of(zone: str) -> str:
    """Return the place that a time zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")
