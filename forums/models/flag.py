"""Reports of posts: what a reader tells the moderators of a room."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Person


class Flag(models.Model):
    """One reader's report of one post; its author never learns who it was."""

    class Reason(models.TextChoices):
        """What is wrong with a post."""

        PERSONAL = "personal", _("It names a person, a trader or a passenger")
        RESTRICTED = "restricted", _("It tells what is restricted, such as risk criteria")
        IMPOLITE = "impolite", _("It is not polite")
        OFF_TOPIC = "offtopic", _("It is off topic")
        LABEL = "label", _("Its TLP label is too low")
        OTHER = "other", pgettext_lazy("report", "Something else")

    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="flags")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(
        _("what is wrong"), max_length=10, choices=Reason, default=Reason.OTHER
    )
    why = models.CharField(_("in your words"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"], condition=Q(settled_at=None), name="forums_one_flag"
            )
        ]

    def __str__(self) -> str:
        return f"report of post {self.post_id}"

    @classmethod
    def settle(cls, post: Any) -> list[int]:
        """Close the reports of a post; return who made them."""
        standing = cls.objects.filter(post=post, settled_at=None)
        people = list(standing.values_list("by", flat=True))
        standing.update(settled_at=timezone.now())
        return people
