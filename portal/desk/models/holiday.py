"""Days on which the Secretariat is closed."""

import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.desk.workdays import DAY, Calendar, today


class HolidayQuerySet(models.QuerySet["Holiday"]):
    """Closing days, as adjectives."""

    def calendar(self) -> Calendar:
        """Return the working days of now: a year back is as far as a clock looks."""
        return Calendar(self.filter(day__gte=today() - 366 * DAY).values_list("day", flat=True))


class Holiday(models.Model):
    """One closing day. A date that was given stays: new closing days move no item."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing day")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"

    @classmethod
    @transaction.atomic
    def keep(cls, *, by: Any, day: datetime.date, name: str = "") -> "Holiday":
        """Note a closing day; noted twice, it has the later name."""
        holiday, _is_new = cls.objects.update_or_create(day=day, defaults={"name": name})
        record("desk.close_day", by=by, on=holiday, day=day)
        return holiday

    @transaction.atomic
    def drop(self, *, by: Any) -> None:
        """Let it be a working day again."""
        record("desk.open_day", by=by, on=self, day=self.day)
        self.delete()
