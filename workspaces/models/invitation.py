"""Invitations into a room, and what became of them."""

import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Person
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet, reader_of
from portal.notifications.models import readers_changed, tell
from workspaces.models.admission import Admission
from workspaces.models.holder import assert_may_enter
from workspaces.models.kinds import Role
from workspaces.models.workspace import Workspace, room_keys

OPEN_FOR = datetime.timedelta(days=30)


class InvitationQuerySet(ReadableQuerySet["Invitation"]):
    """Invitations, as adjectives."""

    def waiting(self) -> Self:
        """Return those that nobody answered yet."""
        return self.filter(state=Invitation.State.WAITING)

    def standing(self) -> Self:
        """Return those that may be answered."""
        return self.waiting().filter(expires_at__gt=Now())

    def shown_to(self, person: Any) -> Self:
        """Return somebody's own, as long as they may know of the room."""
        known = Q(workspace__audience_id__among=reader_of(person).audience_ids)
        standing = Q(state=Invitation.State.WAITING, expires_at__gt=Now())
        return self.filter(standing | known, person=person.pk)

    def kept_by(self, person: Any) -> Self:
        """Return those into the rooms that somebody moderates."""
        return self.filter(workspace__in=room_keys(person, Role.MODERATOR))

    def expired(self) -> Self:
        """Return those that nobody answered in time."""
        return self.waiting().filter(expires_at__lte=timezone.now())

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related("workspace", "person__administration", "invited_by")


class Invitation(Readable):
    """One person is asked into one room; a hidden room shows its name to them until they answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
        EXPIRED = "expired", _("Expired without an answer")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="workspace_invitations"
    )
    role = models.PositiveSmallIntegerField(_("role"), choices=Role, default=Role.CONTRIBUTOR)
    until = models.DateField(_("member until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    invited_on = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("open until"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    # Why somebody declined, in their words: for whoever invited, and the room's moderators.
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation into a workspace")
        ordering = ["-invited_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workspace"], condition=Q(state="waiting"),
                name="workspaces_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | ~Q(state="waiting") & Q(answered_at__isnull=False),
                name="workspaces_invitation_answered",
            ),
            models.CheckConstraint(
                condition=Q(role__lte=Role.OWNER), name="workspaces_invited_role_is_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} into {self.workspace}"

    def get_absolute_url(self) -> str:
        """Return the page on which it is answered."""
        return reverse("workspaces:invitation_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever is invited while it waits, then who moderates the room.

        What waits moderators find by `kept_by`: an audience for each of them would be without end.
        """
        if self.state == self.State.WAITING:
            return {f"person:{self.person_id}"}
        return {Role.MODERATOR.token(self.workspace_id)}

    @property
    def is_waiting(self) -> bool:
        """Whether it may be answered."""
        return self.state == self.State.WAITING and self.expires_at > timezone.now()

    @classmethod
    @transaction.atomic
    def send(
        cls, workspace: Workspace, person: Person, *, role: int, by: Any,
        until: datetime.date | None = None, reason: str = "",
    ) -> "Invitation":  # fmt: skip
        """Invite a person; once while an invitation waits."""
        # Two presses of one button wait for each other here.
        workspace.lock()
        workspace.assert_writable()
        assert_may_enter(workspace, person, role)
        if known := cls.objects.waiting().filter(workspace=workspace, person=person).first():
            return known
        now = timezone.now()
        invitation = cls(
            workspace=workspace, person=person, role=role, until=until, reason=reason,
            invited_by=by, invited_on=now, expires_at=now + OPEN_FOR, marking=Marking.AMBER,
        )  # fmt: skip
        invitation.set_audience()
        invitation.save()
        record("workspaces.invite", by=by, on=workspace, person_id=person.pk, role=role)
        invitation._tell("workspaces.invite", [person.pk], by=by)
        return invitation

    @transaction.atomic
    def accept(self, *, by: Any) -> bool:
        """Enter the room."""
        self.workspace.hold_desk(person=self.person_id)
        if not self._settle(self.State.ACCEPTED):
            return False
        room = self.workspace
        room.assert_not_frozen()
        inside = room.admissions.current().filter(person=by, role__gte=self.role).exists()
        if not inside:
            Admission.admit(
                room, by, role=self.role, until=self.until, by=self.invited_by, is_quiet=True
            )
        record("workspaces.accept_invitation", by=by, on=room)
        self._tell("workspaces.accept_invitation", self._asker(), by=by)
        return True

    @transaction.atomic
    def decline(self, *, by: Any, reason: str = "") -> bool:
        """Stay outside; a reason goes to whoever invited."""
        if not self._settle(self.State.DECLINED):
            return False
        self.answer = reason
        self.save(update_fields=["answer"])
        personal = {"reason": reason} if reason else None
        record("workspaces.decline_invitation", by=by, on=self.workspace, personal=personal)
        self._tell("workspaces.decline_invitation", self._asker(), by=by)
        return True

    @transaction.atomic
    def withdraw(self, *, by: Any) -> bool:
        """Take it back."""
        if not self._settle(self.State.WITHDRAWN):
            return False
        record("workspaces.withdraw_invitation", by=by, on=self.workspace, person_id=self.person_id)
        return True

    @transaction.atomic
    def lapse(self) -> bool:
        """Close it because nobody answered in time."""
        if not self._settle(self.State.EXPIRED):
            return False
        record("workspaces.lapse_invitation", by=None, on=self.workspace, person_id=self.person_id)
        return True

    def _settle(self, state: str) -> bool:
        change_rights(self.person_id)
        self.workspace.lock()
        waiting = Invitation.objects.waiting().filter(pk=self.pk)
        if state != self.State.EXPIRED:
            waiting = waiting.filter(expires_at__gt=timezone.now())
        now = timezone.now()
        if not waiting.update(state=state, answered_at=now):
            return False
        self.state, self.answered_at = state, now
        self.set_audience()
        self.save(update_fields=["audience"])
        readers_changed(self)
        return True

    def _asker(self) -> list[int]:
        return [self.invited_by_id] if self.invited_by_id else []

    def _tell(self, verb: str, people: list[int], *, by: Any) -> None:
        tell(verb, kind="workspace", on=self, by=by, people=people, role=self.role)
