"""Seats, the state each is in, and who holds them."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.acts import signers_changed
from directory.models.administration import Administration, PartnerOrganisation, Region
from directory.models.holding import Holding
from directory.models.seat_role import SeatRole
from directory.models.seat_step import SeatState, SeatStep
from directory.models.telling import tell_of_card, tell_owner
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import NotReadable, reader_of
from portal.notifications.models.setting import HARD_BOUNCES

# The kind of work on the desk: a contact that cannot be reached.
BOUNCE = "directory.bounce"
# Why a contact cannot be reached, where the portal itself found out.
CAME_BACK = "mail"
MAILBOX_CAME_BACK = "mailbox"
# What failed of a seat: its holder, or the mailbox of the office.
HOLDER, MAILBOX = "holder_lost_since", "mailbox_lost_since"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, as adjectives."""

    def with_place(self) -> Self:
        """Return them with their role and office in the same query."""
        return self.select_related("role", "administration__region", "region", "partner")

    def readable_by(self, person: Any) -> Self:
        """Return the seats whose page the person reads: the Secretariat all, officers their own."""
        tokens = reader_of(person).tokens
        if "role:secretariat" in tokens:
            return self.all()
        homes = [each.partition(":")[2] for each in tokens if each.startswith("administration:")]
        return self.filter(administration_id__in=homes)

    def readable_or_404(self, person: Any, **lookup: Any) -> "Seat":
        """Return the seat of this address whose page the person reads, or 404."""
        seat = self.readable_by(person).filter(**lookup).first()
        if seat is None:
            raise NotReadable
        return seat

    def with_holder(self) -> Self:
        """Return them with `holder_id`, `holder` and `held_since` of today in the same query."""
        current = Holding.objects.current().filter(seat=OuterRef("pk"))
        name = Concat("person__given_name", Value(" "), "person__family_name")
        return self.annotate(
            holder_id=Subquery(current.values("person__public_id")[:1]),
            holder=Subquery(current.values(name=name)[:1]),
            held_since=Subquery(current.values("since")[:1]),
        )

    def held_by(self, person: Any) -> Self:
        """Return the seats that a person holds today."""
        return self.filter(holdings__person=person, holdings__until__isnull=True)

    def filled(self) -> Self:
        """Return the seats that somebody holds."""
        return self.filter(state__in=Seat.HELD)


