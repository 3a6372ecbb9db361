"""How much is said of a subject: what somebody who follows it has to expect."""

import datetime

from django.db import connection, models, transaction

from portal.markings.models import Audience

# So far back is looked.
WEEKS = 8

_COUNT = """
INSERT INTO notifications_volume (subject, kind, audience_id, events)
SELECT subject, kind, audience_id, count(*)
  FROM notifications_event, unnest(subjects) AS subject
 WHERE at > %s AND length(subject) <= 200
 GROUP BY subject, kind, audience_id
"""


class Volume(models.Model):
    """The events of the last weeks about one subject, by kind and by who may read them.

    Counted by readers, so that a number tells nobody of what they may not read.
    """

    subject = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    events = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "audience"],
                include=["events"],
                name="notifications_one_volume",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind}: {self.events}"

    @classmethod
    @transaction.atomic
    def count(cls, now: datetime.datetime) -> int:
        """Count anew, in one statement; return how many rows that makes."""
        # Two at once would meet in the unique index.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE notifications_volume IN SHARE ROW EXCLUSIVE MODE")
            cls.objects.all().delete()
            cursor.execute(_COUNT, [now - datetime.timedelta(weeks=WEEKS)])
            return cursor.rowcount
