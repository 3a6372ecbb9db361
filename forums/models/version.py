"""What posts said and topics were called before they were changed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from directory.models import Person
from portal.markings.models import Marking
from workspaces.models import Workspace
from workspaces.models.labels import is_lower


def no_stricter_than(*labels: str) -> Q:
    """Return the condition on what stood under a label that one of these of today reaches."""
    condition = Q(pk__in=[])
    for label in Marking:
        milder = [each for each in Marking if not is_lower(label, each)]
        for place in labels:
            condition |= Q((place, label), marking__in=milder)
    return condition


# A post stands under the stricter label of the two.
UNDER_ITS_LABEL = no_stricter_than("post__marking", "post__topic__marking")


class PostVersionQuerySet(models.QuerySet["PostVersion"]):
    """What posts said before, as adjectives."""

    def shown(self) -> Self:
        """Return those that others read while they stood."""
        return self.filter(was_shown=True)

    def of_its_room(self) -> Self:
        """Return those that stood where their post stands, under its label or a milder one.

        Another room has other readers. Those of before their label was kept are no room's.
        """
        return self.filter(UNDER_ITS_LABEL, room=F("post__workspace"))


class PostVersion(models.Model):
    """What a post said before it was changed."""

    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # Whether others read it: what was said while it waited is for its author and the moderators.
    was_shown = models.BooleanField(default=False)
    # Where it stood last: a post that moves leaves what it said there to its author.
    room = models.ForeignKey(Workspace, on_delete=models.PROTECT, null=True, related_name="+")
    # Under which label it stood: others read it under no milder one. Older ones know none.
    marking = models.CharField(max_length=12, choices=Marking, blank=True, default="")

    objects = PostVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="forums_one_version")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"


class WordingQuerySet(models.QuerySet["Wording"]):
    """Earlier titles, as adjectives."""

    def shown(self) -> Self:
        """Return those that others read while they stood."""
        return self.filter(was_shown=True)

    def of_its_room(self) -> Self:
        """Return those that stood where their topic stands, under its label or a milder one."""
        return self.filter(no_stricter_than("topic__marking"), room=F("topic__workspace"))


class Wording(models.Model):
    """What a topic was called before its title was changed, and under which label."""

    topic = models.ForeignKey("forums.Topic", on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    marking = models.CharField(max_length=12, choices=Marking)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Whether others read it: what it was called while it waited, or until a moderator changed it,
    # is for its keepers.
    was_shown = models.BooleanField(default=False)
    # Where it stood last: a topic that moves leaves what it was called there to its author.
    room = models.ForeignKey(Workspace, on_delete=models.PROTECT, null=True, related_name="+")

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forums_one_wording")
        ]

    def __str__(self) -> str:
        return f"title {self.number} of topic {self.topic_id}"
