"""The states of a seat, what may follow what, and the steps that are kept of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SeatState(models.TextChoices):
    """How a seat stands."""

    VACANT = "vacant", _("Vacant")
    NOMINATED = "nominated", _("Person named")
    EVIDENCE = "evidence", _("Letter received")
    VERIFIED = "verified", _("Verified")
    DUE = "due", _("Confirmation due")
    OVERDUE = "overdue", _("Confirmation overdue")
    LAPSED = "lapsed", _("Not confirmed")
    ENDED = "ended", _("Ended")


# What may follow what. The clock moves a held seat on; whoever leaves empties it from anywhere.
_LEFT = ["vacant", "nominated", "evidence", "verified", "ended"]
FOLLOWS = {
    "vacant": ["nominated", "evidence", "verified", "due", "overdue", "lapsed", "ended"],
    "nominated": ["evidence", "vacant", "verified", "due", "overdue", "lapsed", "ended"],
    "evidence": ["nominated", "vacant", "verified", "due", "overdue", "lapsed", "ended"],
    "verified": [*_LEFT, "due", "overdue", "lapsed"],
    "due": [*_LEFT, "due", "overdue"],
    "overdue": [*_LEFT, "overdue", "lapsed"],
    "lapsed": [*_LEFT, "lapsed"],
    "ended": ["vacant"],
}


def _follows() -> Q:
    allowed = Q()
    for before, after in FOLLOWS.items():
        allowed |= Q(before=before, after__in=after)
    return allowed


class SeatStep(models.Model):
    """One change of a seat's state: when, by whom (nobody is the clock), and why."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        UNREACHABLE = "unreachable", _("Cannot be reached")
        REACHABLE = "reachable", _("Can be reached again")

    kind = models.CharField(max_length=11, choices=Kind, default=Kind.STATE)
    seat = models.ForeignKey("directory.Seat", on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=9, choices=SeatState)
    after = models.CharField(max_length=9, choices=SeatState)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Often the reason of a decision on the desk, in full.
    why = models.TextField(_("why"), blank=True)
    holding = models.ForeignKey(
        "directory.Holding", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("step of a seat")
        indexes = [models.Index(fields=["seat", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="state") & _follows() | ~Q(kind="state") & Q(before=F("after")),
                name="directory_seat_step_follows",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.before} → {self.after}"
