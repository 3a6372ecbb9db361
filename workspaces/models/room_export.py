"""A copy of a large room: asked for by an owner, made by a task, fetched for three days."""

import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.audit.models import record
from portal.files.copies import Copy, CopyQuerySet
from portal.markings.models import Marking
from portal.notifications.models import tell
from portal.wake import wake
from workspaces.models.workspace import Workspace

PURPOSE = "workspaces.export"
MOST_BYTES = 10 * 1024 * 1024 * 1024


class RoomExport(Copy):
    """One copy of a room for the owner who asked. It names its rows: each is asked for again."""

    LEASE = datetime.timedelta(minutes=30)
    TRIES = 3

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # The highest label of what is in it, and the keys of that, by model.
    label = models.CharField(max_length=12, choices=Marking, blank=True, editable=False)
    items = models.JSONField(default=dict, editable=False)

    objects = CopyQuerySet["RoomExport"].as_manager()

    class Meta:
        verbose_name = _("copy of a workspace")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "by"], condition=Q(state="waiting"),
                name="workspaces_one_export",
            ),
            Copy.ready_has_file("workspaces_export_ready"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.workspace_id}, {self.asked_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def ask(cls, room: Workspace, *, by: Any, language: str) -> "RoomExport":
        """Ask for a copy; one at a time, so that two presses are one."""
        room.lock()
        standing = cls.objects.waiting().filter(workspace=room, by=by).first()
        if standing:
            return standing
        export = cls.objects.create(workspace=room, by=by, language=language)
        record("workspaces.ask_export", by=by, on=room)
        wake("workspaces.make_exports")
        return export

    def tell_ready(self) -> None:
        """Tell whoever asked that it can be fetched."""
        tell("workspaces.make_export", kind="workspace", on=self.workspace, by=None,
             people=[self.by_id])  # fmt: skip

    @transaction.atomic
    def forget(self) -> bool:
        """Delete the copy, and what it held."""
        self._row.filter(state=self.State.READY).update(items={})
        return super().forget()
