"""What a record was made from: a topic or a lesson of a room, by its code and its key alone."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.models.record import Record


class Provenance(models.Model):
    """Where the words of a record began. Whoever may read both learns of it, where it is open.

    Neither title nor words of the source stand here: they are read there, under its own rule.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="provenance")
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    # Closed where the record hides whose it is: who wrote the topic would tell.
    is_open = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenances")
        indexes = [models.Index(fields=["code", "key"], name="guidelines_made_from")]

    def __str__(self) -> str:
        return f"{self.record_id} from {self.code}"

    @classmethod
    @transaction.atomic
    def keep(cls, record: Record, *, code: str, key: str) -> "Provenance":
        """Keep what a record was made from; the same form sent twice keeps it once."""
        identity = record.identity_or_none
        values: dict[str, Any] = {
            "code": code, "key": key, "is_open": identity is None or identity.is_named,
        }  # fmt: skip
        return cls.objects.get_or_create(record=record, defaults=values)[0]
