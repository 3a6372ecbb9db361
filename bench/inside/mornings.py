"""A morning whenever one is wanted: what waits for a digest comes due."""

import datetime

from django.db import transaction
from django.db.models import Max

from directory.models import Person
from portal.notifications import digests
from portal.notifications.clock import LocalDay
from portal.notifications.models import Mail
from portal.notifications.registry import Frequency
from portal.wake import wake

# Weeks that no real digest is of.
FIRST = datetime.date(2000, 1, 3)
LAST = datetime.date(2019, 12, 30)
# Nobody's weekend.
WEDNESDAY = 2


def morning(now: datetime.datetime) -> int:
    """Make the weekly digests of all that was told before now, in the next week that is free."""
    mails = Mail.objects.filter(kind=Mail.Kind.WEEKLY, period__lte=LAST)
    last = mails.aggregate(last=Max("period"))["last"]
    week = last + datetime.timedelta(weeks=1) if last else FIRST
    zones = Person.objects.order_by().values_list("zone", flat=True).distinct()
    days = [LocalDay(zone, week, WEDNESDAY, week, now, now) for zone in zones]
    with transaction.atomic():
        made = digests.make_due(Frequency.WEEKLY, [week] * len(days), days, now)
        if made:
            wake("notifications.send_digests")
    return made
