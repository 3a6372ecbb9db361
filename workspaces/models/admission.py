"""Who is let into a room: a person, whoever holds a seat, or the officers of an administration."""

import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import DateField, F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Holding, Person, Seat
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import readers_changed, tell
from portal.refusals import Refused
from workspaces.models.happening import Happening
from workspaces.models.holder import Held, Holder, assert_may_enter, named_by, numbers_of
from workspaces.models.kinds import Role
from workspaces.models.owners import FEWEST_OWNERS, owners_by_room, people_who_can_act
from workspaces.models.workspace import Workspace


class Today(Func):
    """The day, by the clock of the database."""

    template = "CURRENT_DATE"
    output_field = DateField()


class AdmissionQuerySet(ReadableQuerySet["Admission"]):
    """Admissions, as adjectives."""

    def current(self) -> Self:
        """Return those that let somebody in today."""
        return self.filter(Q(until=None) | Q(until__gte=Today()), ended_at=None)

    def expired(self) -> Self:
        """Return those whose last day is past and that nobody ended yet."""
        return self.filter(until__lt=Today(), ended_at=None)

    def moved(self) -> Self:
        """Return those of people who left the side that they were let in for."""
        elsewhere = ~Q(bound_to=F("person__administration")) | Q(person__administration=None)
        return self.filter(elsewhere, bound_to__isnull=False, ended_at=None)

    def owning(self) -> Self:
        """Return those of owners who can act: in good standing, by name or in a seat they hold."""
        stays = Q(bound_to=None) | Q(bound_to=F("person__administration"))
        able = people_who_can_act()
        held = Holding.objects.current().filter(person__in=able)
        ways = stays & Q(person__in=able) | Q(seat__in=held.values("seat"))
        return self.current().filter(ways, role=Role.OWNER)

    def with_holders(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related(
            "person__administration", "person__partner", "seat__role", "seat__administration",
            "seat__region", "seat__partner", "administration", "admitted_by",
        )  # fmt: skip


class Admission(Held, Readable):
    """One way into a room with a role, from one moment to another, and who opened it."""

    Role = Role

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="admissions")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="admissions"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="admissions")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="admissions"
    )
    # In a bilateral room: the side that the person is let in for, and only while they work there.
    bound_to = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    role = models.PositiveSmallIntegerField(_("role"), choices=Role, default=Role.READER)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # The last day; none: without an end.
    until = models.DateField(_("until"), null=True, blank=True)
    admitted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    ended_why = models.CharField(max_length=300, blank=True, editable=False)
    # What the room was called then: whom it let in reads this, never what it is called since.
    known_as = models.CharField(max_length=120, blank=True, editable=False)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("admission")
        ordering = ["-role", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, seat=None, administration=None)
                | Q(person=None, seat__isnull=False, administration=None)
                | Q(person=None, seat=None, administration__isnull=False),
                name="workspaces_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(bound_to=None) | Q(person__isnull=False),
                name="workspaces_only_a_person_is_bound",
            ),
            models.CheckConstraint(
                condition=Q(administration=None) | Q(role__lte=Role.CONTRIBUTOR),
                name="workspaces_an_administration_contributes",
            ),
            models.CheckConstraint(
                condition=Q(role__lte=Role.OWNER), name="workspaces_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="") | Q(ended_at__isnull=False),
                name="workspaces_ended_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")),
                name="workspaces_ended_after_it_began",
            ),
            # Whom it lets in comes first: every page of whoever is signed in asks by it.
            *[
                models.UniqueConstraint(
                    fields=[holder, "workspace"],
                    condition=Q(ended_at=None),
                    name=f"workspaces_{holder}_is_admitted_once",
                )
                for holder in ("person", "seat", "administration")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.holder} in {self.workspace}"

    @property
    def room_name(self) -> str:
        """The name of the room, as far as whom it lets in may know it."""
        return self.known_as if self.ended_at else self.workspace.name

    @property
    def is_current(self) -> bool:
        """Whether it lets somebody in today."""
        today = timezone.now().date()
        return self.ended_at is None and (self.until is None or self.until >= today)

    def audience_tokens(self) -> set[str]:
        """Return who reads it: the room; once it ended, whom it let in, for the receipt."""
        if self.ended_at and self.person_id:
            return {f"person:{self.person_id}"}
        if self.ended_at and self.administration_id:
            return {f"administration:{self.administration_id}"}
        return {self.workspace.token()}

    def get_absolute_url(self) -> str:
        """Return the address of the room."""
        return self.workspace.get_absolute_url()

    @classmethod
    @transaction.atomic
    def admit(
        cls, workspace: Workspace, holder: Holder, *, role: int, by: Any,
        until: datetime.date | None = None, is_quiet: bool = False,
    ) -> "Admission":  # fmt: skip
        """Let somebody in, or give whoever is in another role and another last day."""
        named = named_by(holder)
        standing = cls.objects.filter(workspace=workspace, ended_at=None, **named)
        if isinstance(holder, Person):
            workspace.hold_desk(person=holder.pk)
            change_rights(holder.pk)
        elif known := standing.first():
            known.hold_people()
        workspace.lock()
        workspace.assert_not_archived()
        assert_may_enter(workspace, holder, role)
        if known := standing.select_for_update(no_key=True).first():
            known.workspace = workspace
            if not known.is_current or known.bound_to_id not in (
                None,
                getattr(holder, "administration_id", None),
            ):
                known._end(by=None, why="expired")
            else:
                known.change(by=by, role=role, until=until)
                known.stop_waiting(by=by)
                return known
        admission = cls(
            workspace=workspace, role=role, until=until, admitted_by=by, marking=Marking.AMBER,
            **named,
        )  # fmt: skip
        if workspace.sides and isinstance(holder, Person):
            admission.bound_to = holder.administration
        admission.set_audience()
        admission.save()
        record("workspaces.admit", by=by, on=workspace, **numbers_of(admission))
        Happening.note(workspace, "workspaces.admit", by=by, on=admission)
        admission.stop_waiting(by=by)
        if not is_quiet:
            admission._tell("workspaces.admit", by=by)
        return admission

    @classmethod
    @transaction.atomic
    def join(cls, workspace: Workspace, *, by: Any) -> "Admission":
        """Let somebody in who asks nobody; an open room alone takes them."""
        workspace.hold_desk(person=by.pk)
        change_rights(by.pk)
        workspace.lock()
        workspace.assert_writable()
        if not workspace.is_open:
            raise Refused(gettext("Nobody joins this workspace without being asked."))
        # Pressed twice, or let in with a higher role meanwhile: they are in.
        known = cls.objects.current().filter(workspace=workspace, person=by).first()
        return known or cls.admit(workspace, by, role=Role.CONTRIBUTOR, by=by)

    @transaction.atomic
    def change(self, *, by: Any, role: int, until: datetime.date | None = None) -> bool:
        """Give another role or another last day; False where it is so already."""
        self._lock()
        if self.ended_at is not None or (self.role, self.until) == (role, until):
            return False
        assert_may_enter(self.workspace, self.holder, role)
        before = self.role
        if role < before:
            self._assert_owners_stay()
            self._take_back_offers(by=by)
        elif until and (self.until is None or until < self.until):
            # A last day puts an owner out as surely, only later.
            self._assert_owners_stay(after=until)
        self.role, self.until = role, until
        self.save(update_fields=["role", "until"])
        record("workspaces.change_admission", by=by, on=self.workspace, before=before,
               **numbers_of(self))  # fmt: skip
        if role != before:
            self._tell("workspaces.change_role", by=by)
        return True

    @transaction.atomic
    def end(self, *, by: Any, why: str = "") -> bool:
        """Let whom it lets in no longer in, if nobody ended it yet."""
        self._lock()
        if self.ended_at is not None:
            return False
        self._assert_own_side(by)
        self._assert_owners_stay()
        self._end(by=by, why=why)
        self.stop_waiting(by=by)
        self._take_back_offers(by=by)
        self._tell("workspaces.end_admission", by=by)
        return True

    @transaction.atomic
    def lapse(self) -> bool:
        """End it because its last day is past, whoever owns the room then."""
        self._lock()
        if self.ended_at is not None or self.is_current:
            return False
        self._end(by=None, why="expired")
        self._tell("workspaces.end_admission", by=None)
        return True

    @transaction.atomic
    def drop(self, why: str = "left") -> bool:
        """End it because its person left the portal or the side, whoever owns the room then."""
        self._lock()
        if self.ended_at is not None:
            return False
        self._end(by=None, why=why)
        self.stop_waiting(by=None)
        self._take_back_offers(by=None)
        return True

    def stop_waiting(self, *, by: Any) -> None:
        """Ask the person nothing more, nor for them: they are in, or were put out since."""
        if self.person_id:
            self.workspace.stop_waiting(by=by, person=self.person_id)

    def _take_back_offers(self, *, by: Any) -> None:
        """Take back what an owner offered who was put out; who leaves by themselves is trusted."""
        if self.role == Role.OWNER and self.person_id and by != self.person:
            for invitation in self.workspace.invitations.waiting().filter(invited_by=self.person):
                invitation.withdraw(by=by)

    def _end(self, *, by: Any, why: str) -> None:
        self.ended_at, self.ended_by, self.ended_why = timezone.now(), by, why
        self.known_as = self.workspace.name
        self.set_audience()
        self.save(update_fields=["ended_at", "ended_by", "ended_why", "known_as", "audience"])
        readers_changed(self)
        record("workspaces.end_admission", by=by, on=self.workspace, **numbers_of(self),
               personal={"why": why} if why and by else None)  # fmt: skip
        Happening.note(self.workspace, "workspaces.end_admission", by=by, on=self)

    def _assert_own_side(self, by: Any) -> None:
        """Refuse that one side of a bilateral room puts the people of the other out."""
        if by and self.workspace.sides and self.home_id != by.administration_id:
            raise Refused(gettext("Each side says who of its own people is a member."))

    def _assert_owners_stay(self, *, after: datetime.date | None = None) -> None:
        """Refuse to take an owner away where too few stay, or none of a side.

        With `after`, only owners count who stay longer than this day.
        """
        if self.role != Role.OWNER or not self.is_current:
            return
        # The room is locked: two owners who leave at the same moment wait for each other.
        room = self.workspace
        others = Admission.objects.owning().filter(workspace=room).exclude(pk=self.pk)
        if after:
            others = others.filter(Q(until=None) | Q(until__gt=after))
        stay = owners_by_room(others).get(room.pk, {})
        if len(stay) < FEWEST_OWNERS and not (room.sides and stay):
            raise Refused(gettext("A workspace keeps two owners. Name another owner first."))
        if room.sides and self.home_id not in stay.values():
            raise Refused(gettext("Each side keeps an owner. Name another of your side first."))

    def _lock(self) -> None:
        """Wait until nothing is being sent to whom it lets in; then see row and room as they are.

        What waits on the desk for this person is taken back with it, so that it comes first.
        """
        if self.person_id:
            self.workspace.hold_desk(person=self.person_id)
        self.hold_people()
        room = self.workspace
        room.lock()
        self.refresh_from_db(from_queryset=Admission.objects.select_for_update(no_key=True))
        self.workspace = room

    def _tell(self, verb: str, *, by: Any) -> None:
        tell(verb, kind="workspace", on=self, by=by, people=self.people(), role=self.role)
