"""The yearly confirmation: whoever holds a seat says once a year that the card is true."""

import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.markings.holding import change_rights
from portal.search.models import stale

# A year between two confirmations; asked for in its last days; flagged after it for as many.
EVERY = datetime.timedelta(days=365)
ASKED = datetime.timedelta(days=30)
FLAGGED = datetime.timedelta(days=30)


class Confirmed(models.Model):
    """What a person with a seat confirms once a year, and how late it is."""

    class Confirmation(models.TextChoices):
        NONE = "", _("Nothing to confirm")
        CURRENT = "current", _("Confirmed")
        DUE = "due", _("Confirmation due")
        OVERDUE = "overdue", _("Confirmation overdue")
        LAPSED = "lapsed", _("Not confirmed")

    # Time goes through them one by one, however late the clock is looked at.
    IN_ORDER: ClassVar = [
        Confirmation.CURRENT,
        Confirmation.DUE,
        Confirmation.OVERDUE,
        Confirmation.LAPSED,
    ]

    # The day is past: the name is flagged, then the card is hidden.
    LATE: ClassVar = (Confirmation.OVERDUE, Confirmation.LAPSED)

    confirmation = models.CharField(
        _("confirmation"), max_length=7, choices=Confirmation, blank=True, editable=False
    )
    # "Last confirmed" is not "last changed": both are shown.
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, editable=False)
    confirm_by = models.DateField(_("to be confirmed by"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_lapsed(self) -> bool:
        """Whether the card is hidden from others until its owner confirms it."""
        return self.confirmation == self.Confirmation.LAPSED

    @property
    def is_late(self) -> bool:
        """Whether the day is past, so that the name is flagged."""
        return self.confirmation in self.LATE

    def is_asked_on(self, day: datetime.date) -> bool:
        """Return whether the owner is asked to confirm on a day, wherever the clock stands."""
        return self.confirm_by is not None and day >= self.confirm_by - ASKED

    @property
    def is_asked(self) -> bool:
        """Whether the owner is asked to confirm today."""
        return self.is_asked_on(timezone.now().date())

    @property
    def takes_confirmation(self) -> bool:
        """Whether a press of the owner changes anything: early is welcome, twice a day is not."""
        if self.confirm_by is None or self.is_asked:
            return self.confirm_by is not None
        return self.confirmed_at is None or self.confirmed_at.date() < timezone.now().date()

    @property
    def hidden_from(self) -> datetime.date | None:
        """The first day on which the card is hidden unless it is confirmed."""
        return self.confirm_by + FLAGGED + datetime.timedelta(days=1) if self.confirm_by else None

    @property
    def seat_state(self) -> str:
        """The state of the seats that the person holds."""
        current = self.confirmation in ("", self.Confirmation.CURRENT)
        return "verified" if current else str(self.confirmation)

    def begin_confirming(self: Any) -> None:
        """Start the year of somebody's first seat; who holds another goes on as before."""
        if self.confirm_by is None:
            self.confirm_by = timezone.now().date() + EVERY
            self.confirmation = self.Confirmation.CURRENT
            self.save(update_fields=["confirm_by", "confirmation"])

    def stop_confirming(self: Any) -> None:
        """Ask nothing more of somebody who holds no seat; whoever lapsed stays hidden.

        Losing the seat proves nothing of the card: its owner confirms it, or leaves.
        """
        locked = self._lock()
        self.confirmation, self.confirm_by = locked.confirmation, locked.confirm_by
        is_gone = locked.state == self.State.FORMER
        if self.holdings.current().exists() or (self.is_lapsed and not is_gone):
            return
        self.confirm_by, self.confirmation = None, self.Confirmation.NONE
        self.save(update_fields=["confirm_by", "confirmation"])

    @transaction.atomic
    def confirm(self: Any, *, by: Any) -> bool:
        """Say that the card is true: its owner does. False where there is nothing to confirm."""
        now = timezone.now()
        locked = self._lock()
        if locked.confirm_by is None:
            return False
        self.confirmation = locked.confirmation
        # Whoever lost the seat while they were hidden confirms once, and has no next year.
        is_holder = self.holdings.current().exists()
        self.confirmed_at, self.confirm_by = now, now.date() + EVERY if is_holder else None
        self.save(update_fields=["confirmed_at", "confirm_by"])
        record("directory.confirm_person", by=by, on=self)
        states = self.Confirmation
        self._enter(states.CURRENT if is_holder else states.NONE, by=by)
        return True

    @transaction.atomic
    def move_clock(self: Any, *, today: datetime.date) -> bool:
        """Enter what follows from the date, step by step; False where nothing is due."""
        locked = self._lock()
        self.confirmation, self.confirm_by = locked.confirmation, locked.confirm_by
        if self.confirm_by is None:
            return False
        due = self._due(today)
        order = self.IN_ORDER
        now = order.index(self.Confirmation(self.confirmation))
        for state in order[now + 1 : order.index(due) + 1]:
            record("directory.await_confirmation", by=None, on=self, state=state)
            self._enter(state, by=None)
        return order.index(due) > now

    def _due(self, today: datetime.date) -> "Confirmed.Confirmation":
        if self.confirm_by is None or today < self.confirm_by - ASKED:
            return self.Confirmation.CURRENT
        if today <= self.confirm_by:
            return self.Confirmation.DUE
        if today <= self.confirm_by + FLAGGED:
            return self.Confirmation.OVERDUE
        return self.Confirmation.LAPSED

    def _enter(self: Any, state: str, *, by: Any) -> None:
        """Keep the state here and on the seats; a card is hidden or shown where that follows."""
        changes_readers = self.Confirmation.LAPSED in (state, self.confirmation)
        if state == self.Confirmation.LAPSED:
            change_rights(self.pk)
        if state == self.confirmation:
            return
        self.confirmation = state
        self.save(update_fields=["confirmation"])
        for holding in self.holdings.current().select_related("seat").order_by("seat"):
            holding.seat.become(self.seat_state, by=by)
        if changes_readers:
            self._show_or_hide()

    def _show_or_hide(self: Any) -> None:
        # Whoever was suspended since this row was read stays hidden.
        self.state = self._lock().state
        self.set_audience()
        self.save(update_fields=["audience"])
        stale(self)


def is_lapsed() -> Q:
    """Return the condition on persons that is true for whoever must confirm before reading on."""
    return Q(confirmation=Confirmed.Confirmation.LAPSED)
