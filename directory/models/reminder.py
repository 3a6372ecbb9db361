"""What was said to a person about a yearly confirmation: each thing once for each year."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.account import Account, AccountQuerySet
from directory.models.confirmation import ASKED, FLAGGED
from directory.models.sending import Sending, SendingQuerySet
from portal.wake import wake

DAY = datetime.timedelta(days=1)


class ConfirmingAccount(Account):
    """An account as a reminder is about it: it leads to the page with the button."""

    objects: ClassVar[Any] = AccountQuerySet.as_manager()  # type: ignore[assignment]  # it asks less

    class Meta:
        proxy = True

    def get_absolute_url(self) -> str:
        """Return the address of the page on which the owner confirms."""
        return reverse("directory:account_confirm")


class ReminderQuerySet(SendingQuerySet["Reminder"]):
    """Reminders, as adjectives."""

    def due(self) -> Self:
        """Return those whose own mail has not left."""
        return self.unsent().filter(needs_mail=True)


class Reminder(Sending):
    """One thing that was said about one yearly confirmation.

    Most are told like other news (`portal.notifications`). Whoever holds only `public` is told
    nothing there: they get a mail of its own, because it is how they come back.
    """

    class Kind(models.TextChoices):
        MONTH = "month", _("A month before")
        DAYS = "days", _("Ten days before")
        DAY = "day", _("The day before")
        OVERDUE = "overdue", _("The day is past")
        HIDDEN = "hidden", _("The card is hidden")
        AGAIN = "again", _("Asked again by an officer")

    # From which day on each is said, counted from the day by which it is to be confirmed.
    FROM: ClassVar = {
        Kind.MONTH: -ASKED,
        Kind.DAYS: -10 * DAY,
        Kind.DAY: -DAY,
        Kind.OVERDUE: DAY,
        Kind.HIDDEN: FLAGGED + DAY,
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    # The day by which the person was to confirm: each year has its own.
    due = models.DateField(_("to be confirmed by"))
    kind = models.CharField(_("what was said"), max_length=7, choices=Kind)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    needs_mail = models.BooleanField(default=False, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "due", "kind"],
                condition=~Q(kind="again"),
                name="directory_reminded_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(needs_mail=True, sent_at=None),
                name="directory_reminder_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}, {self.due}"

    @classmethod
    def kind_on(cls, due: datetime.date, today: datetime.date) -> str:
        """Return the latest thing to say on a day, or nothing: what was missed is not made up."""
        begun = [kind for kind, after in cls.FROM.items() if today >= due + after]
        return begun[-1] if begun else ""

    @classmethod
    def kept(cls, person: Any, kind: str, *, needs_mail: bool) -> "Reminder | None":
        """Keep that something is said, or return None where it was said before."""
        values = {"person": person, "due": person.confirm_by, "kind": kind}
        if kind == cls.Kind.AGAIN:
            reminder = cls.objects.create(**values, needs_mail=needs_mail)
        else:
            reminder, is_new = cls.objects.get_or_create(
                **values, defaults={"needs_mail": needs_mail}
            )
            if not is_new:
                return None
        if needs_mail:
            wake("directory.send_reminders")
        return reminder
