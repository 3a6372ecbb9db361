"""What the asker of a question found useful."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.audit.models import record


class Useful(models.Model):
    """A post that the asker may mark. Nobody is ranked by it: its author alone reads a count."""

    useful_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def mark_useful(self: Any, is_useful: bool, *, by: Any) -> bool:
        """Say that it was useful, or take that back."""
        rows = type(self).objects.shown().filter(pk=self.pk, useful_at__isnull=is_useful)
        if self.is_first or not rows.update(useful_at=timezone.now() if is_useful else None):
            return False
        self.refresh_from_db(fields=["useful_at"])
        record("forums.mark_useful", by=by, on=self, is_useful=is_useful)
        if is_useful:
            self.topic.tell_people("forums.mark_useful", [self.author_id], by=by, on=self)
        return True
