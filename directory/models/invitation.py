"""Invitations: a code that is typed, good for three days, once; its words are never kept."""

import datetime
import secrets
from collections.abc import Sequence
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.sending import Sending, SendingQuerySet
from portal.audit.models import Row, record, record_all
from portal.identifiers import new_public_id
from portal.wake import wake

GOOD_FOR = datetime.timedelta(hours=72)
# Letters and digits that nobody mistakes for one another; ten of them are fifty bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
TRIES = 10


def new_code() -> str:
    """Return a code as it is printed: two groups of five."""
    code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
    return f"{code[:5]}-{code[5:]}"


def typed(code: str) -> str:
    """Return what somebody typed as it was meant: no spaces, no hyphens, capital letters."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


class InvitationQuerySet(SendingQuerySet["Invitation"]):
    """Invitations, as adjectives."""

    def standing(self) -> Self:
        """Return those that were not used, revoked or replaced."""
        return self.filter(used_at=None, revoked_at=None)

    def due(self) -> Self:
        """Return those whose mail has not left."""
        return self.standing().unsent()

    def unused(self) -> Self:
        """Return those that nobody will use: lapsed, tried too often, or not delivered."""
        over = Q(expires_at__lte=timezone.now()) | Q(tries__gte=TRIES) | Q(lost_at__isnull=False)
        return self.standing().filter(over, person__state="unconfirmed")

    def usable(self) -> Self:
        """Return those whose code opens the account now."""
        return self.standing().filter(expires_at__gt=timezone.now(), tries__lt=TRIES)


class Invitation(Sending):
    """A person is asked to open their account. The code is made when the mail is sent."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        indexes = [
            models.Index(
                fields=["invited_at"], condition=Q(sent_at=None), name="directory_invitation_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="directory_one_invitation",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="directory_invitation_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.invited_at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.used_at:
            return str(_("Used"))
        if self.revoked_at:
            return str(_("Revoked"))
        if self.lost_at:
            return str(_("Not delivered"))
        if self.sent_at is None or self.expires_at is None:
            return str(_("On its way"))
        if self.expires_at <= timezone.now():
            return str(_("Expired"))
        return str(_("Waits for the person")) if self.tries < TRIES else str(_("Too many tries"))

    @classmethod
    @transaction.atomic
    def send_to(cls, person: Any, *, by: Any) -> "Invitation":
        """Invite a person; an earlier code of theirs ends."""
        type(person).objects.select_for_update(no_key=True).get(pk=person.pk)
        cls.objects.standing().filter(person=person).update(revoked_at=timezone.now())
        (invitation,) = cls.send_first([person], by=by)
        return invitation

    @classmethod
    @transaction.atomic
    def send_first(cls, people: Sequence[Any], *, by: Any) -> "list[Invitation]":
        """Invite people who have no code that stands: as many statements as for one."""
        made = Invitation.objects.bulk_create(
            [Invitation(person=each, invited_by=by) for each in people]
        )
        rows: list[Row] = [(each, None, {}) for each in people]
        record_all("directory.invite_person", by=by, rows=rows)
        wake("directory.send_invitations")
        return made

    @transaction.atomic
    def revoke(self, *, by: Any) -> bool:
        """End the code, unless it was used."""
        revoked = Invitation.objects.standing().filter(pk=self.pk)
        if not revoked.update(revoked_at=timezone.now()):
            return False
        record("directory.revoke_invitation", by=by, on=self.person)
        return True

    @transaction.atomic
    def give_code(self) -> str:
        """Return a new code for the mail that leaves now; only its hash is kept."""
        code, now = new_code(), timezone.now()
        self.code_hash = make_password(typed(code))
        self.expires_at, self.tries = now + GOOD_FOR, 0
        self.save(update_fields=["code_hash", "expires_at", "tries"])
        return code

    @classmethod
    def opened_by(cls, email: str, code: str) -> "Invitation | None":
        """Return the invitation that an address and a code open, or None: nobody learns why.

        Takes as long for an address without an invitation as for one with.
        """
        usable = cls.objects.usable().filter(person__email=email).select_related("person")
        invitation = usable.first()
        kept = invitation.code_hash if invitation else _unknown()
        if invitation:
            # Counted before it is compared, so that many tries at once are many tries.
            counted = cls.objects.usable().filter(pk=invitation.pk)
            if not counted.update(tries=F("tries") + 1):
                invitation = None
        return invitation if check_password(typed(code), kept) and invitation else None

    @transaction.atomic
    def use(self) -> bool:
        """Use it, once: the address is proven and the account is open."""
        used = Invitation.objects.standing().filter(pk=self.pk).update(used_at=timezone.now())
        if not used:
            return False
        self.person.open_account()
        record("directory.use_invitation", by=self.person, on=self.person)
        return True


@cache
def _unknown() -> str:
    """Return what a code is compared with where no invitation stands."""
    return make_password(new_code())
