"""A copy of a large room: asked for by an owner, made by a task, fetched for three days."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.audit.models import record
from portal.files.models import StoredFile
from portal.identifiers import new_public_id
from portal.markings.models import Marking
from portal.notifications.models import tell
from portal.wake import wake
from workspaces.models.workspace import Workspace

PURPOSE = "workspaces.export"
MOST_BYTES = 10 * 1024 * 1024 * 1024
KEPT = datetime.timedelta(days=3)
# Whoever makes one for longer has died.
LEASE = datetime.timedelta(minutes=30)
TRIES = 3


class RoomExportQuerySet(models.QuerySet["RoomExport"]):
    """Copies of rooms, as adjectives."""

    def waiting(self) -> Self:
        """Return those that are not made yet."""
        return self.filter(state=RoomExport.State.WAITING)

    def due(self) -> Self:
        """Return those that nobody makes now."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.waiting().filter(free)

    def ready(self) -> Self:
        """Return those that can be fetched."""
        return self.filter(state=RoomExport.State.READY, expires_at__gt=timezone.now())

    def old(self) -> Self:
        """Return those that were kept long enough."""
        return self.filter(state=RoomExport.State.READY, expires_at__lte=timezone.now())


class RoomExport(models.Model):
    """One copy of a room for the owner who asked. It names its rows: each is asked for again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Deleted")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("kept until"), null=True, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # The highest label of what is in it, and the keys of that, by model.
    label = models.CharField(max_length=12, choices=Marking, blank=True, editable=False)
    items = models.JSONField(default=dict, editable=False)

    objects = RoomExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a workspace")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "by"], condition=Q(state="waiting"),
                name="workspaces_one_export",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False, expires_at__isnull=False),
                name="workspaces_export_ready",
            ),
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

    def lease(self) -> bool:
        """Take it for making; False when somebody else did. Tried too often, it failed."""
        mine = RoomExport.objects.due().filter(pk=self.pk)
        mine.filter(tries__gte=TRIES).update(state=self.State.FAILED)
        return bool(mine.update(leased_until=timezone.now() + LEASE, tries=F("tries") + 1))

    def fail(self) -> bool:
        """Make none: whoever asked owns the room no longer."""
        RoomExport.objects.waiting().filter(pk=self.pk).update(state=self.State.FAILED)
        return False

    @transaction.atomic
    def finish(self, file: StoredFile, *, marking: str, items: dict[str, list[int]]) -> bool:
        """Say that it can be fetched, once; whoever asked is told."""
        values = {
            "state": self.State.READY, "file": file, "expires_at": timezone.now() + KEPT,
            "leased_until": None, "label": marking, "items": items,
        }  # fmt: skip
        if not RoomExport.objects.waiting().filter(pk=self.pk).update(**values):
            return False
        tell("workspaces.make_export", kind="workspace", on=self.workspace, by=None,
             people=[self.by_id])  # fmt: skip
        return True

    @transaction.atomic
    def forget(self) -> bool:
        """Delete the copy; that it was asked for stays written down."""
        ready = RoomExport.objects.filter(pk=self.pk, state=self.State.READY)
        if not ready.update(state=self.State.GONE, items={}):
            return False
        if self.file:
            self.file.erase(by=None, reason="")
        return True
