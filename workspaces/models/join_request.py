"""Asking to be let into a room: its owners and moderators decide on the desk."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell
from portal.refusals import Refused
from workspaces.models.admission import Admission
from workspaces.models.holder import assert_may_enter
from workspaces.models.kinds import JOINING, Joining, Role
from workspaces.models.workspace import Workspace


class JoinRequestQuerySet(ReadableQuerySet["JoinRequest"]):
    """Requests, as adjectives."""

    def waiting(self) -> Self:
        """Return those that nobody decided yet."""
        return self.filter(state=JoinRequest.State.WAITING)


class JoinRequest(Readable):
    """One person asks to be let into a listed room."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("request to join", "Accepted")
        REFUSED = "refused", pgettext_lazy("request to join", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("request to join", "Withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="join_requests")
    # What the room is called when they ask: they read this, never what it is called since.
    known_as = models.CharField(max_length=120, blank=True, editable=False)
    reason = models.CharField(_("why you want to join"), max_length=600)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    asked_on = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=600, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join a workspace")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workspace"], condition=Q(state="waiting"),
                name="workspaces_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(state="waiting"),
                name="workspaces_request_answered_pair",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} asks into {self.workspace}"

    def get_absolute_url(self) -> str:
        """Return the address of the room."""
        return self.workspace.get_absolute_url()

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever asked, and who moderates the room."""
        return {f"person:{self.person_id}", Role.MODERATOR.token(self.workspace_id)}

    @classmethod
    @transaction.atomic
    def ask(cls, workspace: Workspace, *, by: Any, reason: str) -> "JoinRequest":
        """Ask to be let in; once while a request waits."""
        workspace.lock()
        workspace.assert_writable()
        if workspace.joining != Joining.REQUEST:
            raise Refused(gettext("This workspace takes no requests. Ask an owner to invite you."))
        assert_may_enter(workspace, by, Role.CONTRIBUTOR)
        if known := cls.objects.waiting().filter(workspace=workspace, person=by).first():
            return known
        request = cls(
            workspace=workspace, known_as=workspace.name, person=by, reason=reason,
            marking=Marking.AMBER,
        )  # fmt: skip
        request.set_audience()
        request.save()
        record("workspaces.ask_to_join", by=by, on=workspace)
        return request

    @transaction.atomic
    def accept(self, *, by: Any, reason: str = "") -> bool:
        """Let the person in as a contributor."""
        change_rights(self.person_id)
        if not self._settle(self.State.ACCEPTED, by=by, answer=reason):
            return False
        room = self.workspace
        room.assert_not_frozen()
        mine = room.admissions.current().filter(person=self.person)
        # Whoever was let in meanwhile keeps a higher role.
        if not mine.filter(role__gte=Role.CONTRIBUTOR).exists():
            Admission.admit(room, self.person, role=Role.CONTRIBUTOR, by=by, is_quiet=True)
        self._tell("workspaces.accept_request", by=by)
        return True

    @transaction.atomic
    def refuse(self, *, by: Any, reason: str) -> bool:
        """Leave the person outside; they read the reason."""
        if not self._settle(self.State.REFUSED, by=by, answer=reason):
            return False
        self._tell("workspaces.refuse_request", by=by)
        return True

    @transaction.atomic
    def withdraw(self, *, by: Any) -> bool:
        """Take it back; nobody decides it any more. Where nobody did it, the person did."""
        if not self._settle(self.State.WITHDRAWN, by=by or self.person, answer=""):
            return False
        WorkItem.settle(JOINING, on=self, by=by, outcome="withdrawn")
        return True

    def _settle(self, state: str, *, by: Any, answer: str) -> bool:
        values = {"state": state, "answered_at": timezone.now(), "answered_by": by}
        waiting = JoinRequest.objects.waiting().filter(pk=self.pk)
        if not waiting.update(**values, answer=answer[:600]):
            return False
        self.refresh_from_db(fields=[*values, "answer"])
        personal = {"answer": answer} if answer else None
        record("workspaces.answer_request", by=by, on=self.workspace, personal=personal,
               person_id=self.person_id, state=state)  # fmt: skip
        return True

    def _tell(self, verb: str, *, by: Any) -> None:
        tell(verb, kind="workspace", on=self, by=by, people=[self.person_id])
