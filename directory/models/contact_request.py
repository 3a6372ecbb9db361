"""Asking somebody for contact whose address is not shown: no address is told until they accept."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell

OPEN_FOR = datetime.timedelta(days=30)
# So many a person may send in a day.
A_DAY = 5


class TooManyRequestsError(Exception):
    """Somebody asked as many people today as a person may."""


class ContactRequestQuerySet(ReadableQuerySet["ContactRequest"]):
    """Requests, as adjectives."""

    def open(self) -> Self:
        """Return those that wait for an answer."""
        return self.filter(state=ContactRequest.State.ASKED, expires_at__gt=timezone.now())

    def with_people(self) -> Self:
        """Return them with both people and where they work in the same query."""
        return self.select_related(
            "sender__administration", "sender__partner", "recipient__administration",
            "recipient__partner",
        )  # fmt: skip


class ContactRequest(Readable):
    """One person asks another for contact; both see the chosen addresses once it is accepted."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired without an answer")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contact_requests"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    message = models.TextField(_("message"), max_length=1000)
    # The address that each gives the other: nobody sees one before the request is accepted.
    sender_address = models.EmailField(_("your address"))
    recipient_address = models.EmailField(_("your address"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    expires_at = models.DateTimeField(_("open until"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    # The recipient wants no more requests of this sender; the sender is never told.
    is_last = models.BooleanField(default=False)
    # Sent after that: it looks as any other to its sender, and the recipient never meets it.
    is_unheard = models.BooleanField(default=False)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for contact")
        verbose_name_plural = _("requests for contact")
        indexes = [
            models.Index(fields=["sender", "-asked_at", "-id"]),
            models.Index(fields=["recipient", "-asked_at", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "recipient"],
                condition=Q(state="asked"),
                name="directory_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(sender=models.F("recipient")), name="directory_asks_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", answered_at__isnull=False) & ~Q(recipient_address="")
                | Q(state="declined", answered_at__isnull=False, recipient_address="")
                | Q(state__in=["asked", "expired"], answered_at__isnull=True, recipient_address=""),
                name="directory_request_answered",
            ),
            models.CheckConstraint(
                condition=Q(is_unheard=False) | Q(state__in=["asked", "expired"]),
                name="directory_unheard_has_no_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} asks {self.recipient}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("directory:contact_request_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return its two people, by name."""
        named = {self.sender.token}
        return named if self.is_unheard else named | {self.recipient.token}

    @property
    def state_now(self) -> "ContactRequest.State":
        """The state by the clock: what nobody answered in time has expired."""
        is_late = self.state == self.State.ASKED and self.expires_at <= timezone.now()
        return self.State.EXPIRED if is_late else self.State(self.state)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state_now == self.State.ASKED

    @classmethod
    def left(cls, person: Any) -> int:
        """Return how many people somebody may still ask today."""
        since = timezone.now() - datetime.timedelta(days=1)
        return max(A_DAY - cls.objects.filter(sender=person.pk, asked_at__gt=since).count(), 0)

    @classmethod
    @transaction.atomic
    def ask(cls, recipient: Any, *, by: Any, message: str, address: str) -> "ContactRequest":
        """Ask somebody for contact; once while a request waits. Whoever is unheard cannot tell."""
        # Two presses of one button wait for each other here.
        accounts = get_user_model()._default_manager
        sender = accounts.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
        between = cls.objects.filter(sender=sender.pk, recipient=recipient.pk)
        if waiting := between.open().first():
            return waiting
        if not cls.left(by):
            raise TooManyRequestsError
        between.filter(state=cls.State.ASKED).update(state=cls.State.EXPIRED)
        now = timezone.now()
        request = cls(
            sender=sender,
            recipient=recipient,
            message=message,
            sender_address=address,
            asked_at=now,
            expires_at=now + OPEN_FOR,
            is_unheard=between.filter(is_last=True).exists(),
            marking=Marking.AMBER_STRICT,
        )
        request.set_audience()
        request.save()
        record("directory.ask_contact", by=by, on=request, recipient_id=recipient.pk)
        request._tell("directory.ask_contact", by=by, to=recipient)
        return request

    @transaction.atomic
    def accept(self, *, by: Any, address: str) -> bool:
        """Give each the address that the other chose, if it still waits."""
        return self._answer(self.State.ACCEPTED, by=by, recipient_address=address)

    @transaction.atomic
    def decline(self, *, by: Any, is_last: bool = False) -> bool:
        """Give no address; with `is_last`, hear of this sender no more."""
        return self._answer(self.State.DECLINED, by=by, is_last=is_last)

    def _answer(self, state: str, *, by: Any, **fields: Any) -> bool:
        values = fields | {"state": state, "answered_at": timezone.now()}
        waiting = ContactRequest.objects.open().filter(pk=self.pk, is_unheard=False)
        if not waiting.update(**values):
            return False
        self.refresh_from_db(fields=[*values])
        record("directory.answer_contact", by=by, on=self, state=state)
        self._tell("directory.answer_contact", by=by, to=self.sender)
        return True

    def _tell(self, verb: str, *, by: Any, to: Any) -> None:
        tell(verb, kind="contact", on=self, by=by, people=[to.pk], state=self.state)
