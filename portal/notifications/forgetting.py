"""What the ledger forgets: old mails, lines and events, some at a time, each time a few locks."""

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.notifications.models import Event, Mail, Notification
from portal.notifications.registry import Frequency

logger = logging.getLogger(__name__)

# The rule, which docs/security.md says in words.
MAILS_KEPT = datetime.timedelta(days=365)
READ_KEPT = datetime.timedelta(days=365)
UNREAD_KEPT = datetime.timedelta(days=2 * 365)
EVENTS_KEPT = datetime.timedelta(days=365)
# So many rows are looked at in a transaction: a fraction of a second, with locks on old ones only.
BATCH = 1000


def forget(now: datetime.datetime | None = None, *, seconds: float = 50) -> dict[str, int]:
    """Forget what is old for about so many seconds; return how many rows of each kind.

    Mails first: a line outlives its mail, and an event its lines. What somebody else holds at that
    moment waits for the next run, so nobody ever waits for this one.
    """
    now, end = now or timezone.now(), time.monotonic() + seconds
    steps: list[tuple[type[Any], str, datetime.timedelta, Callable[[Any, Any], int]]] = [
        (Mail, "due_at", MAILS_KEPT, forget_mails),
        (Notification, "made_at", READ_KEPT, forget_lines),
        (Event, "at", EVENTS_KEPT, forget_events),
    ]
    gone = dict.fromkeys([model._meta.label_lower for model, *_rest in steps], 0)
    for model, moment, kept, forget_some in steps:
        for rows in windows(model, moment, now - kept):
            if time.monotonic() > end:
                break
            gone[model._meta.label_lower] += forget_some(rows, now)
    logger.info("Forgotten: %s.", gone)
    return gone


def windows(model: type[Any], moment: str, before: datetime.datetime) -> Iterator[Any]:
    """Yield the rows some at a time, the oldest first, until none of some is old.

    By the key, which grows with time: no index of the moment is paid for by every new row.
    """
    last = 0
    while True:
        after = model.objects.filter(pk__gt=last).order_by("pk")
        found = list(after.values_list("pk", moment)[:BATCH])
        if not any(at < before for _pk, at in found):
            return
        first, last = last, found[-1][0]
        yield model.objects.filter(pk__gt=first, pk__lte=last)


def _held(rows: Any) -> list[int]:
    """Lock the rows that nobody else holds, and return their keys."""
    locked = rows.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    return list(locked.values_list("pk", flat=True))


@transaction.atomic
def forget_mails(rows: Any, now: datetime.datetime) -> int:
    """Forget the old mails among these, but for those that are still to be sent."""
    old = _held(rows.filter(due_at__lt=now - MAILS_KEPT).exclude(state=Mail.State.DUE))
    carried = _held(Notification.objects.filter(digest__in=old))
    # What a digest carried stays told: without its mail it must not wait for another.
    Notification.objects.filter(pk__in=carried).update(digest=None, frequency=Frequency.PORTAL)
    lines = Notification.objects.filter(digest=OuterRef("pk"))
    return int(Mail.objects.filter(~Exists(lines), pk__in=old).delete()[0])


@transaction.atomic
def forget_lines(rows: Any, now: datetime.datetime) -> int:
    """Forget the lines that were read long ago, or that nobody read for longer still.

    One that waits for a digest counts as unread; one whose mail is in the log stays with it.
    """
    mails = Mail.objects.filter(event=OuterRef("event"), person=OuterRef("person"))
    waits = Q(digest=None, frequency__in=[Frequency.DAILY, Frequency.WEEKLY])
    is_read = Q(made_at__lt=now - READ_KEPT, read_at__isnull=False) & ~waits
    old = rows.filter(is_read | Q(made_at__lt=now - UNREAD_KEPT))
    held = _held(old.filter(~Exists(mails)))
    return int(Notification.objects.filter(pk__in=held).delete()[0])


@transaction.atomic
def forget_events(rows: Any, now: datetime.datetime) -> int:
    """Forget the events that were told long ago and that no row of any room points to."""
    old = rows.filter(dispatched_at__lt=now - EVENTS_KEPT)
    # One that nobody was told of yet stays, however old: told once, never twice, never lost.
    held = _held(old.filter(*[~Exists(each) for each in _pointing()]))
    return int(Event.objects.filter(pk__in=held).delete()[0])


def _pointing() -> Iterator[Any]:
    """Yield the rows that point to an event: lines, mails, and what the rooms keep."""
    for relation in Event._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            model: Any = relation.related_model
            name = relation.field.name  # type: ignore[union-attr]  # the other end of a foreign key
            yield model._base_manager.filter(**{name: OuterRef("pk")})
