"""Seats, who holds them, and the roles the Secretariat gives."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Administration, Region
from portal.audit.models import record


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
            models.CheckConstraint(
                condition=Q(administration__isnull=False, region__isnull=True)
                | Q(administration__isnull=True, region__isnull=False),
                name="directory_seat_of_administration_or_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.administration or self.region}"

    @transaction.atomic
    def give_to(self, person: Any, *, by: Any) -> "Holding":
        """Seat a person; whoever held the seat becomes a former holder."""
        self.holdings.current().update(until=timezone.now())
        holding = self.holdings.create(person=person)
        record("directory.seat_person", by=by, on=self, person_id=person.pk)
        return holding


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Holdings, as adjectives."""

    def current(self) -> Self:
        """Return the holdings that have not ended."""
        return self.filter(until__isnull=True)


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
