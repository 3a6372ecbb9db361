"""Mails: one row per person and event, or per person and period of a digest."""

import datetime
import hashlib
import random
import re
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.notifications.models.event import Event

# A mail that failed so often waits on the page of dead letters.
TRIES = 5
# A worker that died gives its mails back after so long; one mail takes a few seconds at most.
LEASE = datetime.timedelta(seconds=30)
ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
FIRST_PAUSE = datetime.timedelta(seconds=10)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, as adjectives."""

    def due(self, now: datetime.datetime) -> Self:
        """Return what is to be sent now and nobody is sending."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(free, state=Mail.State.DUE, due_at__lte=now)

    def dead(self) -> Self:
        """Return what failed for good, for the page where it is tried again."""
        return self.filter(state=Mail.State.DEAD)

    def of(self, person: Any) -> Self:
        """Return the mails of a person."""
        return self.filter(person=person.pk)

    @transaction.atomic
    def try_again(self, *, by: Any) -> int:
        """Send what failed for good once more; return how many mails."""
        mails = self.dead().update(
            state=Mail.State.DUE, tries=0, error="", due_at=timezone.now(), leased_until=None
        )
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
    state = models.CharField(max_length=7, choices=State, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
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

    @property
    def is_digest(self) -> bool:
        """Whether it carries the news of a period."""
        return self.kind != self.Kind.EVENT

    def failed(self, error: str, *, now: datetime.datetime, is_final: bool) -> None:
        """Keep what went wrong, and try later: after seconds, a minute, six, then half an hour."""
        pause = FIRST_PAUSE * 6**self.tries * random.uniform(0.7, 1.3)  # noqa: S311 only a delay
        self.tries += 1
        is_dead = is_final or self.tries >= TRIES
        Mail.objects.filter(pk=self.pk, state=Mail.State.DUE).update(
            state=Mail.State.DEAD if is_dead else Mail.State.DUE,
            tries=F("tries") + 1,
            error=without_addresses(error),
            leased_until=None,
            due_at=now + pause,
        )


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
