"""The one table of the floor."""

from django.conf import settings
from django.db import models


class Topic(models.Model):
    """A row of the floor's list."""

    title = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    replies = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    last_active_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.title
