"""What was learned in a room: a mission room is archived only with it."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking
from portal.notifications.models import tell
from workspaces.models.happening import Happening
from workspaces.models.item import RoomItem, RoomItemQuerySet
from workspaces.models.workspace import Workspace


class Lesson(RoomItem):
    """What happened, what worked, what did not, what to do instead, and whom it helps."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    happened = models.TextField(_("what happened"), max_length=4000)
    worked = models.TextField(_("what worked"), max_length=4000)
    failed = models.TextField(_("what did not work"), max_length=4000)
    instead = models.TextField(_("what to do instead"), max_length=4000)
    useful_for = models.TextField(_("for whom this is useful"), max_length=1000)
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = RoomItemQuerySet["Lesson"].as_manager()

    class Meta:
        verbose_name = _("lesson")
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="workspaces_one_lesson"),
            # Named persons alone would learn nothing for the others.
            models.CheckConstraint(
                condition=~Q(marking=Marking.RED), name="workspaces_lesson_is_not_red"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workspace}: {self.happened[:60]}"

    def get_absolute_url(self) -> str:
        """Return the address of the room."""
        return self.workspace.get_absolute_url()

    @classmethod
    @transaction.atomic
    def write(cls, workspace: Workspace, *, by: Any, marking: str, **texts: str) -> "Lesson":
        """Write what was learned, or write it anew. A room that is over may still be learned of."""
        workspace.lock()
        workspace.assert_not_archived()
        known = cls.objects.select_for_update(no_key=True).filter(workspace=workspace).first()
        lesson: Lesson = known or cls(workspace=workspace, author=by, marking=marking)
        lesson.workspace = workspace
        if lesson.marking != marking:
            lesson.relabel(marking, by=by)
        for field, text in texts.items():
            setattr(lesson, field, text)
        lesson.changed_at = timezone.now()
        lesson.set_audience()
        lesson.save()
        workspace.hold(lesson.marking)
        Happening.note(workspace, "workspaces.write_lesson", by=by, on=workspace)
        record("workspaces.write_lesson", by=by, on=lesson, marking=lesson.marking)
        tell("workspaces.write_lesson", kind="workspace", on=lesson, by=by,
             subjects=[workspace.subject], is_batch=True)  # fmt: skip
        return lesson
