"""Secret addresses of feeds: one per person and feed, kept as a hash, changed at will."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal.audit.models import record


def digest_of(token: str) -> str:
    """Return what is kept of a token: its hex SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


class FeedToken(models.Model):
    """The secret in the address of one feed of one person; it opens nothing else."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens"
    )
    # The code of a registered feed.
    feed = models.CharField(max_length=30)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "feed"], name="notifications_one_token")
        ]

    def __str__(self) -> str:
        return f"{self.feed} of {self.person_id}"

    @classmethod
    @transaction.atomic
    def renew(cls, feed: str, *, by: Any) -> str:
        """Make a new secret, shown once; the address with the old one ends."""
        token = secrets.token_urlsafe(24)
        cls.objects.update_or_create(
            person=by,
            feed=feed,
            defaults={"digest": digest_of(token), "made_at": timezone.now()},
        )
        record("notifications.renew_feed", by=by, feed=feed)
        return token

    @classmethod
    def holder(cls, feed: str, token: str) -> Any | None:
        """Return whose secret this is for this feed, or None; time tells nothing of a digest."""
        rows = cls.objects.select_related("person")
        found = rows.filter(digest=digest_of(token), feed=feed).first()
        return found.person if found else None

    @classmethod
    @transaction.atomic
    def end(cls, feed: str, *, by: Any) -> bool:
        """End the address of a feed; False when there was none."""
        gone, _each = cls.objects.filter(person=by, feed=feed).delete()
        if gone:
            record("notifications.end_feed", by=by, feed=feed)
        return bool(gone)
