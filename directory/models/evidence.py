"""The letters behind nominations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile
from portal.names import plain_name


class Evidence(models.Model):
    """The letter behind a nomination: who sent it, how it came, and the file that proves it."""

    class Channel(models.TextChoices):
        EMAIL = "e-mail", _("E-mail")
        POST = "post", _("Post")
        MISSION = "mission", _("Permanent mission or embassy")
        MEETING = "meeting", _("Handed over at a meeting")
        PORTAL = "portal", _("Sent in the portal")

    nomination = models.ForeignKey(
        "directory.Nomination", on_delete=models.PROTECT, related_name="evidence"
    )
    # A letter proves one nomination, an imported list many.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Kept here, too: it stays when the file is erased.
    sha256 = models.CharField(max_length=64)
    sender = models.CharField(_("who signed it"), max_length=200, validators=[plain_name])
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    dated = models.DateField(_("date of the letter"))
    reference = models.CharField(
        _("reference"), max_length=100, blank=True, validators=[plain_name]
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "file"], name="directory_evidence_once"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="directory_evidence_verified_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}, {self.dated}"
