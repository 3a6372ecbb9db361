"""Asking for a room: the Secretariat decides, with a reason."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell
from portal.refusals import Refused
from workspaces.models.admission import Admission
from workspaces.models.kinds import Joining, Kind, Role
from workspaces.models.workspace import Workspace

# What a room takes from the request for it.
TAKEN = (
    "kind", "name", "purpose", "joining", "is_listed", "is_open_to_partners", "starts_on",
    "ends_on",
)  # fmt: skip


class RoomRequestQuerySet(ReadableQuerySet["RoomRequest"]):
    """Requests, as adjectives."""

    def waiting(self) -> Self:
        """Return those that nobody decided yet."""
        return self.filter(state=RoomRequest.State.WAITING)

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related(
            "asked_by__administration", "second_owner__administration", "workspace"
        )


class RoomRequest(Readable):
    """One person asks for a room, and names who owns it with them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        OPENED = "opened", pgettext_lazy("request for a workspace", "Opened")
        REFUSED = "refused", pgettext_lazy("request for a workspace", "Refused")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=600)
    joining = models.CharField(
        _("how to join"), max_length=10, choices=Joining, default=Joining.INVITATION
    )
    is_listed = models.BooleanField(_("listed"), default=False)
    is_open_to_partners = models.BooleanField(_("open to partner organisations"), default=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    # In a bilateral room, of the other side.
    second_owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("second owner")
    )
    reason = models.CharField(_("why it is needed"), max_length=600)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="room_requests")
    asked_on = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=600, blank=True)
    workspace = models.OneToOneField(
        Workspace, on_delete=models.PROTECT, null=True, related_name="room_request"
    )

    objects = RoomRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a workspace")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None, workspace=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, state="opened",
                    workspace__isnull=False)
                | Q(answered_at__isnull=False, answered_by__isnull=False, state="refused",
                    workspace=None),
                name="workspaces_room_request_answered_pair",
            ),
            models.CheckConstraint(
                condition=~Q(second_owner=F("asked_by")), name="workspaces_owned_by_two"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the request."""
        return reverse("workspaces:room_request_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever asked, and the Secretariat that decides."""
        return {f"person:{self.asked_by_id}", "role:secretariat"}

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: Any, second_owner: Person, **fields: Any) -> "RoomRequest":
        """Ask for a room."""
        if fields["kind"] == Kind.BILATERAL:
            _assert_two_sides(by, second_owner)
        if second_owner.partner_id and not fields.get("is_open_to_partners"):
            raise Refused(gettext("Open the workspace to partner organisations to name one."))
        request = cls(asked_by=by, second_owner=second_owner, marking=Marking.AMBER, **fields)
        request.set_audience()
        request.save()
        record("workspaces.ask_for_room", by=by, on=request, what=request.kind)
        return request

    @transaction.atomic
    def grant(self, *, by: Any, reason: str = "") -> bool:
        """Open the room with its two owners."""
        row = RoomRequest.objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.state != self.State.WAITING:
            return False
        owners = {row.asked_by, row.second_owner}
        if by in owners:
            raise Refused(gettext("You would own this workspace. A colleague decides."))
        if not all(owner.state == Person.State.VERIFIED for owner in owners):
            raise Refused(gettext("One of the two owners has left the portal. Refuse it."))
        fields = {name: getattr(row, name) for name in TAKEN}
        if row.kind == Kind.BILATERAL:
            _assert_two_sides(row.asked_by, row.second_owner)
            fields["side_a"] = row.asked_by.administration
            fields["side_b"] = row.second_owner.administration
        room = Workspace.open(by=by, **fields)
        for owner in (row.asked_by, row.second_owner):
            Admission.admit(room, owner, role=Role.OWNER, by=by, is_quiet=owner == row.asked_by)
        self._settle(self.State.OPENED, by=by, answer=reason, workspace=room)
        self._tell("workspaces.grant_room", by=by)
        return True

    @transaction.atomic
    def refuse(self, *, by: Any, reason: str) -> bool:
        """Open no room; whoever asked reads the reason."""
        if not self._settle(self.State.REFUSED, by=by, answer=reason):
            return False
        self._tell("workspaces.refuse_room", by=by)
        return True

    def _settle(self, state: str, *, by: Any, answer: str, **more: Any) -> bool:
        values = more | {"state": state, "answered_at": timezone.now(), "answered_by": by}
        waiting = RoomRequest.objects.waiting().filter(pk=self.pk)
        if not waiting.update(**values, answer=answer[:600]):
            return False
        self.refresh_from_db(fields=[*values, "answer"])
        personal = {"answer": answer} if answer else None
        record("workspaces.answer_room", by=by, on=self, personal=personal, state=state)
        return True

    def _tell(self, verb: str, *, by: Any) -> None:
        tell(verb, kind="workspace", on=self, by=by, people=[self.asked_by_id])


def _assert_two_sides(one: Any, other: Any) -> None:
    """Refuse a bilateral room that is not of two administrations."""
    homes = {one.administration_id, other.administration_id}
    if None in homes or len(homes) != 2:
        raise Refused(
            gettext("A bilateral workspace has two sides. Name an officer of the other one.")
        )
