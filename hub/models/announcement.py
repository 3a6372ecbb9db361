"""Announcements: published news that is sent to people, by two persons where many are told."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.models.news import News
from hub.recipients import KIND, people_told
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import ReadableQuerySet
from portal.notifications.models import Event, tell
from portal.wake import wake

VERB = "hub.announce"
# Above so many recipients a second person decides.
ALONE = 500


class AnnouncementQuerySet(ReadableQuerySet["Announcement"]):  # type: ignore[type-var]  # by its news
    """Announcements, as adjectives."""

    def readable_within(self, audiences: list[int]) -> Self:
        """Return those whose news is for one of these audiences."""
        return self.filter(news__audience_id__among=audiences)

    def waiting_for(self, person: Any) -> Self:
        """Return those that wait for a second person, where this one is a second person."""
        return self.filter(state=Announcement.State.WAITING).exclude(made_by=person.pk)

    def due(self) -> Self:
        """Return those whose moment has come, the oldest first."""
        scheduled = self.filter(state=Announcement.State.SCHEDULED)
        return scheduled.filter(scheduled_at__lte=timezone.now()).order_by("scheduled_at", "pk")


class Announcement(models.Model):
    """News as it stood when somebody chose whom to send it to. It is never edited."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("announcement", "Prepared")
        WAITING = "waiting", _("Waits for a second person")
        SCHEDULED = "scheduled", pgettext_lazy("announcement", "Scheduled")
        SENT = "sent", pgettext_lazy("announcement", "Sent")
        OUTDATED = "outdated", _("Not sent: the news changed")
        CANCELLED = "cancelled", pgettext_lazy("announcement", "Cancelled")

    OPEN = (State.DRAFT, State.WAITING, State.SCHEDULED)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id)
    news = models.ForeignKey(News, on_delete=models.PROTECT, related_name="announcements")
    # The words that are sent: those of this moment, and no others.
    news_changed_at = models.DateTimeField()
    # Whoever holds one of these tokens and may read the news is told.
    reach = ArrayField(models.TextField())
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    # None: as soon as it is confirmed.
    scheduled_at = models.DateTimeField(null=True)
    # As counted when it was confirmed, approved or sent.
    recipients = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    # The token of the form that made it: the same form sent twice makes one.
    form_token = models.UUIDField(null=True, unique=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [
            models.Index(
                fields=["scheduled_at"], condition=Q(state="scheduled"), name="hub_announcement_due"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__len__gt=0), name="hub_announcement_reaches_somebody"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="hub_announcement_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="hub_announcement_approval_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "sent"])
                | Q(recipients__lte=ALONE)
                | Q(approved_by__isnull=False),
                name="hub_announcement_many_need_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_at__isnull=False),
                name="hub_announcement_scheduled_when",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, event__isnull=False)
                | ~Q(state="sent") & Q(sent_at__isnull=True, event__isnull=True),
                name="hub_announcement_sent_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.news} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        """Whether it may still be sent."""
        return self.state in self.OPEN

    @property
    def is_current(self) -> bool:
        """Whether its news still stands as it was chosen."""
        return self.news.is_published and self.news.changed_at == self.news_changed_at

    @property
    def draft_event(self) -> Event:
        """The event that would be told, unsaved, for a look at its mail."""
        return Event(
            verb=VERB,
            kind=KIND,
            object_type=self.news._meta.label_lower,
            object_id=self.news_id,
            marking=self.news.marking,
        )

    @property
    def people(self) -> Any:
        """The people who would be told now."""
        return people_told(self.reach, self.news)

    @classmethod
    @transaction.atomic
    def prepare(
        cls,
        *,
        by: Any,
        news: News,
        reach: Iterable[str],
        scheduled_at: datetime.datetime | None = None,
        once: uuid.UUID | None = None,
    ) -> "Announcement":
        """Choose whom news is sent to and when, once per form. Nobody is told yet."""
        made = cls(
            news=news,
            news_changed_at=news.changed_at,
            reach=sorted(set(reach)),
            scheduled_at=scheduled_at,
            made_by=by,
            form_token=once,
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            if once is None:
                raise
            return cls.objects.get(form_token=once, made_by=by)
        record("hub.prepare_announcement", by=by, on=made, news_id=news.pk, reach=made.reach)
        return made

    @transaction.atomic
    def schedule(self, *, by: Any) -> bool:
        """Send it at its moment; where many are told, a second person decides first."""
        if not self._stands(by):
            return False
        recipients = self.people.count()
        fields: dict[str, Any] = {"recipients": recipients}
        if recipients > ALONE:
            state = self.State.WAITING
        else:
            state = self.State.SCHEDULED
            fields["scheduled_at"] = self.scheduled_at or timezone.now()
        moved = self._move(self.State.DRAFT, state, **fields)
        if moved:
            record("hub.schedule_announcement", by=by, on=self, recipients=recipients, state=state)
            wake("hub.send_due_announcements")
        return moved

    @transaction.atomic
    def approve(self, *, by: Any) -> bool:
        """Let it be sent to many: a second person says so."""
        if not self._stands(by):
            return False
        recipients = self.people.count()
        moved = self._move(
            self.State.WAITING,
            self.State.SCHEDULED,
            recipients=recipients,
            scheduled_at=self.scheduled_at or timezone.now(),
            approved_by=by,
            approved_at=timezone.now(),
        )
        if moved:
            record("hub.approve_announcement", by=by, on=self, recipients=recipients)
            wake("hub.send_due_announcements")
        return moved

    @transaction.atomic
    def cancel(self, *, by: Any) -> bool:
        """Do not send it; False when it was sent already."""
        moved = self._move(self.state, self.State.CANCELLED) if self.is_open else False
        if moved:
            record("hub.cancel_announcement", by=by, on=self)
        return moved

    @transaction.atomic
    def send(self) -> bool:
        """Tell everybody it is for, once, however often and from wherever this is called."""
        if not self._stands(None):
            return False
        # Whoever sends or cancels it at the same moment waits here, and then finds it done.
        if not Announcement.objects.due().filter(pk=self.pk).select_for_update().first():
            return False
        recipients = self.people.count()
        if recipients > ALONE and not self.approved_by_id:
            # More people came than one person may send to.
            self._move(self.State.SCHEDULED, self.State.WAITING, recipients=recipients)
            record("hub.hold_announcement", by=None, on=self, recipients=recipients)
            return False
        event = tell(
            VERB, kind=KIND, on=self.news, by=None, reach=self.reach, announcement=self.public_id
        )
        sent = {"recipients": recipients, "sent_at": timezone.now(), "event": event}
        self._move(self.State.SCHEDULED, self.State.SENT, **sent)
        record("hub.send_announcement", by=self.made_by, on=self, recipients=recipients)
        return True

    def _stands(self, by: Any) -> bool:
        """Return whether its news stands, which stays so until this transaction ends."""
        # Whoever changes or withdraws the news waits for this row, or came before.
        self.news = News.objects.select_for_update(no_key=True).get(pk=self.news_id)
        if self.is_current:
            return True
        if self.is_open and self._move(self.state, self.State.OUTDATED):
            record("hub.stop_announcement", by=by, on=self)
        return False

    def _move(self, before: str, after: str, **fields: Any) -> bool:
        """Change the state if it is still what it was; say whether it was."""
        rows = Announcement.objects.filter(pk=self.pk, state=before)
        if not rows.update(state=after, **fields):
            self.state = Announcement.objects.values_list("state", flat=True).get(pk=self.pk)
            return False
        for name, value in (fields | {"state": after}).items():
            setattr(self, name, value)
        return True
