"""The outbox: what happened, to whom it may be told, and to whom it is addressed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from portal.audit.models import record
from portal.markings.holding import change_readers
from portal.markings.models import Audience, Marking, stricter_than
from portal.notifications.registry import kind_of, notifiable
from portal.wake import wake

# An event that failed so often waits for an operator.
TRIES = 10
# A batch is told when nothing was added to it for so long.
PAUSE = datetime.timedelta(minutes=1)
# One that keeps growing is told this long after it began; the rest is the next batch.
LONGEST = datetime.timedelta(minutes=15)


class EventQuerySet(models.QuerySet["Event"]):
    """Events, as adjectives."""

    def waiting(self) -> Self:
        """Return what is to be told now, the events that failed last."""
        now = timezone.now()
        return self.filter(dispatched_at=None, due_at__lte=now, tries__lt=TRIES).order_by(
            "tries", "pk"
        )

    def stuck(self) -> Self:
        """Return what failed too often."""
        return self.filter(dispatched_at=None, tries__gte=TRIES)

    @transaction.atomic
    def try_again(self, *, by: Any) -> int:
        """Tell of what failed too often once more; return how many events."""
        events = self.stuck().update(tries=0)
        if events:
            record("notifications.tell_again", by=by, events=events)
        return events


class Event(models.Model):
    """One thing that happened: ids and numbers; words are read from the object when shown.

    Its audience and label are the object's, changed with it in the same transaction.
    """

    # Names its sentence: templates/notifications/<app>/<verb>.txt.
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    marking = models.CharField(max_length=12, choices=Marking)
    # What its mails are under at least, where they would tell more than the row does; empty: the
    # label of the row.
    floor = models.CharField(max_length=12, choices=Marking, blank=True)
    # Whose followers are told, the most telling subject first.
    subjects = ArrayField(models.TextField(), default=list)
    # Who is told by name.
    people = ArrayField(models.BigIntegerField(), default=list)
    # Everybody who holds one of these tokens is told.
    reach = models.ForeignKey(Audience, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)
    # What one person does to one thing in a row is one event until it is told.
    batch = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(default=timezone.now)
    # An open batch takes no later moment than this.
    told_by = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(dispatched_at__isnull=True) & ~Q(batch=""),
                name="notifications_one_open_batch",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tries", "id"],
                condition=Q(dispatched_at__isnull=True),
                name="notifications_event_waiting",
            ),
            models.Index(fields=["object_type", "object_id"], name="notifications_event_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"

    def batched(self) -> "Event":
        """Return the open batch of its name, which counts it now, or the batch that it opens."""
        self.batch = f"{self.verb}:{self.object_type}:{self.object_id}:{self.actor_id or ''}"
        self.due_at = self.at + PAUSE
        self.told_by = self.at + LONGEST
        if joined := self._joined():
            return joined
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            # Somebody opened the batch in between.
            joined = self._joined()
            if joined is None:
                raise
            return joined
        return self

    def _joined(self) -> "Event | None":
        """Add to the open batch of its name, if there is one, and return that row."""
        open_ = Event.objects.filter(batch=self.batch, dispatched_at=None)
        # Never earlier than it was: an event that failed waits for its next try.
        due_at = Greatest(F("due_at"), Least(Value(self.due_at), F("told_by")))
        if open_.update(count=F("count") + self.count, at=self.at, due_at=due_at):
            return open_.get()
        return None


def tell(
    verb: str,
    *,
    kind: str,
    on: Any,
    by: Any,
    subjects: Iterable[str] = (),
    people: Iterable[int] = (),
    reach: Iterable[str] = (),
    is_batch: bool = False,
    count: int = 1,
    marking: str = "",
    **detail: Any,
) -> Event:
    """Record an event about a readable row, in the verb's transaction.

    `subjects` are followed things, most telling first; `people` are persons told by name; `reach`
    are tokens whose holders are all told. Nobody is told who may not read the row, nor the actor.
    With `is_batch`, the same verb by the same person on the same row adds to the count of the event
    that nobody was told of yet: forty files into one room are one line. `marking` keeps words out
    of mails that the label of the row would let in: who is told may be the secret. Returns the
    event.
    """
    now = timezone.now()
    event = Event(
        verb=verb,
        kind=kind_of(kind).code,
        at=now,
        actor=by,
        audience_id=on.audience_id,
        marking=stricter(on.mail_marking, marking),
        floor=marking,
        subjects=list(dict.fromkeys(subjects)),
        people=sorted(set(people)),
        reach_id=Audience.objects.intern(reach) if reach else None,
        detail=detail,
        count=count,
        due_at=now,
        **_names(on),
    )
    wake("notifications.dispatch")
    if is_batch:
        return event.batched()
    event.save()
    return event


def _names(on: Any) -> dict[str, Any]:
    """Return how an event names the row that it is about."""
    label = on._meta.label_lower
    if notifiable(label) is None:
        raise ImproperlyConfigured(
            f"{label} is not notifiable. Call register_notifiable({type(on).__name__}) in apps.py."
        )
    return {"object_type": label, "object_id": on.pk}


def stricter(marking: str, floor: str) -> str:
    """Return the stricter of a label and the least that was asked for, if any was."""
    return floor if floor in stricter_than(marking) else marking


def _floored(marking: str) -> Case:
    """Return the label of an event about a row of this label, as an expression on the event."""
    return Case(When(floor__in=stricter_than(marking), then=F("floor")), default=Value(marking))


def readers_changed(obj: Any) -> None:
    """Give the events about a row its audience and label, in the verb's transaction."""
    about = Event.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    now = _floored(obj.mail_marking)
    others = about.exclude(audience_id=obj.audience_id, marking=now)
    if others.exists():
        change_readers(obj._meta.label_lower, obj.pk)
        others.update(audience_id=obj.audience_id, marking=now)


def readers_of_many_changed(rows: Collection[Any]) -> None:
    """Give the events about many rows of one model their audiences and labels, as few at a time."""
    if not rows:
        return
    now = {row.pk: (row.audience_id, row.mail_marking) for row in rows}
    label = next(iter(rows))._meta.label_lower
    about = Event.objects.filter(object_type=label, object_id__in=now)
    changed: dict[tuple[int, str], set[int]] = defaultdict(set)
    columns = ("object_id", "audience_id", "marking", "floor")
    for key, audience, was, floor in about.values_list(*columns).distinct():
        if (audience, was) != (now[key][0], stricter(now[key][1], floor)):
            changed[now[key]].add(key)
    if changed:
        change_readers(label, *set().union(*changed.values()))
    for (audience, marking), keys in changed.items():
        about.filter(object_id__in=keys).update(audience_id=audience, marking=_floored(marking))


def readers_changed_of(rows: models.QuerySet[Any], audience: int, marking: str) -> None:
    """Give the events about many rows of one audience their readers, in few statements."""
    label = rows.model._meta.label_lower
    about = Event.objects.filter(object_type=label, object_id__in=rows.order_by().values("pk"))
    now = _floored(marking)
    others = about.exclude(audience_id=audience, marking=now)
    if touched := list(others.values_list("object_id", flat=True).distinct()):
        change_readers(label, *touched)
        others.update(audience_id=audience, marking=now)
