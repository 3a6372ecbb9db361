"""What two people answer for: asked by one, it changes when another one decides."""

import datetime
from typing import Any, ClassVar, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.holding import Holding
from directory.models.invitation import Invitation
from directory.models.seat import MAILBOX, Seat
from directory.models.telling import tell_owner
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import MailSetting
from portal.refusals import Refused
from portal.wake import wake

# Nobody decides forever: what waits longer is asked again.
GOOD_FOR = datetime.timedelta(days=30)
CHANGES, ROLES, SEATS = "directory.change", "directory.role", "directory.seat"


class PendingChangeQuerySet(ReadableQuerySet["PendingChange"]):
    """Changes, as adjectives."""

    def waiting(self) -> Self:
        """Return those that nobody has decided."""
        return self.filter(state=PendingChange.State.WAITING)

    def stale(self) -> Self:
        """Return those that waited too long."""
        return self.waiting().filter(asked_at__lt=timezone.now() - GOOD_FOR)

    def with_owner(self) -> Self:
        """Return them with what they are about and who asked, in the same query."""
        return self.select_related(
            "person__administration", "person__partner", "seat__role", "seat__administration",
            "seat__region", "seat__partner", "asked_by",
        )  # fmt: skip


class PendingChange(Readable):
    """A new address, number or role: it waits for a second officer, and the old one stays."""

    class What(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        MOBILE = "mobile", _("Mobile")
        MAILBOX = "mailbox", _("Mailbox of the office")
        ROLE = "role", _("Role")
        SEAT = "seat", _("Seat without a letter")

    # What a person is given: nothing stands there before, and their word is not asked.
    GIVEN: ClassVar = (What.ROLE, What.SEAT)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second officer")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    what = models.CharField(_("what"), max_length=7, choices=What)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="changes"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="changes")
    # What stood there when it was asked: a digest, and of an address the address until it was told.
    before_digest = models.CharField(max_length=64, editable=False)
    before = models.CharField(max_length=254, blank=True, editable=False)
    value = models.CharField(_("new value"), max_length=254, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    why = models.CharField(_("why"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The clock decides without anybody.
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that two decide")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="mailbox", seat__isnull=False, person__isnull=True)
                | Q(what="seat", seat__isnull=False, person__isnull=False)
                | ~Q(what__in=["mailbox", "seat"]) & Q(seat__isnull=True, person__isnull=False),
                name="directory_change_of_one",
            ),
            models.UniqueConstraint(
                fields=["person", "what"],
                condition=Q(state="waiting") & ~Q(what__in=["role", "seat"]),
                name="directory_one_waiting_change",
            ),
            models.UniqueConstraint(
                fields=["person", "value"],
                condition=Q(state="waiting", what="role"),
                name="directory_one_waiting_role",
            ),
            models.UniqueConstraint(
                fields=["seat", "what"],
                condition=Q(state="waiting", seat__isnull=False),
                name="directory_one_waiting_of_seat",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="expired", decided_by__isnull=True, decided_at__isnull=False)
                | Q(
                    state__in=["done", "refused", "withdrawn"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="directory_change_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(decided_by=F("asked_by")),
                name="directory_change_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(person=None) | ~Q(decided_by=F("person")),
                name="directory_change_by_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.owner}"

    @property
    def owner(self) -> Any:
        """The person or the seat that it is about."""
        return self.seat if self.what == self.What.MAILBOX else self.person

    @property
    def kind(self) -> str:
        """Its kind of work on the desk."""
        return {self.What.ROLE: ROLES, self.What.SEAT: SEATS}.get(self.What(self.what), CHANGES)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided it."""
        return self.state == self.State.WAITING

    @property
    def current(self) -> str:
        """What stands there now; nothing for a role, and for a seat whoever holds it."""
        return _stands(self.what, self.owner, self.seat)

    def get_absolute_url(self) -> str:
        """Return the address of the page that it is about."""
        if self.person:
            return self.person.get_absolute_url()
        return reverse("directory:seat_detail", args=[self.seat.public_id])  # type: ignore[union-attr]

    def audience_tokens(self) -> set[str]:
        """Return who reads it: who keeps the directory, who asked, and the person."""
        named = {f"person:{pk}" for pk in (self.asked_by_id, self.person_id) if pk}
        keepers = {"role:administrator"} if self.what == self.What.ROLE else set()
        return named | keepers | {"role:secretariat"}

    @classmethod
    @transaction.atomic
    def ask(
        cls, what: str, *, on: Any, by: Any, value: str = "", why: str = "", seat: Any = None
    ) -> "PendingChange":
        """Ask for a change, once; of two that wait for one field the newest stands."""
        _lock(on)
        owner = {"seat" if what == cls.What.MAILBOX else "person": on}
        if seat:
            _lock(seat)
            owner["seat"] = seat
            if cls.objects.waiting().filter(what=what, seat=seat).exclude(person=on).exists():
                raise Refused(gettext("Somebody else waits for this seat. Decide that first."))
        standing = cls.objects.waiting().filter(what=what, **owner)
        if what == cls.What.ROLE:
            standing = standing.filter(value=value)
        if same := standing.filter(value=value).first():
            return same
        for earlier in standing:
            earlier.withdraw(by=by)
        before = _stands(what, on, seat)
        change = cls(
            what=what, value=value, asked_by=by, why=why, marking=Marking.AMBER,
            before_digest=digest(before), before=before if what == cls.What.EMAIL else "", **owner,
        )  # fmt: skip
        change.set_audience()
        change.save()
        given = {"seat": seat.role_id} if seat else {}
        personal = {"value": value} if value or not seat else None
        record("directory.ask_change", by=by, on=on, personal=personal, what=what, **given)
        WorkItem.put(change.kind, on=change, by=by)
        if change.person and what not in cls.GIVEN:
            tell_owner("directory.ask_change", change.person, by=by, what=what)
        return change

    @classmethod
    def withdraw_all(cls, what: str, *, on: Any, by: Any) -> None:
        """Take back what waits for a field: the value that stands there is wanted after all."""
        for change in cls.objects.waiting().filter(what=what, person=on):
            change.withdraw(by=by)

    @transaction.atomic
    def withdraw(self, *, by: Any) -> bool:
        """Take it back, unless somebody decides it at this moment."""
        item = WorkItem.objects.about(self.kind, self).standing()
        try:
            # Whoever decides holds the item and then waits for the person: never wait here.
            with transaction.atomic():
                list(item.select_for_update(nowait=True))
        except DatabaseError:
            words = gettext("A colleague decides about the earlier change now. Try again.")
            raise Refused(words) from None
        if not self._decide(self.State.WITHDRAWN, by=by):
            return False
        WorkItem.settle(self.kind, on=self, by=by, outcome="withdrawn")
        record("directory.withdraw_change", by=by, on=self.owner, what=self.what)
        return True

    @transaction.atomic
    def expire(self) -> bool:
        """Close what nobody decided in its time."""
        WorkItem.settle(self.kind, on=self, by=None, outcome="expired")
        if not self._decide(self.State.EXPIRED, by=None):
            return False
        record("directory.expire_change", by=None, on=self.owner, what=self.what)
        return True

    @transaction.atomic
    def accept(self, *, by: Any, reason: str = "") -> bool:
        """Do it, as the second of two; False when somebody decided before."""
        if by.pk in (self.asked_by_id, self.person_id):
            raise Refused(gettext("Two people answer for it. A colleague decides."))
        if not self._decide(self.State.DONE, by=by, reason=reason):
            return False
        self._check()
        if self.what == self.What.ROLE:
            self.person.assign_role(self.value, by=by)  # type: ignore[union-attr]
        elif self.what == self.What.SEAT:
            self.seat.give_to(self.person, by=by, why=self.why)  # type: ignore[union-attr]
        elif self.what == self.What.EMAIL:
            self._move(by=by)
        else:
            setattr(self.owner, self.what, self.value)
            self.owner.changed_at = timezone.now()
            fields = [self.what, *(["changed_at"] if self.person else [])]
            self.owner.save(update_fields=fields)
            if self.what == self.What.MAILBOX:
                self.owner.note_reachable(MAILBOX, by=by)  # it was another one
        given: dict[str, Any] = {"seat": self.seat.role_id} if self.seat and self.person else {}
        record(
            "directory.accept_change", by=by, on=self.owner, what=self.what,
            asked_by_id=self.asked_by_id, **given,
        )  # fmt: skip
        if self.seat:
            self.seat.touch()
        # Of a role and of a seat the verb that gives it tells.
        for person in [] if self.what in self.GIVEN else self._told():
            tell_owner("directory.accept_change", person, by=by, what=self.what)
        return True

    def _told(self) -> list[Any]:
        """Return whose address or number it is, or who holds the seat whose mailbox changes."""
        if self.seat is None:
            return [self.person]
        return [each.person for each in self.seat.holdings.current().select_related("person")]

    @transaction.atomic
    def refuse(self, *, by: Any, reason: str) -> bool:
        """Leave everything as it is, unless somebody decided before."""
        if not self._decide(self.State.REFUSED, by=by, reason=reason):
            return False
        personal = {"reason": reason}
        record("directory.refuse_change", by=by, on=self.owner, personal=personal, what=self.what)
        if self.person:
            tell_owner("directory.refuse_change", self.person, by=by, what=self.what)
        return True

    def _decide(self, state: str, *, by: Any, reason: str = "") -> bool:
        now = timezone.now()
        values = {"state": state, "decided_by": by, "decided_at": now, "reason": reason}
        if state != self.State.DONE:
            values["before"] = ""
        if not PendingChange.objects.waiting().filter(pk=self.pk).update(**values):
            return False
        for name, value in values.items():
            setattr(self, name, value)
        return True

    def _check(self) -> None:
        """Refuse in words what can no longer be done; the owner's row stays locked."""
        owner = self.owner
        if self.what in self.GIVEN:
            # Rights before rows, and in one order, as whoever leaves takes them.
            held = (
                self.seat.holdings.current().values_list("person", flat=True) if self.seat else []
            )
            for pk in sorted({owner.pk, *held}):
                change_rights(pk)
        _lock(owner)
        if self.person and not self.person.is_active:
            raise Refused(
                gettext("This account is stopped. Refuse the change, or restore it first.")
            )
        if self._is_own_affair():
            raise Refused(
                gettext("The person holds no seat any more, and can change this alone. Refuse it.")
            )
        if not constant_time_compare(self.before_digest, digest(self.current)):
            raise Refused(gettext("The old value changed meanwhile. Refuse it and ask again."))

    def _is_own_affair(self) -> bool:
        """Whether the person may change it alone again; an officer asks where they cannot."""
        is_asked_for = self.what == self.What.EMAIL and self.asked_by_id != self.person_id
        is_of_person = self.what not in (*self.GIVEN, self.What.MAILBOX)
        return is_of_person and not is_asked_for and not is_guarded(self.person)

    def _move(self, *, by: Any) -> None:
        """Move the account to its new address; every session and every code ends."""
        person: Any = self.person
        person.email, person.changed_at = self.value, timezone.now()
        try:
            with transaction.atomic():
                person.save(update_fields=["email", "changed_at"])
                EmailAddress.objects.filter(user=person).delete()
                EmailAddress.objects.create(
                    user=person,
                    email=self.value,
                    primary=True,
                    verified=person.state == person.State.VERIFIED,
                )
        except IntegrityError:
            raise Refused(gettext("Another account uses this address.")) from None
        if MailSetting.of(person).unreachable_since:
            MailSetting.reachable_again(person=person, by=by)
        person.end_sessions()
        # A code that went to the old mailbox opens nothing; the new one gets its own.
        for invitation in person.invitations.standing():
            invitation.revoke(by=by)
        if person.state == person.State.UNCONFIRMED:
            Invitation.send_to(person, by=by)
        for mailbox in ("old", "new"):
            self.notices.create(mailbox=mailbox)
        wake("directory.tell_of_changes")

    def note_told(self) -> None:
        """Say that both mailboxes are done with; the old address is no longer kept."""
        if self.notices.filter(sent_at=None, lost_at=None).exists():
            return
        self.told_at, self.before = timezone.now(), ""
        self.save(update_fields=["told_at", "before"])


def is_guarded(person: Any) -> bool:
    """Return whether two decide about the person's address and numbers: a holder of a seat."""
    return Holding.objects.guarded().filter(person=person).exists()


def _stands(what: str, owner: Any, seat: Seat | None) -> str:
    """Return what stands now where something else is wanted."""
    if what == PendingChange.What.SEAT and seat:
        holders = seat.holdings.current().values_list("person__public_id", flat=True)
        return holders.first() or ""
    return "" if what == PendingChange.What.ROLE else str(getattr(owner, what))


def digest(value: str) -> str:
    """Return what a value is compared with later, without keeping it."""
    return salted_hmac("directory.PendingChange", value, algorithm="sha256").hexdigest()


def _lock(row: Any) -> None:
    """Take the row as it is now; whoever changes it at the same moment waits."""
    now = type(row)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    for name in ("email", "phone", "mobile", "mailbox", "state"):
        if hasattr(now, name):
            setattr(row, name, getattr(now, name))
