"""The kinds of seat, as data: which office they belong to, and what their holders may do."""

from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.acts import signers_changed
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.kept import Kept
from portal.taxonomy.models import Named, in_language

# The kind of work on the desk: whose holders sign is decided by two.
SIGNING = "directory.signing_seat"


class SeatRole(Named):
    """A role of an office: the National Contact Point, its deputy, a coordinator."""

    class Code(StrEnum):
        """The roles that rules speak of; the Secretariat adds others."""

        CONTACT_POINT = "contact-point"
        DEPUTY = "deputy"
        REGIONAL_OFFICER = "regional-officer"
        COORDINATOR = "national-coordinator"

    class Office(models.TextChoices):
        ADMINISTRATION = "administration", _("An administration")
        REGION = "region", _("A WCO region")
        PARTNER = "partner", _("A partner organisation")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    short_en = models.CharField(_("short name in English"), max_length=60)
    short_fr = models.CharField(_("short name in French"), max_length=60)
    office = models.CharField(
        _("belongs to"), max_length=14, choices=Office, default=Office.ADMINISTRATION
    )
    stands_in_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("deputy of"),
        help_text=_("Its holder is the deputy of whoever holds that seat."),
    )
    signs = models.BooleanField(
        _("signs for the administration"),
        default=False,
        help_text=_("A deputy signs only where the contact point allows it."),
    )
    # What an officer asked for and another one decides; none: nothing waits.
    signs_wanted = models.BooleanField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=50)
    is_retired = models.BooleanField(_("no longer given"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kind of seat")
        verbose_name_plural = _("kinds of seat")
        constraints = [
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | ~Q(stands_in_for=F("pk")),
                name="directory_no_deputy_of_itself",
            )
        ]

    @property
    def is_spoken_of(self) -> bool:
        """Whether rules speak of it: it is never retired."""
        return self.code in [*SeatRole.Code]

    @property
    def short(self) -> str:
        """The short name in the reader's language."""
        return in_language(self, "short")

    @staticmethod
    def table() -> dict[str, "SeatRole"]:
        """Return every role by its code, as known within the last half minute: pages name them."""
        return KINDS.now()

    @classmethod
    @transaction.atomic
    def add(cls, *, by: Any, **fields: object) -> "SeatRole":
        """Add a kind of seat."""
        row = cls.objects.create(**fields)
        record("directory.add_seat_role", by=by, on=row, code=row.code)
        transaction.on_commit(KINDS.forget)
        return row

    @transaction.atomic
    def revise(self, *, by: Any, **fields: object) -> None:
        """Change what is said of a kind of seat; its code never changes."""
        for field, value in fields.items():
            setattr(self, field, value)
        self.save(update_fields=[*fields])
        record("directory.edit_seat_role", by=by, on=self, fields=sorted(fields))
        transaction.on_commit(KINDS.forget)

    @transaction.atomic
    def ask_to_sign(self, signs: bool, *, by: Any) -> bool:
        """Ask that holders sign, or sign no longer: another officer decides."""
        free = SeatRole.objects.filter(pk=self.pk, signs_wanted=None).exclude(signs=signs)
        if not free.update(signs_wanted=signs):
            return False
        self.signs_wanted = signs
        record("directory.ask_to_sign", by=by, on=self, signs=signs)
        WorkItem.put(SIGNING, on=self, by=by)
        return True

    @transaction.atomic
    def settle_signing(self, *, by: Any, is_accepted: bool) -> bool:
        """Do what was asked, or leave it; False where it was decided before."""
        wanted = self.signs_wanted
        waits = SeatRole.objects.filter(pk=self.pk).exclude(signs_wanted=None)
        signs = bool(wanted) if is_accepted else self.signs
        if wanted is None or not waits.update(signs=signs, signs_wanted=None):
            return False
        self.signs, self.signs_wanted = signs, None
        record("directory.let_sign", by=by, on=self, signs=signs, accepted=is_accepted)
        if is_accepted:
            # All of them: what is being drafted is seen by nobody yet.
            signers_changed(*self.seats.values_list("administration", flat=True).distinct())  # type: ignore[attr-defined]
        transaction.on_commit(KINDS.forget)
        return True


def _kinds() -> dict[str, SeatRole]:
    return {row.code: row for row in SeatRole.objects.select_related("stands_in_for")}


KINDS = Kept(_kinds, seconds=30, by_language=False)


def seat_name(code: str) -> str:
    """Return the name of a kind of seat in the reader's language; an unknown code stays."""
    role = SeatRole.table().get(code)
    return role.name if role else code
