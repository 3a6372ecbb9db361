"""Whose record it is: kept apart from the record, because a name is given only once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.kinds import Attribution

# Who prepares what the Secretariat itself writes, and what was handed in to it.
STAFF = frozenset({"role:editor", "role:secretariat", "role:publisher"})


def writers(administration: Administration | None, author: Any) -> set[str]:
    """Return the tokens of those who write a manuscript: an administration, or the Secretariat."""
    if administration is None:
        return set(STAFF)
    return {f"administration:{administration.pk}", *([f"person:{author.pk}"] if author else [])}


class Identity(models.Model):
    """The administration and the author behind a record that somebody handed in.

    Nothing else of the room says who they are unless the record is named: no column, no line of the
    audit log, no mail. No page joins this table.
    """

    record = models.OneToOneField("Record", on_delete=models.PROTECT, related_name="identity")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    attribution = models.CharField(
        _("who learns whose it is"), max_length=12, choices=Attribution, default=Attribution.NAMED
    )
    # When it becomes named by itself.
    sealed_until = models.DateField(_("sealed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            models.CheckConstraint(
                condition=Q(attribution=Attribution.SEALED, sealed_until__isnull=False)
                | ~Q(attribution=Attribution.SEALED) & Q(sealed_until=None),
                name="guidelines_sealed_has_a_date",
            )
        ]

    def __str__(self) -> str:
        # Never a name: this is printed in errors.
        return f"identity of record {self.record_id}"

    @property
    def is_named(self) -> bool:
        """Whether readers see the administration."""
        return self.attribution == Attribution.NAMED
