"""Who holds which seat, from one day to another."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.acts import signers_changed
from directory.models.evidence import Evidence
from directory.models.telling import tell_of_card, tell_owner
from portal.audit.models import record
from portal.markings.holding import change_rights
from portal.markings.models import reader_of

# So long after its end, two still decide about the addresses of a seat and of its former holder.
GUARDED = datetime.timedelta(days=30)


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Holdings, as adjectives."""

    def current(self) -> Self:
        """Return the holdings that have not ended."""
        return self.filter(until__isnull=True)

    def people(self) -> list[int]:
        """Return the keys of those who hold them, each once."""
        return sorted(set(self.order_by().values_list("person", flat=True)))

    def with_letter(self) -> Self:
        """Return them with `has_letter`: whether a verified letter stands behind each."""
        letters = Evidence.objects.filter(nomination=OuterRef("nomination"))
        return self.annotate(has_letter=Exists(letters.exclude(verified_at=None)))

    def guarded(self) -> Self:
        """Return those whose addresses two decide about: current ones, and those just ended.

        Otherwise one officer alone would end a seat, change the address and give it back.
        """
        return self.filter(Q(until=None) | Q(until__gt=timezone.now() - GUARDED))

    def seen_by(self, person: Any) -> Self:
        """Return those whose holder is verified and whose card the person may read."""
        audiences = reader_of(person).audience_ids
        return self.filter(person__state="verified", person__audience_id__among=audiences)


class Holding(models.Model):
    """A person in a seat, from one day to another."""

    seat = models.ForeignKey("directory.Seat", on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings"
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # The nomination that the seat was given by; none where the Secretariat seated without a letter.
    nomination = models.OneToOneField(
        "directory.Nomination", on_delete=models.PROTECT, null=True, related_name="holding"
    )

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding")
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until__isnull=True), name="directory_one_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.seat}"

    @transaction.atomic
    def stand_on(self, nomination: Any, *, by: Any) -> bool:
        """Link a letter that came later to whoever holds the seat; an earlier letter stays."""
        if nomination is None or (self.nomination and self.nomination.evidence.exists()):
            return False
        self.nomination = nomination
        self.save(update_fields=["nomination"])
        record("directory.link_letter", by=by, on=self.seat, person_id=self.person_id)
        return True

    @transaction.atomic
    def end(self, *, by: Any, why: str = "", is_vacant: bool = True) -> bool:
        """Take the person out of the seat, if nobody did yet. `is_vacant`: nobody comes next."""
        change_rights(self.person_id)
        ended = Holding.objects.current().filter(pk=self.pk).update(until=timezone.now())
        if not ended:
            return False
        self.let_go(by=by)
        if is_vacant:
            self.seat.empty(by=by, why=why)
        self.person.stop_confirming()
        record("directory.unseat_person", by=by, on=self.seat, person_id=self.person_id)
        self.seat.touch()
        tell_owner("directory.leave_seat", self.person, by=by, seat=self.seat.role_id)
        if is_vacant:
            tell_of_card("directory.unseat_person", self.person, by=by, seat=self.seat.role_id)
        return True

    def let_go(self, *, by: Any) -> None:
        """End what they decided as holder: a successor whom they named, deputies who sign.

        What waits for a signature is read by them no longer.
        """
        self.seat.let_deputies_sign(False, by=by)
        named = self.seat.nominations.open().filter(origin="handover", named_by=self.person_id)
        for nomination in named.order_by("pk"):
            nomination.lapse(by=by or self.person)
        signers_changed(self.seat.administration_id)
