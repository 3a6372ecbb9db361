"""Mails: one row per person and event, or per person and period of a digest."""

import datetime
import hashlib
import random
import re
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.notifications.models.event import Event

# A mail that failed so often waits on the page of dead letters.
TRIES = 5
ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
FIRST_PAUSE = datetime.timedelta(seconds=10)
UNSURE_PAUSE = datetime.timedelta(minutes=10)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, as adjectives."""

    def due(self, now: datetime.datetime) -> Self:
        """Return what is to be sent now."""
        return self.filter(state=Mail.State.DUE, due_at__lte=now)

    def dead(self) -> Self:
        """Return what failed for good, for the page where it is tried again."""
        return self.filter(state=Mail.State.DEAD)

    def kept_back(self, kinds: Iterable[str]) -> Self:
        """Return what was not sent because the address sends mails back, of these kinds of news."""
        return self.filter(state=Mail.State.UNREACHABLE, event__kind__in=kinds)

    def of(self, person: Any) -> Self:
        """Return the mails of a person."""
        return self.filter(person=person.pk)

    @transaction.atomic
    def try_again(self, *, by: Any) -> int:
        """Send what failed for good once more; return how many mails."""
        mails = self.dead().update(state=Mail.State.DUE, tries=0, error="", due_at=timezone.now())
        if mails:
            record("notifications.try_again", by=by, mails=mails)
        return mails


class Mail(models.Model):
    """One mail to one person. It holds no words: they are read and checked when it is sent."""

    class State(models.TextChoices):
        DUE = "due", _("Waiting")
        SENT = "sent", _("Accepted by your mail server")
        EMPTY = "empty", _("Not sent: nothing left to say")
        STOPPED = "stopped", _("Not sent: you stopped it")
        UNREACHABLE = "unreachable", _("Not sent: mail to your address comes back")
        DEAD = "dead", _("Could not be sent")
        BOUNCED = "bounced", _("Came back")

    class Kind(models.TextChoices):
        EVENT = "event", _("Single mail")
        DAILY = "daily", _("Daily digest")
        WEEKLY = "weekly", _("Weekly digest")

    # Indexes that begin with them stand below.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, related_name="mails", db_index=False
    )
    # The local day of a daily digest; the Monday of a weekly one.
    period = models.DateField(null=True)
    state = models.CharField(max_length=11, choices=State, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    # What the mail server said last; never an address or a text of ours.
    error = models.CharField(max_length=300, blank=True)
    items = models.PositiveIntegerField(default=1)
    # Known before it is sent and the same at every try, so that a mail server knows a repetition.
    message_id = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(event__isnull=False),
                name="notifications_one_mail_per_event",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "period"],
                condition=Q(period__isnull=False),
                name="notifications_one_digest_per_period",
            ),
            models.CheckConstraint(
                condition=Q(kind="event", event__isnull=False, period__isnull=True)
                | Q(kind__in=["daily", "weekly"], event__isnull=True, period__isnull=False),
                name="notifications_event_or_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | ~Q(state__in=["sent", "bounced"]),
                name="notifications_sent_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_at"], condition=Q(state="due"), name="notifications_mail_due"
            ),
            models.Index(fields=["person", "-id"], name="notifications_mail_person"),
            models.Index(fields=["-id"], condition=Q(state="dead"), name="notifications_mail_dead"),
            # For the numbers of the last days, and for the oldest, which are forgotten.
            models.Index(fields=["due_at"], name="notifications_mail_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} mail {self.pk} to {self.person_id}"

    def leave(self, *, items: int = 1) -> None:
        """Count as taken by the mail server. This and the following are saved by who sends."""
        self.state, self.sent_at, self.items = self.State.SENT, timezone.now(), items
        self.error = ""

    def wait(self, until: datetime.datetime) -> None:
        """Stay for later, as it is."""
        self.due_at = until

    def failed(self, error: str, *, is_final: bool = False, is_unsure: bool = False) -> None:
        """Keep what went wrong, and try later: after seconds, a minute, six, then half an hour.

        What was perhaps taken is tried once more only, when a slow server has it off its hands.
        """
        tries = max(self.tries, TRIES - 2) if is_unsure else self.tries
        pause = UNSURE_PAUSE if is_unsure else FIRST_PAUSE * 6**tries
        pause *= random.uniform(0.7, 1.3)  # noqa: S311 only a delay
        self.tries = tries + 1
        self.error = without_addresses(error)
        self.due_at = timezone.now() + pause
        if is_final or self.tries >= TRIES:
            self.state = self.State.DEAD


def without_addresses(said: str) -> str:
    """Return what a mail server said, without the address that it said it of."""
    return ADDRESS.sub("…", said[:1000])[:300]


def message_secret() -> str:
    """Return what is mixed into Message-IDs: who could guess one could report that it came back."""
    return salted_hmac("notifications.message_id", "", algorithm="sha256").hexdigest()


def message_id(key: str) -> str:
    """Return the Message-ID of `<person>|<event or period>|<kind>`, without its angle brackets."""
    # The statements that make mails compute the same in PostgreSQL.
    digest = hashlib.sha256(f"{message_secret()}|{key}".encode()).hexdigest()
    return f"{digest[:40]}@{settings.HOST}"
