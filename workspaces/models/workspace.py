"""Rooms: what each is for, who may know of it, and what happens to it."""

import datetime
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet, reader_of
from portal.notifications.models import readers_changed, tell
from portal.refusals import Refused
from workspaces.models.kinds import INVITED, JOINING, TOKENS, Joining, Kind, Role, State
from workspaces.models.labels import highest, is_lower

# How often the owners say that the list of members is right.
ATTESTED = datetime.timedelta(days=182)


def room_keys(person: Any, role: Role = Role.READER) -> list[int]:
    """Return the keys of the rooms in which somebody has this role, or a higher one."""
    prefix = f"{TOKENS[role]}:"
    tokens = reader_of(person).tokens
    return sorted(int(each.removeprefix(prefix)) for each in tokens if each.startswith(prefix))


class WorkspaceQuerySet(ReadableQuerySet["Workspace"]):
    """Rooms, as adjectives."""

    def of(self, person: Any, role: Role = Role.READER) -> Self:
        """Return the rooms in which somebody has this role, or a higher one."""
        return self.filter(pk__in=room_keys(person, role))

    def listed(self) -> Self:
        """Return the rooms that every officer may know of."""
        return self.filter(is_listed=True)

    def standing(self) -> Self:
        """Return the rooms that are not archived."""
        return self.exclude(state=State.ARCHIVED)

    def with_sides(self) -> Self:
        """Return them with the two sides of a bilateral room in the same query."""
        return self.select_related("side_a", "side_b", "frozen_side")


