"""Forms that were sent after a session ended, kept until their person signs in again."""

import datetime
import json
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.encryption import cipher
from portal.identifiers import new_public_id

type Fields = list[tuple[str, str]]


class HeldFormQuerySet(models.QuerySet["HeldForm"]):
    """Held forms, as adjectives."""

    def current(self) -> Self:
        """Return the forms that are still kept."""
        return self.kept_since(timezone.now() - HeldForm.KEPT)

    def kept_since(self, moment: datetime.datetime) -> Self:
        """Return the forms that came after a moment."""
        return self.filter(held_at__gt=moment)

    def expired(self) -> Self:
        """Return the forms that are kept no longer."""
        return self.exclude(held_at__gt=timezone.now() - HeldForm.KEPT)

    def unsent(self) -> Self:
        """Return the forms that nobody is sending now. A claim that was never settled lapses."""
        return self.unclaimed_since(timezone.now() - HeldForm.CLAIM)

    def unclaimed_since(self, moment: datetime.datetime) -> Self:
        """Return the forms that nobody began to send since a moment."""
        return self.filter(Q(sent_at__isnull=True) | Q(sent_at__lt=moment))


class HeldForm(models.Model):
    """What a person typed into one form. Encrypted: only a page shown to that person opens it."""

    KEPT = datetime.timedelta(hours=24)
    # How long a sending may take before the form is offered again.
    CLAIM = datetime.timedelta(minutes=2)
    LIMIT = 256 * 1024
    PER_PERSON = 20

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    sealed = models.BinaryField()
    held_at = models.DateTimeField(auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    objects = HeldFormQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-pk"]

    def __str__(self) -> str:
        return f"a form of {self.held_at:%Y-%m-%d %H:%M}"

    @classmethod
    @transaction.atomic
    def hold(cls, *, person: Any, address: str, fields: Fields) -> "HeldForm":
        """Keep a form for its person; of too many, the oldest go."""
        sealed = cipher("held form").encrypt(json.dumps(fields).encode())
        held = cls.objects.create(person=person, address=address, sealed=sealed)
        kept = cls.objects.filter(person=person)[: cls.PER_PERSON].values("pk")
        cls.objects.filter(person=person).exclude(pk__in=kept).delete()
        return held

    @property
    def fields(self) -> Fields:
        """What was typed: pairs of name and value, in the order of the form."""
        return [
            (name, value)
            for name, value in json.loads(cipher("held form").decrypt(bytes(self.sealed)))
        ]

    def claim(self) -> bool:
        """Begin to send the form, unless another request does or did."""
        mine = HeldForm.objects.unsent().filter(pk=self.pk)
        return bool(mine.update(sent_at=timezone.now()))

    def settle(self, *, is_accepted: bool) -> None:
        """Drop the form once the page took it, else offer it again."""
        mine = HeldForm.objects.filter(pk=self.pk)
        if is_accepted:
            mine.delete()
        else:
            mine.update(sent_at=None)
