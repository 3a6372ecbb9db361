"""What happened in a room: one row each, for the list of its activity."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from workspaces.models.workspace import Workspace


class Happening(models.Model):
    """One thing that happened, by ids alone: its words are read from its object when it is shown.

    It has no readers of its own. Whoever looks is asked for each object anew; what became TLP:RED
    is forgotten here, so that not even a gap tells of it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="happenings")
    at = models.DateTimeField(_("when"), default=timezone.now)
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("happening")
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"

    @classmethod
    def note(cls, room: Workspace, verb: str, *, by: Any, on: models.Model) -> None:
        """Write down what happened, in the verb's transaction."""
        cls.objects.create(
            workspace=room, verb=verb, by=by, object_type=on._meta.label_lower, object_id=on.pk
        )

    @classmethod
    def forget(cls, on: models.Model) -> None:
        """Forget whatever happened to an object: the others are to learn nothing of it."""
        cls.objects.filter(object_type=on._meta.label_lower, object_id=on.pk).delete()
