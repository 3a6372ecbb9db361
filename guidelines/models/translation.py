"""Translations of a record, section by section, each beside the words it was made from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.sections import digest_of
from portal.taxonomy.models import Language


class Translation(models.Model):
    """One section of a record in another language. Whoever reads the record reads it."""

    record = models.ForeignKey("Record", on_delete=models.CASCADE, related_name="translations")
    section = models.CharField(_("section"), max_length=20)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=8000)
    # Of the section that it was made from: another one since then makes it stale.
    source_digest = models.CharField(max_length=64)
    is_working = models.BooleanField(_("a working translation"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("translated"), default=timezone.now)

    class Meta:
        verbose_name = _("translation")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "section", "language"],
                name="guidelines_one_translation_per_section",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.section} {self.language_id}"

    def is_fresh(self, source: object) -> bool:
        """Return whether it was made from these very words."""
        return self.source_digest == digest_of(source)
