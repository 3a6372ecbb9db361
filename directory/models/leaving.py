"""Leaving: asked for, taken back within a week, stopped by a legal hold, or carried out."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.telling import tell_owner
from portal.audit.models import record
from portal.identifiers import new_public_id

# So long it can be taken back.
WAIT = datetime.timedelta(days=7)


class LeavingQuerySet(models.QuerySet["Leaving"]):
    """Requests to leave, as adjectives."""

    def waiting(self) -> Self:
        """Return those that can still be taken back."""
        return self.filter(state=Leaving.State.WAITING)

    def due(self) -> Self:
        """Return those whose week is over, and which a second officer saw where one must."""
        agreed = Q(asked_by=F("person")) | Q(agreed_by__isnull=False)
        return self.waiting().filter(agreed, due_at__lte=timezone.now())


class Leaving(models.Model):
    """One request to leave: what stays of the person, and when it is carried out."""

    class Choice(models.TextChoices):
        KEEP = "keep", _("Keep the name as that of a former officer")
        ANONYMISE = "anonymise", _("Make the person anonymous")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HELD = "held", _("Stopped")
        WITHDRAWN = "withdrawn", _("Taken back")
        DONE = "done", _("Carried out")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leavings"
    )
    choice = models.CharField(_("what stays"), max_length=9, choices=Choice)
    drops_drafts = models.BooleanField(_("drafts are deleted"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("carried out on"), editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    # Who had nothing to object; what an officer asks for somebody else waits for a second one.
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # How often it could not be carried out: the next run tries again.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Why the Secretariat must keep the data for now.
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to leave")
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="directory_one_leaving"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="directory_leaving_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(settled_by__isnull=False) & ~Q(reason=""),
                name="directory_leaving_held_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(asked_by=F("person")) | Q(agreed_by__isnull=False),
                name="directory_leaving_agreed",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="directory_leaving_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.due_at:%Y-%m-%d}"

    @property
    def is_by_another(self) -> bool:
        """Whether somebody else asked for it."""
        return self.asked_by_id != self.person_id

    @property
    def needs_second(self) -> bool:
        """Whether it waits for a second officer."""
        return self.is_by_another and self.agreed_by_id is None

    @classmethod
    @transaction.atomic
    def ask(cls, person: Any, *, by: Any, choice: str, drops_drafts: bool) -> "Leaving":
        """Ask for a person to leave in a week; pressed twice, it is asked once."""
        try:
            with transaction.atomic():
                leaving = cls.objects.create(
                    person=person, asked_by=by, choice=choice, drops_drafts=drops_drafts,
                    due_at=timezone.now() + WAIT,
                )  # fmt: skip
        except IntegrityError:
            return cls.objects.waiting().get(person=person)
        record("directory.ask_leaving", by=by, on=person, choice=choice, drops_drafts=drops_drafts)
        tell_owner("directory.ask_leaving", person, by=by)
        return leaving

    @transaction.atomic
    def take_back(self, *, by: Any) -> bool:
        """Go on as before; False where it is settled."""
        if not self._settle(self.State.WITHDRAWN, by=by):
            return False
        record("directory.take_back_leaving", by=by, on=self.person)
        tell_owner("directory.take_back_leaving", self.person, by=by)
        return True

    @transaction.atomic
    def agree(self, *, by: Any) -> bool:
        """Have nothing to object: it is carried out on its day."""
        if not Leaving.objects.waiting().filter(pk=self.pk).update(agreed_by=by):
            return False
        self.agreed_by = by
        record("directory.agree_leaving", by=by, on=self.person)
        return True

    @transaction.atomic
    def hold(self, *, by: Any, reason: str) -> bool:
        """Stop it, because the law asks for the data to be kept; the person is told."""
        if not self._settle(self.State.HELD, by=by, reason=reason):
            return False
        record("directory.hold_leaving", by=by, on=self.person, personal={"reason": reason})
        tell_owner("directory.hold_leaving", self.person, by=by)
        return True

    @transaction.atomic
    def finish(self) -> bool:
        """Say that it is carried out now, once."""
        if not self._settle(self.State.DONE, by=None):
            return False
        record("directory.carry_out_leaving", by=None, on=self.person, choice=self.choice)
        return True

    def note_failure(self) -> int:
        """Count that it could not be carried out, and return how often."""
        Leaving.objects.filter(pk=self.pk).update(tries=F("tries") + 1)
        self.refresh_from_db(fields=["tries"])
        return self.tries

    def _settle(self, state: str, *, by: Any, reason: str = "") -> bool:
        values = {
            "state": state, "settled_by": by, "settled_at": timezone.now(), "reason": reason
        }  # fmt: skip
        if not Leaving.objects.waiting().filter(pk=self.pk).update(**values):
            return False
        self.refresh_from_db(fields=[*values])
        return True
