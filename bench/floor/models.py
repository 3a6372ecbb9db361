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


class Post(models.Model):
    """A post of the floor's topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:20]
