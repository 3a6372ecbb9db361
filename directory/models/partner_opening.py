"""The directory of Members, opened to the contacts of a partner organisation for a time."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.administration import PartnerOrganisation
from directory.models.holding import Holding
from directory.models.telling import tell_owner
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.markings.holding import change_rights
from portal.refusals import Refused

# The kind of work on the desk: two decide who else reads cards.
OPENING = "directory.partner_opening"
# Longer than a year is asked for again.
LONGEST = datetime.timedelta(days=366)
A_DAY = datetime.timedelta(days=1)


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment after a day; days are days of UTC."""
    return datetime.datetime.combine(day + A_DAY, datetime.time(), datetime.UTC)


class PartnerOpeningQuerySet(models.QuerySet["PartnerOpening"]):
    """Openings, as adjectives."""

    def standing(self) -> Self:
        """Return those that are asked for or given, and neither closed nor over."""
        return self.filter(state__in=PartnerOpening.STANDING, ends_at__gt=Now())

    def current(self) -> Self:
        """Return those that let somebody read now; the clock is the database's."""
        return self.filter(state=PartnerOpening.State.OPEN, ends_at__gt=Now())

    def of_contact(self, person: Any) -> Self:
        """Return those of organisations whose seat a person holds today."""
        held = {"holdings__person": person, "holdings__until__isnull": True}
        return self.filter(**{f"partner__seats__{name}": value for name, value in held.items()})

    def over(self) -> Self:
        """Return those whose last day is past, and that still stand."""
        return self.filter(state__in=PartnerOpening.STANDING, ends_at__lte=Now())


class PartnerOpening(models.Model):
    """A time in which holders of an organisation's seats read cards as officers of Members do."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second officer")
        OPEN = "open", _("Open")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed")

    STANDING = (State.ASKED, State.OPEN)

    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, related_name="openings"
    )
    why = models.CharField(_("reason"), max_length=500)
    ends_at = models.DateTimeField(_("until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    # The clock closes without anybody.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = PartnerOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of the directory")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(state__in=["asked", "open"]),
                name="directory_one_partner_opening",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="directory_opening_decision",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
                name="directory_opening_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(decided_by__isnull=False),
                name="directory_opening_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="directory_opening_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.partner.name

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it counts."""
        return (self.ends_at - A_DAY).date()

    @property
    def is_open(self) -> bool:
        """Whether it is given, and not only asked for."""
        return self.state == self.State.OPEN

    @classmethod
    @transaction.atomic
    def ask(
        cls, partner: PartnerOrganisation, *, by: Any, why: str, last_day: datetime.date
    ) -> "PartnerOpening":
        """Ask that the organisation's contacts read cards; another officer decides."""
        # Two who ask at once stand in a line; the second finds what the first asked.
        partners = PartnerOrganisation.objects.select_for_update(no_key=True)
        home = partners.get(pk=partner.pk)
        for earlier in home.openings.over():
            earlier.close(by=None)
        if standing := home.openings.standing().first():
            return standing
        opening: PartnerOpening = home.openings.create(
            why=why, ends_at=end_of(last_day), asked_by=by
        )
        record(
            "directory.ask_opening", by=by, on=home, until=last_day.isoformat(),
            personal={"reason": why},
        )  # fmt: skip
        WorkItem.put(OPENING, on=opening, by=by)
        return opening

    @transaction.atomic
    def accept(self, *, by: Any) -> bool:
        """Let the contacts read, as the second of two; False where it was decided before."""
        if by.pk == self.asked_by_id:
            raise Refused(gettext("Two people answer for it. A colleague decides."))
        if self.ends_at <= timezone.now():
            raise Refused(gettext("Its last day is past. Refuse it and ask again."))
        if not self._enter(self.State.OPEN, self.State.ASKED, decided_by=by, decided_at=self._now):
            return False
        record(
            "directory.open_directory", by=by, on=self.partner, asked_by_id=self.asked_by_id,
            until=self.last_day.isoformat(),
        )  # fmt: skip
        self._tell("directory.open_directory", by=by, until=self.last_day.isoformat())
        return True

    @transaction.atomic
    def refuse(self, *, by: Any) -> bool:
        """Leave the directory closed to them, unless it was decided before."""
        decided = {"closed_by": by, "closed_at": self._now}
        if not self._enter(self.State.REFUSED, self.State.ASKED, **decided):
            return False
        record("directory.refuse_opening", by=by, on=self.partner)
        return True

    @transaction.atomic
    def close(self, *, by: Any) -> bool:
        """End it at once, or take back what was asked; nobody (`by=None`) is the clock."""
        # A decision locks the item and then the row.
        WorkItem.hold(OPENING, on=self)
        closed = {"closed_by": by, "closed_at": self._now}
        if self._enter(self.State.WITHDRAWN, self.State.ASKED, **closed):
            outcome = "withdrawn" if by else "expired"
            WorkItem.settle(OPENING, on=self, by=by, outcome=outcome)
            record("directory.withdraw_opening", by=by, on=self.partner)
            return True
        # Whatever is being sent to them was readable when it left.
        for contact in self._contacts():
            change_rights(contact.pk)
        if not self._enter(self.State.CLOSED, self.State.OPEN, **closed):
            return False
        record("directory.close_directory", by=by, on=self.partner)
        self._tell("directory.close_directory", by=by)
        return True

    @property
    def _now(self) -> datetime.datetime:
        return timezone.now()

    def _enter(self, state: str, before: str, **values: Any) -> bool:
        """Enter a state from the one before it; False where somebody was faster."""
        rows = PartnerOpening.objects.filter(pk=self.pk, state=before)
        if not rows.update(state=state, **values):
            return False
        for name, value in {"state": state, **values}.items():
            setattr(self, name, value)
        return True

    def _contacts(self) -> list[Any]:
        """Return who holds a seat of the organisation, each once, in the order of locks."""
        held = Holding.objects.current().filter(seat__partner=self.partner_id)
        found = {each.person_id: each.person for each in held.select_related("person")}
        return [found[pk] for pk in sorted(found)]

    def _tell(self, verb: str, *, by: Any, **detail: Any) -> None:
        for contact in self._contacts():
            tell_owner(verb, contact, by=by, **detail)
