"""Mails of the directory itself, on their way: leased, tried some times, lost or come back."""

import datetime
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.notifications.models import MailSetting
from portal.notifications.models.mail import message_id

# A sender that died frees what it held after this.
LEASE = datetime.timedelta(minutes=2)
# What failed so often is lost; the pauses grow from a minute to some hours.
ATTEMPTS = 5
PAUSE = datetime.timedelta(minutes=1)


class SendingQuerySet[Row: "Sending"](models.QuerySet[Row]):
    """Mails, as adjectives."""

    def unsent(self) -> Self:
        """Return those that have not left, are not lost, and that may be tried now."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.filter(free, sent_at=None, lost_at=None)


class Sending(models.Model):
    """A mail with a row of its own, so that it leaves once and its bounce finds it."""

    # Nobody takes it before: somebody sends it, or the last try failed.
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    message_id = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    # Refused for good, failed too often, or came back.
    lost_at = models.DateTimeField(_("not delivered"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """Where it goes."""
        return str(self.person.email)  # type: ignore[attr-defined]

    @property
    def is_to_present_address(self) -> bool:
        """Whether what is heard of it says something of where the person is reached today."""
        return self.address == self.person.email  # type: ignore[attr-defined]

    def lease(self) -> bool:
        """Take it for sending; False when somebody else did."""
        rows: Any = type(self)._default_manager
        if not rows.due().filter(pk=self.pk).exists():
            return False
        name = message_id(f"{self._meta.label_lower}|{self.pk}|{uuid.uuid4()}")
        # By columns of the row alone: of two who take it at once, the second waits for the first
        # and looks at them again, but not at what stands in a subquery.
        mine = rows.unsent().filter(pk=self.pk)
        until = timezone.now() + LEASE
        if not mine.update(leased_until=until, message_id=name, attempts=F("attempts") + 1):
            return False
        self.refresh_from_db(fields=["leased_until", "message_id", "attempts"])
        return True

    def release(self) -> None:
        """Give it back untried: nothing is wrong with it."""
        free = self._rows().filter(sent_at=None)
        free.update(leased_until=None, attempts=F("attempts") - 1)

    def note_sent(self) -> None:
        """Say that the mail was handed over."""
        self.sent_at, self.leased_until = timezone.now(), None
        self.save(update_fields=["sent_at", "leased_until"])

    def note_failed(self, *, is_final: bool) -> None:
        """Try it later; what is refused for good or failed too often is lost."""
        if is_final or self.attempts >= ATTEMPTS:
            self.lose()
            return
        self.leased_until = timezone.now() + PAUSE * 6 ** (self.attempts - 1)
        self.save(update_fields=["leased_until"])

    def lose(self) -> bool:
        """Say, once, that it does not arrive."""
        now = timezone.now()
        if not self._rows().filter(lost_at=None).update(lost_at=now, leased_until=None):
            return False
        self.lost_at, self.leased_until = now, None
        return True

    def note_bounce(self, *, status: str) -> None:
        """Count it at the address, as one that takes no mail."""
        MailSetting.bounced(person=self.person, status=status, is_hard=True)  # type: ignore[attr-defined]

    def _rows(self) -> Any:
        return type(self)._default_manager.filter(pk=self.pk)
