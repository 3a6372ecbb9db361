"""Asking the author of a record, whoever they are: words go both ways, a name only one way."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import State
from guidelines.models.record import Record
from portal.audit.models import record as log
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell
from portal.refusals import Refused

# So many questions a person may send in a day, and so many texts one relay holds.
A_DAY = 5
MOST_TEXTS = 30
LONGEST = 2000
REPORTED = "guidelines.relay"


class Side(models.TextChoices):
    """Who of the two wrote or ended something, or the Secretariat for both."""

    ASKER = "asker", pgettext_lazy("relay", "Whoever asked")
    AUTHOR = "author", pgettext_lazy("relay", "The author")
    SECRETARIAT = "secretariat", pgettext_lazy("relay", "The Secretariat")


class RelayQuerySet(ReadableQuerySet["Relay"]):
    """Relays, as adjectives."""

    def open(self) -> Self:
        """Return those that nobody ended."""
        return self.exclude(state=Relay.State.ENDED)

    def waiting(self) -> Self:
        """Return those whose author is asked something."""
        return self.filter(state=Relay.State.ASKED)

    def detailed(self) -> Self:
        """Return them with what a list shows of them."""
        return self.select_related("record__administration", "asker__administration",
                                   "asker__partner")  # fmt: skip


class Relay(Readable):
    """What one reader and the author of a record write to each other.

    Both read it, and nobody else. The author learns who asks; who asks learns the author only where
    the record names its administration. So no text says who wrote it, but on which side.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("relay", "Waits for the author")
        ANSWERED = "answered", pgettext_lazy("relay", "Answered")
        ENDED = "ended", pgettext_lazy("relay", "Ended")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="relays")
    # None: whoever asked has left the portal.
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("last word"), default=timezone.now, editable=False)
    ended_by = models.CharField(max_length=11, choices=Side, blank=True, editable=False)

    objects = RelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to an author")
        ordering = ["-moved_at", "-pk"]
        indexes = [
            models.Index(
                fields=["audience"], condition=Q(state="asked"), name="guidelines_relays_waiting"
            ),
            models.Index(fields=["asker", "-asked_at"], name="guidelines_relays_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "asker"], condition=~Q(state="ended"),
                name="guidelines_one_open_relay",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") ^ Q(ended_by=""), name="guidelines_relay_ended_by"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"question {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("guidelines:relay_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return its two sides: who asked, and the administration that the record is of."""
        owner = self.record.identity_or_none
        return {
            *([f"administration:{owner.administration_id}"] if owner else []),
            *([f"person:{self.asker_id}"] if self.asker_id else []),
        }

    @property
    def is_open(self) -> bool:
        """Whether either may write."""
        return self.state != self.State.ENDED

    @property
    def is_waiting(self) -> bool:
        """Whether the author is asked something."""
        return self.state == self.State.ASKED

    def side_of(self, person: Any) -> Side:
        """Return the side of one of its readers."""
        return Side.ASKER if person.pk == self.asker_id else Side.AUTHOR

    @classmethod
    def left(cls, person: Any) -> int:
        """Return how many questions somebody may still send today."""
        since = timezone.now() - datetime.timedelta(days=1)
        texts = RelayText.objects.filter(
            relay__asker=person.pk, side=Side.ASKER, written_at__gt=since
        )
        return max(A_DAY - texts.count(), 0)

    @classmethod
    @transaction.atomic
    def ask(cls, record: Record, *, by: Any, text: str) -> "Relay":
        """Ask the author of a record; while a question waits, it is the same one."""
        # Two presses of one button wait for each other here.
        get_user_model()._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
        owner = record.identity_or_none
        if record.state != State.PUBLISHED or owner is None:
            raise Refused(gettext("Nobody can be asked about this record."))
        if by.administration_id == owner.administration_id:
            raise Refused(gettext("This record is of your own administration."))
        if standing := cls.objects.open().filter(record=record, asker=by).first():
            return standing
        cls._within_limits(by)
        relay = cls(record=record, asker=by, marking=Marking.AMBER_STRICT)
        relay.set_audience()
        relay.save()
        relay.texts.create(side=Side.ASKER, text=text)
        log("guidelines.ask_author", by=by, on=record, relay=relay.pk)
        relay._tell("guidelines.ask_author", by=by, to=owner.people())
        return relay

    @transaction.atomic
    def say(self, text: str, *, by: Any) -> None:
        """Write to the other side."""
        side = self._hold(by)
        if self.texts.count() >= MOST_TEXTS:
            raise Refused(gettext("This exchange is long. Use a workspace, or ask for contact."))
        if side == Side.ASKER:
            self._within_limits(by)
        self.state = self.State.ASKED if side == Side.ASKER else self.State.ANSWERED
        self.moved_at = timezone.now()
        self.save(update_fields=["state", "moved_at"])
        self.texts.create(side=side, text=text)
        log("guidelines.write_relay", by=self._actor(by), on=self, side=side)
        if side == Side.ASKER:
            self._tell("guidelines.ask_author", by=by, to=self._author())
        else:
            self._tell("guidelines.answer_relay", by=self._actor(by), to=self._asker())

    @transaction.atomic
    def end(self, *, by: Any) -> bool:
        """End it; either may. Twice is once."""
        if not self.is_open:
            return False
        side = self._hold(by)
        self._end(side, by=self._actor(by))
        self._tell("guidelines.end_relay", by=self._actor(by),
                   to=self._author() if side == Side.ASKER else self._asker())  # fmt: skip
        WorkItem.settle(REPORTED, on=self, by=self._actor(by), outcome="ended")
        return True

    @transaction.atomic
    def report(self, *, by: Any) -> WorkItem:
        """Show it to the Secretariat, which still learns no more of the author."""
        self._hold(by)
        log("guidelines.report_relay", by=self._actor(by), on=self, side=self.side_of(by))
        return WorkItem.put(REPORTED, on=self, by=self._actor(by))

    @transaction.atomic
    def leave(self, *, by: Any, reason: str = "") -> bool:
        """Let it go on: an officer found nothing to object."""
        self._refuse_sides(by)
        log("guidelines.leave_relay", by=by, on=self)
        return self.is_open

    @transaction.atomic
    def stop(self, *, by: Any, reason: str = "") -> bool:
        """End it for both: an officer found that it goes too far."""
        self._lock()
        self._refuse_sides(by)
        if not self.is_open:
            return False
        self._end(Side.SECRETARIAT, by=by)
        self._tell("guidelines.end_relay", by=by, to=[*self._asker(), *self._author()])
        return True

    def _end(self, side: Side, *, by: Any) -> None:
        self.state, self.ended_by, self.moved_at = self.State.ENDED, side, timezone.now()
        self.save(update_fields=["state", "ended_by", "moved_at"])
        log("guidelines.end_relay", by=by, on=self, side=side)

    def _hold(self, person: Any) -> Side:
        """Lock an open one and return the side of the person."""
        self._lock()
        if not self.is_open:
            raise Refused(gettext("This exchange is over."))
        return self.side_of(person)

    def _lock(self) -> None:
        # An item of the desk is locked before the row that it is about.
        WorkItem.hold(REPORTED, on=self)
        Relay.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "ended_by", "moved_at", "asker"])

    @classmethod
    def _within_limits(cls, person: Any) -> None:
        if not cls.left(person):
            raise Refused(gettext("You have asked as much today as one person may."))

    def _refuse_sides(self, officer: Any) -> None:
        """Let no side decide on its own exchange."""
        owner, home = self.record.identity_or_none, officer.administration_id
        if officer.pk == self.asker_id or (owner and home and home == owner.administration_id):
            raise Refused(gettext("A colleague decides this. You are on one of its sides."))

    def _actor(self, by: Any) -> Any:
        """Return who is said to have acted; of the author's side nobody: it was promised."""
        return by if self.side_of(by) == Side.ASKER else None

    def _asker(self) -> list[int]:
        return [self.asker_id] if self.asker_id else []

    def _author(self) -> list[int]:
        owner = self.record.identity_or_none
        return owner.people() if owner else []

    def _tell(self, verb: str, *, by: Any, to: list[int]) -> None:
        tell(verb, kind="asked", on=self, by=by, people=to)


class RelayText(models.Model):
    """One text of a relay. It says its side, and never who wrote it."""

    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="texts")
    side = models.CharField(max_length=11, choices=Side)
    text = models.TextField(_("text"), max_length=LONGEST)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("text of a question")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"text {self.pk}"