class Workspace(Readable):
    """A room that officers work in. Its own row tells who may know that it exists.

    Its label is the highest of its contents: it grows with them and never falls by itself.
    """

    Kind = Kind
    Joining = Joining
    State = State

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=600)
    joining = models.CharField(
        _("how to join"), max_length=10, choices=Joining, default=Joining.INVITATION
    )
    is_listed = models.BooleanField(_("listed"), default=False)
    is_open_to_partners = models.BooleanField(_("open to partner organisations"), default=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    side_a = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("first administration"),
    )  # fmt: skip
    side_b = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("second administration"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.ACTIVE, editable=False
    )
    # Since when, by whom and why it is frozen or archived.
    stopped_at = models.DateTimeField(null=True, editable=False)
    stopped_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    stopped_why = models.CharField(max_length=300, blank=True, editable=False)
    # The side of a bilateral room that froze it: it alone opens it again.
    frozen_side = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    attest_by = models.DateField(_("members to be attested by"), editable=False)
    # The day for which the owners were asked; after it, the day of the last reminder.
    attest_asked = models.DateField(null=True, editable=False)
    # Since when fewer than two own it, and that is known.
    short_since = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("workspace")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["audience", "name", "id"]),
            models.Index(
                fields=["attest_by"], condition=Q(state="active"), name="workspaces_attest_by"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="mission")
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="workspaces_mission_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="workspaces_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(side_a=F("side_b")), kind="bilateral", side_a__isnull=False,
                    side_b__isnull=False, is_listed=False, joining="invitation",
                    is_open_to_partners=False,
                )
                | Q(~Q(kind="bilateral"), side_a=None, side_b=None),
                name="workspaces_two_sides_of_a_bilateral_room",
            ),
            models.CheckConstraint(
                condition=Q(is_listed=True) | Q(joining="invitation"),
                name="workspaces_hidden_is_by_invitation",
            ),
            models.CheckConstraint(
                condition=Q(state="active", stopped_at=None, stopped_by=None, stopped_why="")
                | Q(state__in=["frozen", "archived"], stopped_at__isnull=False,
                    stopped_by__isnull=False),
                name="workspaces_stopped_pair",
            ),
            models.CheckConstraint(
                condition=Q(frozen_side=None)
                & (~Q(kind="bilateral") | ~Q(state="frozen"))
                | Q(kind="bilateral", state="frozen", frozen_side__isnull=False)
                & (Q(frozen_side=F("side_a")) | Q(frozen_side=F("side_b"))),
                name="workspaces_frozen_by_a_side",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the room."""
        return reverse("workspaces:workspace_detail", args=[self.public_id])

    def token(self, role: Role = Role.READER) -> str:
        """Return the token of whoever has this role here, or a higher one."""
        return role.token(self.pk)

    @property
    def invited(self) -> str:
        """The token of whoever is asked into it and may answer."""
        return f"{INVITED}:{self.pk}"

    @property
    def subject(self) -> str:
        """What followers of the room follow."""
        return f"workspace:{self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether every officer may know of it and join by themselves."""
        return self.is_listed and self.joining == Joining.OPEN

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.ends_on is not None and self.ends_on < timezone.now().date()

    @property
    def is_unattested(self) -> bool:
        """Whether the day is past by which its owners say who still belongs to it."""
        return self.state == State.ACTIVE and self.attest_by < timezone.now().date()

    @property
    def is_writable(self) -> bool:
        """Whether anything may be added or changed in it."""
        return self.state == State.ACTIVE and not self.is_over

    @property
    def sides(self) -> set[int]:
        """The two administrations of a bilateral room; none of another."""
        return {pk for pk in (self.side_a_id, self.side_b_id) if pk}

    @property
    def mail_marking(self) -> str:
        """What is hidden is named in no mail, whatever stands in it."""
        return self.marking if self.is_listed else highest(self.marking, Marking.AMBER)

    def audience_tokens(self) -> set[str]:
        """Return who may know that it exists and read its name and purpose."""
        if self.is_listed:
            shown = {"members"} | ({"community"} if self.is_open_to_partners else set())
            return shown | {self.token()}
        # One audience for each room, however many are asked: a token says who, by the clock.
        return {self.token(), self.invited}

    def readers_of(self, marking: str) -> set[str]:
        """Return who reads what stands here under a label, TLP:RED apart."""
        if not self.is_open or is_lower(Marking.GREEN, marking):
            return {self.token()}
        outside = {"members"} | ({"community"} if self.is_open_to_partners else set())
        return {self.token()} | outside

    def assert_writable(self) -> None:
        """Refuse to add to a room that is read-only."""
        if not self.is_writable:
            raise Refused(gettext("This workspace is read-only."))

    @classmethod
    @transaction.atomic
    def open(cls, *, by: Any, **fields: Any) -> "Workspace":
        """Open a room; its owners are let in next, in the same transaction."""
        room = cls(made_by=by, marking=Marking.CLEAR, **fields)
        room.attest_by = timezone.now().date() + ATTESTED
        # Its token holds its key: the audience follows once there is one.
        room.pk = cls.next_key()
        room.set_audience()
        room.save(force_insert=True)
        record("workspaces.open_workspace", by=by, on=room, what=room.kind)
        return room

    @classmethod
    def next_key(cls) -> int:
        """Return a key that no other room has."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('workspaces_workspace', 'id'))")
            return int(cursor.fetchone()[0])

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change what it is called and who may know of it; what stands in it follows."""
        self.lock()
        self.assert_not_archived()
        self.assert_not_frozen()
        if not fields.get("is_open_to_partners", True):
            self._assert_no_partners()
        before = self.readers_of(Marking.GREEN), self.is_listed
        for field, value in fields.items():
            setattr(self, field, value)
        self.changed_at = timezone.now()
        self._keep([*fields, "changed_at"])
        if before != (self.readers_of(Marking.GREEN), self.is_listed):
            self._open_items()
        record("workspaces.edit_workspace", by=by, on=self, fields=sorted(fields))

    def assert_not_archived(self) -> None:
        """Refuse to change a room that is kept as it was."""
        if self.state == State.ARCHIVED:
            raise Refused(gettext("This workspace is archived. It stays as it is."))

    def assert_not_frozen(self) -> None:
        """Refuse to let anybody in or to change what it is while it is frozen."""
        if self.state == State.FROZEN:
            raise Refused(gettext("This workspace is frozen. Open it again first."))

    def _assert_no_partners(self) -> None:
        inside = self.admissions.current()
        partners = Q(person__partner__isnull=False) | Q(seat__partner__isnull=False)
        if inside.filter(partners).exists():
            raise Refused(gettext("Partner organisations are members. End their admissions first."))

    def hold(self, marking: str) -> None:
        """Raise the label of the room to that of something in it.

        What is TLP:RED leaves it: the label would tell whoever sees the room that it is there.
        """
        raised = self.marking if marking == Marking.RED else highest(self.marking, marking)
        if raised != self.marking:
            self.lock()
            self.marking = highest(self.marking, marking)
            self._keep(["marking"])

    @transaction.atomic
    def freeze(self, *, by: Any, why: str) -> bool:
        """Make it read-only; of a bilateral room either side may, and it alone opens it again."""
        self.lock()
        if self.state != State.ACTIVE:
            return False
        side = by.administration_id if self.kind == Kind.BILATERAL else None
        if self.sides and side not in self.sides:
            raise Refused(gettext("Only an owner of one of the two sides freezes this workspace."))
        self.state, self.stopped_at, self.stopped_by = State.FROZEN, timezone.now(), by
        self.stopped_why, self.frozen_side_id = why, side
        self._stopped("workspaces.freeze_workspace", by=by)
        return True

    @transaction.atomic
    def thaw(self, *, by: Any) -> bool:
        """Let members write again."""
        self.lock()
        if self.state != State.FROZEN:
            return False
        if self.frozen_side_id and by.administration_id != self.frozen_side_id:
            raise Refused(gettext("The side that froze this workspace opens it again."))
        self.state, self.stopped_at, self.stopped_by = State.ACTIVE, None, None
        self.stopped_why, self.frozen_side_id = "", None
        self._stopped("workspaces.thaw_workspace", by=by)
        return True

    @transaction.atomic
    def archive(self, *, by: Any, why: str = "", is_agreed: bool = False) -> bool:
        """Keep it as it is, for good; a mission room only with what was learned.

        A bilateral room only as both sides want: `Ending.agree` says so.
        """
        self.lock_with_invited()
        if self.state == State.ARCHIVED:
            return False
        if self.sides and not is_agreed:
            raise Refused(gettext("Both sides of this workspace agree before it is archived."))
        if self.kind == Kind.MISSION and not self.workspaces_lessons.exists():
            raise Refused(gettext("Write first what was learned on this mission."))
        # First: each that is taken back sees the room anew, as it is stored.
        self.stop_waiting(by=by)
        self.state, self.stopped_at, self.stopped_by = State.ARCHIVED, timezone.now(), by
        self.stopped_why, self.frozen_side_id = why, None
        self._stopped("workspaces.archive_workspace", by=by)
        return True

    def stop_waiting(self, *, by: Any, **whom: Any) -> None:
        """Take back the invitations and requests that wait: all, or those of a person."""
        for waiting in (self.invitations, self.requests):
            for each in waiting.waiting().filter(**whom).order_by("pk"):
                each.withdraw(by=by)

    def _stopped(self, verb: str, *, by: Any) -> None:
        self.changed_at = timezone.now()
        stopped = ["state", "stopped_at", "stopped_by", "stopped_why", "frozen_side"]
        self._keep([*stopped, "changed_at"])
        # Between two sides the reason is for them; the log has other readers.
        is_logged = self.stopped_why and not self.sides
        record(verb, by=by, on=self, personal={"why": self.stopped_why} if is_logged else None)
        self.happenings.create(
            verb=verb, by=by, object_type=self._meta.label_lower, object_id=self.pk
        )
        tell(verb, kind="workspace", on=self, by=by, subjects=[self.subject], reach={self.token()})

    def _keep(self, fields: list[str]) -> None:
        self.set_audience()
        self.save(update_fields=[*fields, "audience"])
        readers_changed(self)

    def _open_items(self) -> None:
        """Give everything in the room the readers that it has now."""
        for relation in self._meta.related_objects:
            model: Any = relation.related_model
            if hasattr(model, "follow_room"):
                model.follow_room(self)

    def hold_desk(self, **whom: Any) -> None:
        """Lock the items of the requests that wait, of all or of a person, as a decision does."""
        for request in self.requests.waiting().filter(**whom).order_by("pk"):
            WorkItem.hold(JOINING, on=request)

    def lock_with_invited(self) -> None:
        """Hold it to take back what waits in it: the desk and rights of the invited come first."""
        self.hold_desk()
        waiting = self.invitations.waiting().order_by("person")
        for person in waiting.values_list("person", flat=True):
            change_rights(person)
        self.lock()

    def lock(self) -> None:
        """Hold the row and see it as it is now.

        Whoever holds several locks takes them in this order, each kind by key: items of the desk,
        rights of people, seats and who signs, rooms, topics, then other rows.
        """
        self.refresh_from_db(from_queryset=Workspace.objects.select_for_update(no_key=True))
