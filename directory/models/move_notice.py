"""The two mails of a moved account: each mailbox is told for itself."""

from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from directory.models.pending_change import PendingChange
from directory.models.seat import CAME_BACK, Seat
from directory.models.sending import Sending, SendingQuerySet


class MoveNoticeQuerySet(SendingQuerySet["MoveNotice"]):
    """Notices, as adjectives."""

    def due(self) -> Self:
        """Return those to be sent, unless the addresses are forgotten."""
        return self.unsent().filter(change__told_at=None)


class MoveNotice(Sending):
    """One mail of the two: to the mailbox that was left, or to the new one."""

    class Mailbox(models.TextChoices):
        OLD = "old", _("The old mailbox")
        NEW = "new", _("The new mailbox")

    change = models.ForeignKey(PendingChange, on_delete=models.CASCADE, related_name="notices")
    mailbox = models.CharField(max_length=3, choices=Mailbox)

    objects = MoveNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a moved account")
        constraints = [
            models.UniqueConstraint(
                fields=["change", "mailbox"], name="directory_one_notice_per_mailbox"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.mailbox}"

    @property
    def person(self) -> Any:
        """Whose account moved."""
        return self.change.person

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.change.before if self.mailbox == self.Mailbox.OLD else self.change.value

    @transaction.atomic
    def note_sent(self) -> None:
        """Say that the mail was handed over."""
        super().note_sent()
        self.change.note_told()

    @transaction.atomic
    def lose(self) -> bool:
        """Say that it does not arrive: of the new mailbox, an officer looks into it."""
        if not super().lose():
            return False
        if self.mailbox == self.Mailbox.NEW and self.person.email == self.address:
            for seat in Seat.objects.held_by(self.person).order_by("pk"):
                seat.note_unreachable(why=CAME_BACK, by=None)
        self.change.note_told()
        return True
