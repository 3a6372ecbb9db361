"""The terms that people accept."""

from django.conf import settings
from django.db import models


class TermsAcceptance(models.Model):
    """The day a person accepted one version of the confidentiality and privacy terms."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances"
    )
    version = models.CharField(max_length=10)
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="directory_terms_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} accepted {self.version}"
