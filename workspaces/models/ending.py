"""The end of a bilateral room: one side asks for it, and the other agrees or not."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person
from portal.audit.models import record
from portal.notifications.models import tell
from portal.refusals import Refused
from workspaces.models.admission import Admission
from workspaces.models.happening import Happening
from workspaces.models.owners import owners_by_room
from workspaces.models.workspace import Workspace


class EndingQuerySet(models.QuerySet["Ending"]):
    """Wishes to archive a bilateral room, as adjectives."""

    def waiting(self) -> Self:
        """Return those that the other side did not answer."""
        return self.filter(state=Ending.State.WAITING)

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related("side", "by", "answered_by")


class Ending(models.Model):
    """One side of a bilateral room wants it archived; nothing changes until the other agrees."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("wish to archive", "Waits for the other side")
        AGREED = "agreed", pgettext_lazy("wish to archive", "Agreed")
        DECLINED = "declined", pgettext_lazy("wish to archive", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("wish to archive", "Taken back")

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="endings")
    side = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish to archive a workspace")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(state="waiting"), name="workspaces_one_ending"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | ~Q(state="waiting") & Q(answered_at__isnull=False),
                name="workspaces_ending_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.workspace}"

    @classmethod
    @transaction.atomic
    def propose(cls, room: Workspace, *, by: Any, why: str = "") -> "Ending":
        """Ask the other side to archive it. Pressed twice, it is asked once."""
        room.lock()
        room.assert_not_archived()
        if by.administration_id not in room.sides:
            raise Refused(gettext("Only an owner of one of the two sides asks for this."))
        if known := cls.objects.waiting().filter(workspace=room).first():
            if known.side_id != by.administration_id:
                raise Refused(gettext("The other side asks for it already. Answer that."))
            return known
        ending = cls.objects.create(workspace=room, side=by.administration, by=by, why=why)
        ending._note("workspaces.propose_archive", by=by, people=ending._asked())
        return ending

    @transaction.atomic
    def agree(self, *, by: Any) -> bool:
        """Archive the room, as both sides want now."""
        self.workspace.lock_with_invited()
        self._assert_other_side(by)
        if not self._settle(self.State.AGREED, by=by):
            return False
        return self.workspace.archive(by=by, why=self.why, is_agreed=True)

    @transaction.atomic
    def decline(self, *, by: Any, answer: str) -> bool:
        """Leave the room as it is; whoever asked is told, and both sides read why."""
        self.workspace.lock()
        self._assert_other_side(by)
        if not self._settle(self.State.DECLINED, by=by, answer=answer):
            return False
        people = [self.by_id] if self.by_id else []
        self._note("workspaces.decline_archive", by=by, people=people)
        return True

    @transaction.atomic
    def withdraw(self, *, by: Any) -> bool:
        """Take it back, and tell who was asked; any owner of the side that asked may."""
        self.workspace.lock()
        if by.administration_id != self.side_id:
            raise Refused(gettext("The side that asks for this takes it back."))
        if not self._settle(self.State.WITHDRAWN, by=by):
            return False
        self._note("workspaces.withdraw_archive", by=by, people=self._asked())
        return True

    def _assert_other_side(self, by: Any) -> None:
        if by.administration_id not in self.workspace.sides - {self.side_id}:
            raise Refused(gettext("The other side of this workspace answers this."))

    def _settle(self, state: str, *, by: Any, answer: str = "") -> bool:
        """Answer it if nobody did; whoever calls holds the room."""
        now = timezone.now()
        waiting = Ending.objects.waiting().filter(pk=self.pk)
        if not waiting.update(state=state, answered_by=by, answered_at=now, answer=answer):
            return False
        self.refresh_from_db(fields=["state", "answered_by", "answered_at", "answer"])
        return True

    def _asked(self) -> list[int]:
        """Return the owners of the other side, who answer it."""
        room = self.workspace
        owners = owners_by_room(Admission.objects.owning().filter(workspace=room))
        return [pk for pk, home in owners.get(room.pk, {}).items() if home != self.side_id]

    def _note(self, verb: str, *, by: Any, people: list[int]) -> None:
        # Why stands here, for the two sides; the log has other readers.
        record(verb, by=by, on=self.workspace)
        Happening.note(self.workspace, verb, by=by, on=self.workspace)
        tell(verb, kind="workspace", on=self.workspace, by=by, people=people)
