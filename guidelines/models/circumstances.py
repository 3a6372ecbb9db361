"""What an administration is like, as far as advice depends on it: asked once."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.kinds import Context
from portal.audit.models import record as log


class Circumstances(models.Model):
    """The circumstances of one administration, as its officers said last.

    Its officers see them in their own forms; nobody else is shown them.
    """

    administration = models.OneToOneField(
        Administration, on_delete=models.PROTECT, related_name="circumstances"
    )
    codes = ArrayField(models.CharField(max_length=20, choices=Context), default=list)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("circumstances")
        verbose_name_plural = _("circumstances")

    def __str__(self) -> str:
        return f"circumstances of {self.administration_id}"

    @classmethod
    def of(cls, administration: Any) -> list[str]:
        """Return what is known of an administration."""
        row = cls.objects.filter(administration=administration).first()
        return list(row.codes) if row else []

    @classmethod
    def keep(cls, administration: Any, codes: Iterable[str], *, by: Any) -> None:
        """Keep what was said; the same again changes nothing."""
        wanted = sorted(set(codes))
        if wanted == cls.of(administration):
            return
        row, _is_new = cls.objects.update_or_create(
            administration=administration,
            defaults={"codes": wanted, "changed_at": timezone.now()},
        )
        log("guidelines.keep_circumstances", by=by, on=row, codes=wanted)
