"""How much mail to expect: one estimate, whether of a follow or of all one's settings."""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notifications.models import MailSetting, Notification
from portal.notifications.registry import Frequency, kinds

# A digest of each working day.
DAYS = 5
MONTH = 52 / 12
# So far back is looked at what came to a person.
RECENT = datetime.timedelta(weeks=4)


def mails_a_week(events: Mapping[str, float]) -> float:
    """Return how many mails a week come of so many events a week, told at these frequencies."""
    daily, weekly = events.get(Frequency.DAILY, 0), events.get(Frequency.WEEKLY, 0)
    return events.get(Frequency.NOW, 0) + min(daily, DAYS) + min(weekly, 1)


def in_words(rate: float) -> str:
    """Return a number of mails in a week as people say it."""
    if not rate:
        return _("no mail")
    if rate >= 1:
        n = round(rate)
        return ngettext("about %(n)d mail a week", "about %(n)d mails a week", n) % {"n": n}
    n = max(1, round(rate * MONTH))
    return ngettext("about %(n)d mail a month", "about %(n)d mails a month", n) % {"n": n}


def recent_of(person: Any) -> Counter[str]:
    """Return what came to a person in the last weeks and may still be read, by kind of news."""
    lines = Notification.objects.readable_by(person).filter(made_at__gte=timezone.now() - RECENT)
    rows = lines.order_by().values_list("event__kind").annotate(n=Count("pk"))
    return Counter(dict(rows))


def expected(
    recent: Mapping[str, int], frequencies: Mapping[str, str], setting: MailSetting
) -> str:
    """Return in words what mail comes if as much happens as lately, with these settings."""
    events: Counter[str] = Counter()
    for kind in kinds():
        is_stopped = setting.is_stopped and not kind.is_required
        frequency = Frequency.PORTAL if is_stopped else frequencies[kind.code]
        events[frequency] += recent.get(kind.code, 0)
    weeks = RECENT / datetime.timedelta(weeks=1)
    return in_words(mails_a_week({each: n / weeks for each, n in events.items()}))
