"""A lost second factor, taken away by two people of the Secretariat."""

from typing import Any, Self

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.telling import tell_owner
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Resets, as adjectives."""

    def waiting(self) -> Self:
        """Return the resets that a second officer has not decided."""
        return self.filter(state=FactorReset.State.WAITING)

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related("person__administration", "person__partner", "asked_by")


class FactorReset(models.Model):
    """One officer asks after checking who calls, another confirms; then the factors are gone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second officer")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    reason = models.TextField(_("how you checked that it is this person"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second factor")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="directory_reset_decided_pair",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="directory_one_waiting_reset"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="directory_reset_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("person")) & ~Q(decided_by=F("person"), state="done"),
                name="directory_reset_by_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display()}"

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: Any, person: Any, reason: str) -> "FactorReset":
        """Ask for a reset; a second request for the same person is the first one."""
        reset, is_new = cls.objects.get_or_create(
            person=person,
            state=cls.State.WAITING,
            defaults={"asked_by": by, "reason": reason},
        )
        if is_new:
            record("directory.ask_factor_reset", by=by, on=person, personal={"reason": reason})
            tell_owner("directory.ask_factor_reset", person, by=by)
        return reset

    @transaction.atomic
    def confirm(self, *, by: Any) -> bool:
        """Take every factor away and end every session, unless somebody decided before."""
        change_rights(self.person_id)
        if not self._decide(self.State.DONE, by=by):
            return False
        factors = Authenticator.objects.filter(user=self.person).delete()[0]
        self.person.end_sessions()
        record(
            "directory.confirm_factor_reset",
            by=by,
            on=self.person,
            asked_by_id=self.asked_by_id,
            factors=factors,
        )
        return True

    @transaction.atomic
    def refuse(self, *, by: Any) -> bool:
        """Leave everything as it is, unless somebody decided before."""
        if not self._decide(self.State.REFUSED, by=by):
            return False
        record("directory.refuse_factor_reset", by=by, on=self.person)
        tell_owner("directory.refuse_factor_reset", self.person, by=by)
        return True

    def _decide(self, state: str, *, by: Any) -> bool:
        waiting = FactorReset.objects.waiting().filter(pk=self.pk)
        self.state, self.decided_by, self.decided_at = state, by, timezone.now()
        return bool(waiting.update(state=state, decided_by=by, decided_at=self.decided_at))
