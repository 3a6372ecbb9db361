"""What became of an announcement that was sent: numbers only, never who."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from portal.notifications.forgetting import MAILS_KEPT, READ_KEPT
from portal.notifications.models import Event, Mail, Notification
from portal.notifications.registry import Frequency

# Among fewer people a number would say who read.
FEW = 5
State = Mail.State
DIGESTS = [Frequency.DAILY, Frequency.WEEKLY]


@dataclass(frozen=True, kw_only=True)
class Report:
    """How many were told, read, and were mailed. `read` is None among few."""

    told: int
    read: int | None
    mailed: int
    waiting: int
    failed: int
    bounced: int
    stopped: int


def is_counted(event: Event) -> bool:
    """Return whether the lines and mails of an event are still there to be counted."""
    return event.at > timezone.now() - min(MAILS_KEPT, READ_KEPT)


def report_of(event: Event) -> Report:
    """Return the report of an event, in two statements."""
    lines = Q(frequency__in=DIGESTS)
    told = Notification.objects.filter(event=event).aggregate(
        told=Count("pk"),
        read=Count("pk", filter=Q(read_at__isnull=False)),
        waiting=Count("pk", filter=lines & (Q(digest=None) | Q(digest__state=State.DUE))),
        mailed=Count("pk", filter=lines & Q(digest__state=State.SENT)),
        failed=Count("pk", filter=lines & Q(digest__state=State.DEAD)),
        bounced=Count("pk", filter=lines & Q(digest__state=State.BOUNCED)),
        stopped=Count("pk", filter=lines & Q(digest__state__in=[State.STOPPED, State.EMPTY])),
    )
    mails = Mail.objects.filter(event=event).aggregate(
        waiting=Count("pk", filter=Q(state=State.DUE)),
        mailed=Count("pk", filter=Q(state=State.SENT)),
        failed=Count("pk", filter=Q(state=State.DEAD)),
        bounced=Count("pk", filter=Q(state=State.BOUNCED)),
        stopped=Count("pk", filter=Q(state__in=[State.STOPPED, State.EMPTY])),
    )
    both = {name: told[name] + n for name, n in mails.items()}
    read = told["read"] if told["told"] >= FEW else None
    return Report(told=told["told"], read=read, **both)
