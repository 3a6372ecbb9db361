"""What posts said before they were changed or removed."""

from django.db import models

from directory.models import Person


class PostVersion(models.Model):
    """What a post said before it was changed."""

    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # Whether others read it: what was said while it waited is for its author and the moderators.
    was_shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="forums_one_version")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"
