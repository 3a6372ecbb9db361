"""What an administration is like, as far as advice depends on it: asked once."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.kinds import Context
from portal.audit.models import record as log
from portal.compiled import Compiled


class Circumstances(models.Model):
    """The circumstances of one administration, as its officers said last.

    Its officers see them in their own forms. Nobody else is shown them, but what officers of
    another Member have in common with it, where its contact point says so.
    """

    administration = models.OneToOneField(
        Administration, on_delete=models.PROTECT, related_name="circumstances"
    )
    codes = ArrayField(models.CharField(max_length=20, choices=Context), default=list)
    # Whether officers of other Members may see what they have in common with it.
    is_told = models.BooleanField(default=False)
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
    def keep(
        cls, administration: Any, codes: Iterable[str], *, by: Any, is_told: bool | None = None
    ) -> None:
        """Keep what was said; the same again changes nothing, and None leaves who sees it."""
        found = cls.objects.filter(administration=administration)
        known, was_told = found.values_list("codes", "is_told").first() or ([], False)
        wanted = sorted(set(codes))
        told = was_told if is_told is None else is_told
        if (wanted, told) == (known, was_told):
            return
        row, _is_new = cls.objects.update_or_create(
            administration=administration,
            defaults={"codes": wanted, "is_told": told, "changed_at": timezone.now()},
        )
        log("guidelines.keep_circumstances", by=by, on=row, codes=wanted, is_told=told)

    @classmethod
    def shared_with(cls, home: int) -> dict[int, list[str]]:
        """Return what other administrations have in common with one, by their keys.

        Of those alone that let it be seen: one statement, of a row for each administration.
        """
        known = {row["administration_id"]: row["codes"] for row in _TOLD.rows(home=home)}
        own = set(known.pop(home, []))
        return {each: sorted(own & set(codes)) for each, codes in known.items() if own & set(codes)}


def _told(home: int) -> models.QuerySet[Circumstances, Any]:
    rows = Circumstances.objects.filter(Q(is_told=True) | Q(administration=home))
    return rows.values("administration_id", "codes")


_TOLD = Compiled(_told, home=-987_654)
