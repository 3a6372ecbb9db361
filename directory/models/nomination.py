"""Nominations: somebody is named for a seat, a letter proves it, the Secretariat verifies it."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.seat import Seat
from portal.audit.models import record
from portal.identifiers import new_public_id


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Nominations, as adjectives."""

    def open(self) -> Self:
        """Return those that nobody has decided."""
        return self.filter(state__in=Nomination.OPEN)


class Nomination(models.Model):
    """One person named for one seat, until it is verified, refused or withdrawn."""

    class Origin(models.TextChoices):
        LETTER = "letter", _("A letter to the Secretariat")
        HANDOVER = "handover", _("Handed over by the holder")
        PROPOSAL = "proposal", _("Proposed by a colleague")
        IMPORT = "import", _("An imported list")

    class State(models.TextChoices):
        NOMINATED = "nominated", _("Person named")
        EVIDENCE = "evidence", _("Letter received")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.NOMINATED, State.EVIDENCE)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="nominations")
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NOMINATED)
    # The account, as soon as there is one; until then what the letter says of the person.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="nominations"
    )
    email = models.EmailField(_("e-mail"))
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    post = models.CharField(_("post"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language of the portal"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    named_at = models.DateTimeField(_("named"), default=timezone.now, editable=False)
    # Whoever takes over says so; a letter speaks for the administration.
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        indexes = [models.Index(fields=["state", "-named_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "email"],
                condition=Q(state__in=["nominated", "evidence"]),
                name="directory_named_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["nominated", "evidence"],
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | Q(
                    state__in=["verified", "refused", "withdrawn"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="directory_nomination_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(person__isnull=False),
                name="directory_verified_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified", origin="handover") | Q(accepted_at__isnull=False),
                name="directory_handover_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.seat}"

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it."""
        return self.state in self.OPEN

    @classmethod
    @transaction.atomic
    def put_forward(cls, seat: Seat, *, origin: str, by: Any, **fields: Any) -> "Nomination":
        """Name a person for a seat, once while nobody has decided."""
        email = fields.pop("email")
        nomination, is_new = cls.objects.open().get_or_create(
            seat=seat, email=email, defaults=fields | {"origin": origin, "named_by": by}
        )
        if is_new:
            record("directory.nominate", by=by, on=nomination, seat_id=seat.pk, origin=origin)
            if not seat.is_held:
                seat.empty(by=by)
        return nomination

    @transaction.atomic
    def settle(self, state: str, *, by: Any, reason: str = "") -> bool:
        """Decide it, if nobody did yet; who was named for an empty seat leaves it emptier."""
        now = timezone.now()
        values = {"state": state, "decided_by": by, "decided_at": now, "reason": reason}
        if not Nomination.objects.open().filter(pk=self.pk).update(**values):
            return False
        self.refresh_from_db(fields=[*values])
        personal = {"reason": reason} if reason else None
        record("directory.settle_nomination", by=by, on=self, personal=personal, state=state)
        seat = Seat.objects.get(pk=self.seat_id)
        if state != self.State.VERIFIED and not seat.is_held:
            seat.empty(by=by, why=reason)
        return True
