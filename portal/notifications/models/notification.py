"""The inbox: one row per event and person."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from portal.markings.models import reader_of
from portal.notifications.models.event import Event
from portal.notifications.registry import Frequency

# Whether a line may be read is asked of its event, one by one: more would cost what the page does.
MOST_COUNTED = 200
# Counted in the order of the list, so that its index is read and not everybody's lines.
_TOLD = """
SELECT count(*) FROM (
    SELECT 1 FROM notifications_notification AS line
      JOIN notifications_event AS event ON event.id = line.event_id
     WHERE line.person_id = %s AND event.audience_id = ANY(%s::int[])
       AND (NOT %s OR line.read_at IS NULL) AND (%s = '' OR event.kind = %s)
     ORDER BY line.made_at DESC, line.id DESC LIMIT %s) AS counted
"""


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Lines of inboxes, as adjectives."""

    def readable_by(self, person: Any) -> Self:
        """Return a person's lines about what they may still read."""
        return self.readable_within(person.pk, reader_of(person).audience_ids)

    def readable_within(self, person: int, audiences: list[int]) -> Self:
        """Return a person's lines of these audiences, for statements that are kept."""
        return self.filter(person=person, event__audience_id__among=audiences)

    def with_events(self) -> Self:
        """Return them with what happened; who did it is asked once, when the first line says it."""
        return self.select_related("event").fetch_mode(models.FETCH_PEERS)

    def counted(self, person: int, audiences: list[int], *, is_unread: bool, kind: str) -> Self:
        """Return them with how many lines there are like them, one more than MOST_COUNTED at most.

        Every line carries the number, `told`: the same statement counts and reads a page.
        """
        values = [person, audiences, is_unread, kind, kind, MOST_COUNTED + 1]
        return self.annotate(told=RawSQL(_TOLD, values, models.IntegerField()))  # noqa: S611

    def unread(self) -> Self:
        """Return what was not read."""
        return self.filter(read_at=None)

    def waiting_of(self, person: Any) -> Self:
        """Return what waits for a person's next digests."""
        digests = [Frequency.DAILY, Frequency.WEEKLY]
        return self.filter(person=person.pk, frequency__in=digests, digest=None)

    def about(self, model: type[models.Model], keys: Iterable[int]) -> Self:
        """Return the lines of everybody about these rows."""
        label = model._meta.label_lower
        return self.filter(event__object_type=label, event__object_id__in=keys)

    def mark_read(self) -> int:
        """Mark the lines as read; return how many were not."""
        return self.unread().update(read_at=timezone.now())

    def mark_unread(self) -> int:
        """Mark the lines as unread; return how many were read."""
        return self.exclude(read_at=None).update(read_at=None)


class Notification(models.Model):
    """Somebody is told of an event, once."""

    # Indexes that begin with them stand below: each one more is paid for by every line.
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notifications",
        db_index=False,
    )
    # The follow that brought it; empty for who is told by name or as one of all.
    subject = models.CharField(max_length=200, blank=True)
    frequency = models.CharField(max_length=6, choices=Frequency)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    # The daily or weekly mail that carried it.
    digest = models.ForeignKey(
        "notifications.Mail",
        on_delete=models.PROTECT,
        null=True,
        related_name="lines",
        db_index=False,
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="notifications_told_once")
        ]
        indexes = [
            # Not by the id alone: the planner would read everybody's newest lines in its order.
            models.Index(fields=["person", "-made_at", "-id"], name="notifications_inbox"),
            # With all that the head of a page asks of an unread line: no row is read for it.
            models.Index(
                fields=["person", "-made_at", "-id"],
                include=["event"],
                condition=Q(read_at__isnull=True),
                name="notifications_unread",
            ),
            models.Index(
                fields=["frequency", "person"],
                condition=Q(digest__isnull=True, frequency__in=["daily", "weekly"]),
                name="notifications_for_digest",
            ),
            models.Index(
                fields=["digest"], condition=Q(digest__isnull=False), name="notifications_carried"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.person_id}"
