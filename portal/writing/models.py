"""Drafts: what somebody is writing, kept on the server until it is sent, discarded or old."""

import datetime
import json
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.encryption import cipher
from portal.identifiers import new_public_id

# What a form notes of the text that somebody found: kept, and not shown.
NOTED = "seen"
# Names of fields with what was typed: several values for boxes that are ticked.
type Fields = dict[str, list[str]]


class DraftError(Exception):
    """A draft could not be kept; the text is still where it was typed."""


class DraftConflictError(DraftError):
    """Another window kept another text meanwhile."""

    def __init__(self, draft: "Draft") -> None:
        super().__init__("conflict")
        self.draft = draft


class DraftSentError(DraftError):
    """The text was sent from another window."""


class DraftTooLargeError(DraftError):
    """The text is longer than what is kept, or there are too many drafts."""


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, as adjectives."""

    def waiting(self) -> Self:
        """Return the drafts that were not sent."""
        return self.filter(is_sent=False)

    def expired(self) -> Self:
        """Return the drafts that are kept no longer, and the marks of those that were sent."""
        now = timezone.now()
        old = Q(saved_at__lt=now - Draft.KEPT)
        return self.filter(old | Q(is_sent=True, saved_at__lt=now - Draft.MARKED))


class Draft(models.Model):
    """What a person is writing in one form. Encrypted: only a page shown to that person opens it.

    Once sent, an empty mark stays for a day: what a window still had on its way is not kept anew.
    """

    KEPT = datetime.timedelta(days=90)
    MARKED = datetime.timedelta(days=1)
    LIMIT = 256 * 1024
    PER_PERSON = 100

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    sealed = models.BinaryField(default=bytes)
    revision = models.PositiveIntegerField(default=0)
    window = models.CharField(max_length=12, blank=True)
    is_sent = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="draft_once"),
            models.CheckConstraint(
                condition=Q(is_sent=False) | Q(sealed=b""), name="draft_sent_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, revision {self.revision}"

    @property
    def fields(self) -> Fields:
        """What was typed."""
        if not self.sealed:
            return {}
        found: Fields = json.loads(cipher("draft").decrypt(bytes(self.sealed)))
        return found

    @property
    def longest(self) -> str:
        """The longest of what was typed: the text itself, not what a form noted of it."""
        texts = (values for name, values in self.fields.items() if name != NOTED)
        return max((value for values in texts for value in values), key=len, default="")

    @classmethod
    @transaction.atomic
    def keep(
        cls, *, by: Any, key: str, fields: Fields, seen: int, window: str, address: str,
        is_automatic: bool = False,
    ) -> "Draft":  # fmt: skip
        """Keep what somebody typed over what `seen` says they saw; another's text stays."""
        typed = json.dumps(fields).encode()
        if len(typed) > cls.LIMIT:
            raise DraftTooLargeError
        draft = cls._locked(by, key)
        if not draft.is_sent and draft.revision and draft.fields == fields:
            return draft
        is_behind = draft.revision != seen
        if draft.is_sent and is_behind and is_automatic:
            raise DraftSentError
        if draft.revision and not draft.is_sent and is_behind and draft.window != window:
            raise DraftConflictError(draft)
        draft.sealed, draft.address = cipher("draft").encrypt(typed), address
        draft.revision, draft.window = draft.revision + 1, window
        draft.is_sent, draft.saved_at = False, timezone.now()
        draft.save(update_fields=["sealed", "address", "revision", "window", "is_sent", "saved_at"])
        return draft

    @classmethod
    def _locked(cls, by: Any, key: str) -> "Draft":
        mine = cls.objects.filter(person=by)
        if not mine.filter(key=key).exists():
            if mine.waiting().count() >= cls.PER_PERSON:
                raise DraftTooLargeError
            Draft.objects.bulk_create([Draft(person=by, key=key)], ignore_conflicts=True)
        return mine.select_for_update().get(key=key)

    @classmethod
    def settle(cls, *, by: Any, key: str, seen: int, window: str) -> None:
        """Empty the draft of what was sent. What another window kept since then stays."""
        mine = cls.objects.waiting().filter(person=by, key=key)
        mine.filter(Q(revision=seen) | Q(window=window)).update(
            sealed=b"", is_sent=True, revision=F("revision") + 1, saved_at=timezone.now()
        )

    def discard(self) -> None:
        """Forget the draft."""
        Draft.objects.filter(pk=self.pk).delete()
