"""Seats, who holds them, and the roles the Secretariat gives."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Administration, Region
from directory.models.telling import tell_of_card, tell_owner
from portal.audit.models import record
from portal.markings.holding import change_rights
from portal.markings.models import reader_of


class Seat(models.Model):
    """A place that an administration or a region fills: it stays when its holder leaves."""

    class Kind(models.TextChoices):
        CONTACT_POINT = "contact-point", _("Smart Customs National Contact Point")
        DEPUTY = "deputy", _("Deputy contact point")
        REGIONAL_OFFICER = "regional-officer", _("Regional officer")

    kind = models.CharField(_("seat"), max_length=20, choices=Kind)
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )

    class Meta:
        verbose_name = _("seat")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "administration"], name="directory_one_seat_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["kind", "region"], name="directory_one_regional_seat_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(administration__isnull=False, region__isnull=True)
                | Q(administration__isnull=True, region__isnull=False),
                name="directory_seat_of_administration_or_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.administration or self.region}"

    @property
    def place(self) -> Administration | Region | None:
        """What the seat belongs to."""
        return self.administration or self.region

    @transaction.atomic
    def give_to(self, person: Any, *, by: Any) -> "Holding":
        """Seat a person; whoever held the seat becomes a former holder."""
        # Who presses the same button waits here.
        Seat.objects.select_for_update().get(pk=self.pk)
        before = self.holdings.current().first()
        if before and before.person_id == person.pk:
            return before
        # Whoever comes without a second factor reads less until they add one. In one order, so that
        # no two who change places wait for each other.
        for pk in sorted({person.pk, before.person_id if before else person.pk}):
            change_rights(pk)
        if before:
            before.end(by=by, is_vacant=False)
        holding: Holding = self.holdings.create(person=person)
        record("directory.seat_person", by=by, on=self, person_id=person.pk)
        self.touch()
        tell_owner("directory.receive_seat", person, by=by, seat=self.kind)
        tell_of_card("directory.seat_person", person, by=by, seat=self.kind)
        return holding

    def touch(self) -> None:
        """Say on the administration's page that something changed."""
        Administration.objects.filter(seats=self).update(changed_at=timezone.now())


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Holdings, as adjectives."""

    def current(self) -> Self:
        """Return the holdings that have not ended."""
        return self.filter(until__isnull=True)

    def seen_by(self, person: Any) -> Self:
        """Return those whose holder is verified and whose card the person may read."""
        audiences = reader_of(person).audience_ids
        return self.filter(person__state="verified", person__audience_id__in=audiences)


class Holding(models.Model):
    """A person in a seat, from one day to another."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings"
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

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
    def end(self, *, by: Any, is_vacant: bool = True) -> bool:
        """Take the person out of the seat, if nobody did yet. `is_vacant`: nobody comes next."""
        change_rights(self.person_id)
        ended = Holding.objects.current().filter(pk=self.pk).update(until=timezone.now())
        if not ended:
            return False
        record("directory.unseat_person", by=by, on=self.seat, person_id=self.person_id)
        self.seat.touch()
        tell_owner("directory.leave_seat", self.person, by=by, seat=self.seat.kind)
        if is_vacant:
            tell_of_card("directory.unseat_person", self.person, by=by, seat=self.seat.kind)
        return True


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Role assignments, as adjectives."""

    def current(self) -> Self:
        """Return the assignments that have not ended."""
        return self.filter(until__isnull=True)


class RoleAssignment(models.Model):
    """A site role of a person, by the role's short code; the table is `directory.roles`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=20)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until__isnull=True),
                name="directory_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.person}"


class VacancyOpeningQuerySet(models.QuerySet["VacancyOpening"]):
    """Openings, as adjectives."""

    def current(self) -> Self:
        """Return the opening in force, if there is one."""
        return self.filter(closed_at__isnull=True)

    def open_to(self, person: Any) -> Self:
        """Return the opening in force, if the person holds a seat."""
        held = Holding.objects.current().filter(person=person.pk)
        return self.current().filter(models.Exists(held))


class VacancyOpening(models.Model):
    """The time in which seat holders see vacant seats by name, by a decision of the Secretariat."""

    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = VacancyOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of vacancies")
        constraints = [
            models.UniqueConstraint(
                Value(1), condition=Q(closed_at__isnull=True), name="directory_one_opening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def open(cls, *, by: Any) -> bool:
        """Show vacant seats by name to seat holders, unless they are shown."""
        # The constraint lets one of two clicks through.
        _opening, is_new = cls.objects.get_or_create(closed_at=None, defaults={"opened_by": by})
        if is_new:
            record("directory.open_vacancies", by=by)
        return is_new

    @classmethod
    @transaction.atomic
    def close(cls, *, by: Any) -> bool:
        """Show them to the Secretariat alone again."""
        closed = cls.objects.current().update(closed_at=timezone.now())
        if closed:
            record("directory.close_vacancies", by=by)
        return bool(closed)
