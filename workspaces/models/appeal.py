"""Appeals: somebody asks once that another person looks again at a decision about them."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Person
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.sources import holders_of
from portal.notifications.models import tell
from workspaces.models.admission import Admission
from workspaces.models.join_request import JoinRequest
from workspaces.models.kinds import Role
from workspaces.models.workspace import Workspace


class Judged(models.Model):
    """What every appeal has. It goes to another moderator, or where there is none further up."""

    class State(models.TextChoices):
        """How an appeal stands."""

        WAITING = "waiting", pgettext_lazy("appeal", "Waits for an answer")
        UPHELD = "upheld", pgettext_lazy("appeal", "The decision stands")
        OVERTURNED = "over", pgettext_lazy("appeal", "The decision is changed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Whose decision it is about: anybody else looks at it.
    against = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(_("why it should be decided otherwise"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    # Nobody else moderates the room: officers of the Secretariat answer, and read this one thing.
    is_for_secretariat = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | ~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="%(app_label)s_%(class)s_answered",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=models.F("by")) & ~Q(answered_by=models.F("against")),
                name="%(app_label)s_%(class)s_by_another",
            ),
        ]

    def settle(self, state: str, *, by: Any, answer: str) -> bool:
        """Answer it once; False where somebody did already, or where it is not theirs to answer."""
        if by.pk in (self.by_id, self.against_id):
            return False
        values = {"state": state, "answered_by": by, "answered_at": timezone.now()}
        waiting = type(self)._default_manager.filter(pk=self.pk, state="waiting")
        if not waiting.update(**values, answer=answer[:1000]):
            return False
        self.refresh_from_db(fields=[*values, "answer"])
        return True

    @property
    def told(self) -> set[int]:
        """Who hears the answer: whoever appealed, and whose decision it was."""
        return {pk for pk in (self.by_id, self.against_id) if pk}


def has_no_other_judge(room: Workspace, *parties: int | None) -> bool:
    """Return whether nobody else moderates a room today."""
    others = Person.objects.filter(holders_of({room.token(Role.MODERATOR)}))
    return not others.exclude(pk__in=[pk for pk in parties if pk]).exists()


class JoinAppeal(Judged):
    """Whoever was refused asks that another moderator looks at the request; once."""

    request = models.OneToOneField(JoinRequest, on_delete=models.PROTECT, related_name="appeal")

    class Meta(Judged.Meta):
        verbose_name = _("appeal")

    def __str__(self) -> str:
        return f"appeal about request {self.request_id}"

    @property
    def room(self) -> Workspace:
        """Where it is answered."""
        return self.request.workspace

    @classmethod
    @transaction.atomic
    def lodge(cls, request: JoinRequest, *, by: Any, words: str) -> "JoinAppeal":
        """Ask that somebody else looks again; once."""
        JoinRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
        against = request.answered_by
        alone = has_no_other_judge(request.workspace, by.pk, against.pk if against else None)
        values = {"by": by, "against": against, "words": words, "is_for_secretariat": alone}
        appeal, is_new = cls.objects.get_or_create(request=request, defaults=values)
        if is_new:
            record("workspaces.appeal", by=by, on=request.workspace, personal={"words": words})
        return appeal

    @transaction.atomic
    def uphold(self, *, by: Any, reason: str) -> bool:
        """Leave the person outside; both sides read why."""
        return self._answer(self.State.UPHELD, "uphold", by=by, reason=reason)

    @transaction.atomic
    def overturn(self, *, by: Any, reason: str = "") -> bool:
        """Let the person in as a contributor."""
        if not self._answer(self.State.OVERTURNED, "overturn", by=by, reason=reason):
            return False
        asked = self.request
        asked.state = JoinRequest.State.ACCEPTED
        asked.save(update_fields=["state"])
        Admission.admit(asked.workspace, asked.person, role=Role.CONTRIBUTOR, by=by, is_quiet=True)
        return True

    def _answer(self, state: str, verb: str, *, by: Any, reason: str) -> bool:
        if not self.settle(state, by=by, answer=reason):
            return False
        personal = {"answer": reason} if reason else None
        on = self.request
        record(f"workspaces.{verb}_refusal", by=by, on=on.workspace, personal=personal)
        tell(f"workspaces.{verb}_refusal", kind="workspace", on=on, by=by, people=self.told)
        return True
