"""Who sees vacant seats by name."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.holding import Holding
from portal.audit.models import record


class VacancyOpeningQuerySet(models.QuerySet["VacancyOpening"]):
    """Openings, as adjectives."""

    def current(self) -> Self:
        """Return the opening in force, if there is one."""
        return self.filter(closed_at__isnull=True)

    def open_to(self, person: Any) -> Self:
        """Return the opening in force, if the person holds a seat; those of partners are none."""
        held = Holding.objects.current().filter(person=person.pk, seat__partner=None)
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