class Seat(models.Model):
    """A place of an administration, a region or a partner: it stays when its holder leaves."""

    Kind = SeatRole.Code

    State = SeatState

    # The states in which somebody holds the seat.
    HELD: ClassVar = (State.VERIFIED, State.DUE, State.OVERDUE, State.LAPSED)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    role = models.ForeignKey(
        SeatRole,
        on_delete=models.PROTECT,
        to_field="code",
        related_name="seats",
        verbose_name=_("seat"),
    )
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    # The address of the office, which stays when its holder leaves.
    mailbox = models.EmailField(_("mailbox of the office"), blank=True)
    deputies_sign = models.BooleanField(_("deputies may sign"), default=False)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.VACANT, editable=False
    )
    state_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    # Beside the state: two hard bounces or a failed test of contact. Empty: it can be reached.
    holder_lost_since = models.DateTimeField(null=True, editable=False)
    mailbox_lost_since = models.DateTimeField(null=True, editable=False)
    mailbox_bounces = models.PositiveSmallIntegerField(default=0, editable=False)
    # Since the first of the two failed.
    unreachable_since = models.DateTimeField(_("cannot be reached since"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        indexes = [models.Index(fields=["state", "role"])]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "administration"], name="directory_one_seat_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["role", "region"], name="directory_one_regional_seat_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["role", "partner"], name="directory_one_partner_seat_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(administration__isnull=False, region__isnull=True, partner__isnull=True)
                | Q(administration__isnull=True, region__isnull=False, partner__isnull=True)
                | Q(administration__isnull=True, region__isnull=True, partner__isnull=False),
                name="directory_seat_of_one_office",
            ),
            models.CheckConstraint(
                condition=Q(unreachable_since=None, holder_lost_since=None, mailbox_lost_since=None)
                | Q(unreachable_since__isnull=False)
                & (Q(holder_lost_since__isnull=False) | Q(mailbox_lost_since__isnull=False)),
                name="directory_unreachable_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.place}"

    def get_absolute_url(self) -> str:
        """Return the address of the seat's page."""
        return reverse("directory:seat_detail", args=[self.public_id])

    @property
    def title(self) -> str:
        """What the seat is called, in the reader's language."""
        return SeatRole.table()[self.role_id].name

    @property
    def place(self) -> Administration | Region | PartnerOrganisation | None:
        """What the seat belongs to."""
        return self.administration or self.region or self.partner

    @property
    def is_held(self) -> bool:
        """Whether somebody holds it."""
        return self.state in self.HELD

    def is_held_by(self, person: Any) -> bool:
        """Whether this person holds it."""
        return self.holdings.current().filter(person=person.pk).exists()

    @transaction.atomic
    def give_to(self, person: Any, *, by: Any, why: str = "", **evidence: Any) -> Holding:
        """Seat a person; whoever held the seat becomes a former holder.

        `evidence` may name the nomination that the seat is given by.
        """
        # Rights before the seat, as whoever leaves and the clock take them; and in one order, so
        # that no two who change places wait for each other.
        holder = self.holdings.current().values_list("person", flat=True).first()
        for pk in sorted({person.pk, holder or person.pk}):
            change_rights(pk)
        # Who presses the same button waits here.
        locked = self._lock()
        before = self.holdings.current().first()
        if before and before.person_id == person.pk:
            before.stand_on(evidence.get("nomination"), by=by)
            return before
        if before and before.person_id != holder:
            change_rights(before.person_id)  # a colleague was faster
        if before:
            before.end(by=by, why=why, is_vacant=False)
        if is_ended := locked.state == self.State.ENDED:
            self.become(self.State.VACANT, by=by)
        holding: Holding = self.holdings.create(person=person, **evidence)
        record("directory.seat_person", by=by, on=self, person_id=person.pk)
        person.begin_confirming()
        if before or is_ended:
            locked = self._lock()  # as its end left it
        self._enter(locked, person.seat_state, by=by, why=why, holding=holding)
        self.touch()
        signers_changed(self.administration_id)
        tell_owner("directory.receive_seat", person, by=by, seat=self.role_id)
        tell_of_card("directory.seat_person", person, by=by, seat=self.role_id)
        return holding

    @transaction.atomic
    def become(self, state: str, *, by: Any, why: str = "", holding: Holding | None = None) -> bool:
        """Enter a state, and keep the step; False where it is in that state already."""
        return self._enter(self._lock(), state, by=by, why=why, holding=holding)

    def _enter(
        self, locked: "Seat", state: str, *, by: Any, why: str, holding: "Holding | None"
    ) -> bool:
        """Enter a state from that of the locked row."""
        self.state = before = locked.state
        if state == before and holding is None:
            return False
        self.state, self.state_since = state, timezone.now()
        self.save(update_fields=["state", "state_since"])
        self.steps.create(
            before=before, after=state, by=by, why=why, holding=holding, at=self.state_since
        )
        if locked.holder_lost_since and (holding is not None or state not in self.HELD):
            # It was somebody else who could not be reached; the mailbox stays what it is.
            self.note_reachable(by=by, outcome="left")
        if state == self.State.ENDED:
            self.note_reachable(MAILBOX, by=by, outcome="left")
        return True

    @property
    def may_close(self) -> bool:
        """Whether it can be ended: nobody holds it, and it is not what every Member has."""
        is_needed = self.role_id == self.Kind.CONTACT_POINT and self.administration_id
        return not (self.is_held or is_needed or self.state == self.State.ENDED)

    @transaction.atomic
    def close(self, *, by: Any, why: str) -> bool:
        """End it for good: the office has it no longer. Naming somebody opens it again."""
        self.state = self._lock().state
        if not self.may_close:
            return False
        for nomination in self.nominations.open().order_by("pk"):
            nomination.lapse(by=by)
        self.become(self.State.ENDED, by=by, why=why)
        record("directory.close_seat", by=by, on=self)
        self.touch()
        return True

    @transaction.atomic
    def empty(self, *, by: Any, why: str = "") -> None:
        """Enter the state of a seat that nobody holds: somebody may be named for it already."""
        if self._lock().state == self.State.ENDED:
            # Somebody is named for it again.
            self.become(self.State.VACANT, by=by)
        states = set(self.nominations.open().values_list("state", flat=True))
        named = [each for each in (self.State.EVIDENCE, self.State.NOMINATED) if each in states]
        self.become(named[0] if named else self.State.VACANT, by=by, why=why)

    @transaction.atomic
    def note_unreachable(
        self, what: str = HOLDER, *, why: str, by: Any, is_quiet: bool = False
    ) -> bool:
        """Say that its holder or its mailbox cannot be reached; an officer looks into it.

        False where it was known: it goes back on the desk. `is_quiet` tells no officer: for many
        at once.
        """
        seats, now = Seat.objects.filled().filter(pk=self.pk), timezone.now()
        since = Coalesce("unreachable_since", now)
        is_new = seats.filter(**{what: None}).update(**{what: now}, unreachable_since=since) > 0
        if is_new:
            self.refresh_from_db(fields=[what, "unreachable_since"])
            self._note(SeatStep.Kind.UNREACHABLE, by=by, why=why)
            record("directory.lose_contact", by=by, on=self, why=why)
        if is_new or seats.exists():
            WorkItem.put(BOUNCE, on=self, by=by, is_quiet=is_quiet)
        return is_new

    @transaction.atomic
    def note_reachable(
        self, what: str = HOLDER, *, by: Any, why: str = "", outcome: str = "reachable"
    ) -> bool:
        """Say that its holder or its mailbox can be reached again, if it was said that not.

        It leaves the desk when nothing else of it fails.
        """
        if what == MAILBOX:
            bounced = Seat.objects.filter(pk=self.pk, mailbox_bounces__gt=0)
            bounced.update(mailbox_bounces=0)
        known = Seat.objects.filter(pk=self.pk).exclude(**{what: None})
        other = MAILBOX if what == HOLDER else HOLDER
        if not known.update(**{what: None}, unreachable_since=F(other)):
            return False
        self.refresh_from_db(fields=[what, "unreachable_since"])
        self._note(SeatStep.Kind.REACHABLE, by=by, why=why)
        record("directory.regain_contact", by=by, on=self, outcome=outcome)
        if self.unreachable_since:
            return True
        # Whoever decides the item at this moment closes it; nobody waits for them here.
        items = WorkItem.objects.about(BOUNCE, self).standing()
        if items.select_for_update(skip_locked=True).first():
            WorkItem.settle(BOUNCE, on=self, by=by, outcome=outcome)
        return True

    @classmethod
    @transaction.atomic
    def note_bounce(cls, mailbox: str, *, status: str) -> None:
        """Count a mail to the mailbox of an office that came back for good, in each of its seats.

        As of a person, the second makes it unreachable.
        """
        seats = cls.objects.filter(mailbox=mailbox).order_by("pk")
        for seat in seats.select_for_update(no_key=True):
            seat.mailbox_bounces += 1
            seat.save(update_fields=["mailbox_bounces"])
            becomes = seat.mailbox_bounces >= HARD_BOUNCES and seat.mailbox_lost_since is None
            record("directory.bounce_mailbox", by=None, on=seat, status=status, unreachable=becomes)
            if becomes:
                seat.note_unreachable(MAILBOX, why=MAILBOX_CAME_BACK, by=None)

    def _note(self, kind: str, *, by: Any, why: str) -> None:
        state = Seat.objects.values_list("state", flat=True).get(pk=self.pk)
        self.steps.create(kind=kind, before=state, after=state, by=by, why=why, at=timezone.now())

    @transaction.atomic
    def let_deputies_sign(self, may_sign: bool, *, by: Any) -> bool:
        """Let deputies sign for its holder, or no longer; False where it is so already."""
        rows = Seat.objects.filter(pk=self.pk).exclude(deputies_sign=may_sign)
        if not rows.update(deputies_sign=may_sign):
            return False
        self.deputies_sign = may_sign
        record("directory.let_deputies_sign", by=by, on=self, may_sign=may_sign)
        signers_changed(self.administration_id)
        for person in self._principal_and_deputies():
            tell_owner(
                "directory.let_deputies_sign", person, by=by, seat=self.role_id, may_sign=may_sign
            )
        return True

    def _principal_and_deputies(self) -> list[Any]:
        """Return who holds the seat, and who stands in for them today."""
        stands_in = Q(seat__role__stands_in_for__code=self.role_id)
        here = Q(seat=self) | stands_in & Q(seat__administration=self.administration_id)
        held = Holding.objects.current().filter(here, person__state="verified")
        return [each.person for each in held.select_related("person").order_by("pk")]

    @property
    def has_deputies(self) -> bool:
        """Whether it signs, and another kind of seat stands in for it."""
        roles = SeatRole.table()
        stand_ins = {role.stands_in_for.code for role in roles.values() if role.stands_in_for}
        return roles[self.role_id].signs and self.role_id in stand_ins

    @property
    def is_guarded(self) -> bool:
        """Whether two decide about its mailbox: while somebody holds it, and some weeks after."""
        return self.is_held or Holding.objects.guarded().filter(seat=self).exists()

    @transaction.atomic
    def set_mailbox(self, mailbox: str, *, by: Any) -> bool:
        """Change the mailbox of a seat that nobody holds; False where two decide about it."""
        self.state = self._lock().state
        if self.is_guarded:
            return False
        self.mailbox = mailbox
        self.save(update_fields=["mailbox"])
        self.note_reachable(MAILBOX, by=by)  # it was another one
        record("directory.set_mailbox", by=by, on=self, personal={"mailbox": mailbox})
        self.touch()
        return True

    def forget_mailbox(self) -> None:
        """Empty the mailbox: it was the address of somebody who is forgotten."""
        Seat.objects.filter(pk=self.pk).update(mailbox="")
        self.note_reachable(MAILBOX, by=None)

    def touch(self) -> None:
        """Say on the administration's page that something changed."""
        Administration.objects.filter(seats=self).update(changed_at=timezone.now())

    def _lock(self) -> "Seat":
        return Seat.objects.select_for_update(no_key=True).get(pk=self.pk)
