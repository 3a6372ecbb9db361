"""The languages that people work in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.taxonomy.models import Language


class SpokenLanguage(models.Model):
    """A language a person works in, with the level of the European framework."""

    class Level(models.TextChoices):
        A1 = "A1", _("A few words")
        A2 = "A2", _("Basic")
        B1 = "B1", _("Can follow")
        B2 = "B2", _("Can work")
        C1 = "C1", _("Fluent")
        C2 = "C2", _("Mother tongue or equal")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="spoken_languages"
    )
    language = models.ForeignKey(Language, on_delete=models.PROTECT)
    level = models.CharField(_("level"), max_length=2, choices=Level, default=Level.B2)

    class Meta:
        ordering = ["-level", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "language"], name="directory_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.language} ({self.level})"
