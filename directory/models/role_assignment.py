"""The site roles that the Secretariat gives to people."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
