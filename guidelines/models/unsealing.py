"""Unsealing: two officers of the Secretariat see for a day whose record it is, and it is told."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Attribution
from guidelines.models.apart import opened
from guidelines.models.identity import Identity
from guidelines.models.one_by_one import one_by_one
from guidelines.models.record import Record
from portal.audit.models import record as log
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.markings.roles import roles
from portal.notifications.models import tell
from portal.refusals import Refused

UNSEALING = "guidelines.unsealing"
PERMISSION = "guidelines.unseal_identity"
# How long the two see it.
OPEN_FOR = datetime.timedelta(hours=24)
# Levels at which nobody of the Secretariat knows whose it is.
CLOSED = frozenset({Attribution.REGION, Attribution.SEALED})


class UnsealingQuerySet(ReadableQuerySet["Unsealing"]):
    """Unsealings, as adjectives."""

    def waiting(self) -> Self:
        """Return those that a second officer has not decided."""
        return self.filter(state=Unsealing.State.ASKED)

    def untold(self) -> Self:
        """Return those that somebody agreed to and that nobody was there to hear of."""
        return self.filter(state=Unsealing.State.AGREED, told_at=None)


class Unsealing(Readable):
    """One officer asks why, another agrees: for a day these two see whose record it is."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("unsealing", "Waits for a second officer")
        AGREED = "agreed", pgettext_lazy("unsealing", "Agreed")
        REFUSED = "refused", pgettext_lazy("unsealing", "Refused")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="unsealings")
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    open_until = models.DateTimeField(_("open until"), null=True, editable=False)
    # When those whose record it is were told: as soon as somebody of them is there.
    told_at = models.DateTimeField(null=True, editable=False)
    looks = models.PositiveIntegerField(_("looks"), default=0, editable=False)

    objects = UnsealingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsealing")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(state="asked"), name="guidelines_one_unsealing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="guidelines_unsealed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False) | Q(decided_by=None),
                name="guidelines_unsealer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed") ^ Q(open_until=None), name="guidelines_unsealed_until"
            ),
        ]

    def __str__(self) -> str:
        return f"unsealing {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("guidelines:unsealing_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads of it: officers who may unseal; once agreed, whose record it is."""
        officers = {role.token for role in roles() if PERMISSION in role.permissions}
        owner = self.record.identity_or_none if self.state == self.State.AGREED else None
        return officers | ({f"administration:{owner.administration_id}"} if owner else set())

    @property
    def is_waiting(self) -> bool:
        """Whether a second officer decides it."""
        return self.state == self.State.ASKED

    @property
    def is_open(self) -> bool:
        """Whether the two may look now."""
        return self.open_until is not None and timezone.now() < self.open_until

    def is_one_of_two(self, person: Any) -> bool:
        """Whether this officer asked or agreed."""
        return person.pk is not None and person.pk in (self.asked_by_id, self.decided_by_id)

    @classmethod
    @transaction.atomic
    def ask(cls, record: Record, *, by: Any, reason: str) -> "Unsealing":
        """Ask to see whose record it is; a second officer decides. One request waits at a time."""
        record.lock()
        if record.attribution not in CLOSED:
            raise Refused(gettext("Whose record this is needs no unsealing."))
        if standing := cls.objects.waiting().filter(record=record).first():
            return standing
        row = cls(record=record, reason=reason, asked_by=by, marking=Marking.AMBER_STRICT)
        row.set_audience()
        row.save()
        log("guidelines.ask_unsealing", by=by, on=record, unsealing=row.pk,
            personal={"reason": reason})  # fmt: skip
        WorkItem.put(UNSEALING, on=row, by=by)
        return row

    @transaction.atomic
    def agree(self, *, by: Any, reason: str = "") -> bool:
        """Let the two look for a day, and tell whose record it is why. Never by one alone."""
        if not self._decide(self.State.AGREED, by=by):
            return False
        self._tell()
        return True

    @transaction.atomic
    def tell_again(self) -> bool:
        """Tell those whose record it is, where nobody of them was there before. Twice is once."""
        self.record.lock()
        Unsealing.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "told_at"])
        return self.state == self.State.AGREED and self.told_at is None and self._tell()

    def _tell(self) -> bool:
        owner = self.record.identity_or_none
        if owner is None or not (people := owner.people()):
            return False
        self.told_at = timezone.now()
        self.save(update_fields=["told_at"])
        tell("guidelines.unseal_identity", kind="asked", on=self, by=self.decided_by, people=people)
        return True

    @transaction.atomic
    def refuse(self, *, by: Any, reason: str = "") -> bool:
        """Leave it sealed."""
        return self._decide(self.State.REFUSED, by=by, reason=reason)

    @opened()
    def look(self, *, by: Any) -> Identity:
        """Return whose record it is to one of the two, while it is open; each look is logged."""
        Unsealing.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "open_until", "looks", "asked_by", "decided_by"])
        if not self.is_one_of_two(by):
            raise Refused(gettext("Only the officer who asked and the one who agreed see this."))
        if not self.is_open:
            raise Refused(gettext("The time to look is over. Ask again, with a reason."))
        self.looks += 1
        self.save(update_fields=["looks"])
        log("guidelines.look_at_identity", by=by, on=self.record, unsealing=self.pk)
        return Identity.objects.select_related("administration", "author").get(record=self.record)

    def _decide(self, state: str, *, by: Any, reason: str = "") -> bool:
        self.record.lock()
        Unsealing.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "asked_by", "decided_by"])
        if not self.is_waiting:
            return False
        if self.asked_by_id == by.pk:
            raise Refused(gettext("A second officer decides this. You asked for it."))
        if self.record.attribution not in CLOSED and state == self.State.AGREED:
            raise Refused(gettext("Whose record this is was opened meanwhile."))
        self.state, self.decided_by, self.decided_at = state, by, timezone.now()
        if state == self.State.AGREED:
            self.open_until = self.decided_at + OPEN_FOR
        self.set_audience()
        self.save(update_fields=["state", "decided_by", "decided_at", "open_until", "audience"])
        log("guidelines.decide_unsealing", by=by, on=self.record, unsealing=self.pk, state=state,
            personal={"reason": reason})  # fmt: skip
        return True


def tell_unsealed() -> int:
    """Tell of what was unsealed while nobody was there; return how often."""
    rows = Unsealing.objects.untold().select_related("record", "decided_by").order_by("pk")
    return one_by_one(rows, Unsealing.tell_again)


@opened()
def show_identity(record: Record, *, by: Any) -> Identity:
    """Return whose record it is, where the Secretariat may know; each time is logged."""
    record.lock()
    if record.attribution != Attribution.SECRETARIAT:
        raise Refused(gettext("This takes two officers: ask for an unsealing."))
    log("guidelines.show_identity", by=by, on=record)
    return Identity.objects.select_related("administration").get(record=record)
