"""Nominations: somebody is named for a seat, a letter proves it, the Secretariat verifies it."""

from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.evidence import Evidence
from directory.models.seat import Seat
from directory.models.telling import tell_owner
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.files.models import StoredFile
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.names import person_name, plain_name
from portal.notifications.models import tell
from portal.refusals import Refused

# The kind of work on the desk: a letter, or a name without one.
LETTER = "directory.letter"
# Who keeps nominations.
KEEPERS = frozenset({"role:secretariat"})


class NominationQuerySet(ReadableQuerySet["Nomination"]):
    """Nominations, as adjectives."""

    def open(self) -> Self:
        """Return those that nobody has decided."""
        return self.filter(state__in=Nomination.OPEN)

    def with_seat(self) -> Self:
        """Return them with the seat, its office and everybody named in the same query."""
        return self.select_related(
            "seat__role", "seat__administration", "seat__region", "seat__partner", "person",
            "named_by", "decided_by",
        )  # fmt: skip


class Nomination(Readable):
    """One person named for one seat, until it is verified, refused or withdrawn."""

    class Origin(models.TextChoices):
        LETTER = "letter", _("A letter to the Secretariat")
        HANDOVER = "handover", _("Handed over by the holder")
        PROPOSAL = "proposal", _("Proposed by a colleague")
        IMPORT = "import", _("An imported list")

    class State(models.TextChoices):
        NOMINATED = "nominated", _("Person named")
        EVIDENCE = "evidence", _("Letter received")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.NOMINATED, State.EVIDENCE)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="nominations")
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NOMINATED)
    # The account, as soon as there is one; until then what the letter says of the person.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="nominations"
    )
    email = models.EmailField(_("e-mail"))
    given_name = models.CharField(_("given name"), max_length=100, validators=[person_name])
    family_name = models.CharField(_("family name"), max_length=100, validators=[person_name])
    post = models.CharField(_("post"), max_length=200, blank=True, validators=[plain_name])
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language of the portal"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    named_at = models.DateTimeField(_("named"), default=timezone.now, editable=False)
    # Whoever takes over says so; a letter speaks for the administration.
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        indexes = [models.Index(fields=["state", "-named_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "email"],
                condition=Q(state__in=["nominated", "evidence"]),
                name="directory_named_once",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["nominated", "evidence"], origin="handover"),
                name="directory_one_successor",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["nominated", "evidence"],
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | Q(
                    state__in=["verified", "refused", "withdrawn"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="directory_nomination_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(person__isnull=False),
                name="directory_verified_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified", origin="handover") | Q(accepted_at__isnull=False),
                name="directory_handover_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.seat}"

    def get_absolute_url(self) -> str:
        """Return the address of the nomination."""
        return reverse("directory:nomination_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: who keeps nominations, who named the person, and the person."""
        named = {f"person:{pk}" for pk in (self.named_by_id, self.person_id) if pk}
        return named | KEEPERS

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it."""
        return self.state in self.OPEN

    def is_without_ground_of(self, person: Any) -> bool:
        """Whether it is another one's proposal, and no letter stands behind it."""
        is_proposal = self.origin == self.Origin.PROPOSAL and self.named_by_id != person.pk
        return is_proposal and not self.evidence.exists()

    @classmethod
    @transaction.atomic
    def put_forward(
        cls, seat: Seat, *, origin: str, by: Any, is_word: bool = False, **fields: Any
    ) -> "Nomination":
        """Name a person for a seat, once while nobody has decided.

        `is_word`: the word of whoever names proves it, so it takes the place of a colleague's
        proposal of the same person that still needs a letter.
        """
        same = Q(email=fields["email"])
        if origin == cls.Origin.HANDOVER:
            # A seat has one successor at a time: whoever was named first is withdrawn first.
            same |= Q(origin=origin)
        standing = cls.objects.open().filter(same, seat=seat)
        found = standing.first()
        if found and not (is_word and found.is_without_ground_of(by)):
            found.supplement(by=by, email=fields["email"], fields=fields)
            return found
        if found:
            found.lapse(by=by)
        nomination = cls(seat=seat, origin=origin, named_by=by, marking=Marking.AMBER, **fields)
        nomination.set_audience()
        try:
            with transaction.atomic():
                nomination.save()
        except IntegrityError:
            # Two pressed at once: the other one's stands.
            return standing.order_by("pk")[0]
        record("directory.nominate", by=by, on=nomination, seat_id=seat.pk, origin=origin)
        if origin == cls.Origin.HANDOVER:
            nomination.ask_successor(by=by)
        if not seat.is_held:
            seat.empty(by=by)
        return nomination

    def supplement(self, *, by: Any, email: str, fields: dict[str, Any]) -> bool:
        """Take over what whoever named the person says now: another note, another post."""
        if self.named_by_id != by.pk or self.email != email:
            return False
        changed = [
            name
            for name in ("post", "phone", "note")
            if fields.get(name) and fields[name] != getattr(self, name)
        ]
        for name in changed:
            setattr(self, name, fields[name])
        if changed:
            self.save(update_fields=changed)
            record("directory.edit_nomination", by=by, on=self, fields=changed)
        return bool(changed)

    @classmethod
    @transaction.atomic
    def take_from_list(
        cls, seat: Seat, *, by: Any, person: Any, letter: dict[str, Any], **fields: Any
    ) -> "Nomination":
        """Name, prove and verify a person at once: the list is the letter of everybody on it."""
        now = timezone.now()
        nomination = cls(
            seat=seat,
            origin=cls.Origin.IMPORT,
            state=cls.State.VERIFIED,
            person=person,
            named_by=by,
            decided_by=by,
            decided_at=now,
            marking=Marking.AMBER,
            **fields,
        )
        nomination.set_audience()
        nomination.save()
        evidence = nomination.evidence.create(verified_by=by, verified_at=now, **letter)
        record(
            "directory.nominate",
            by=by,
            on=nomination,
            seat_id=seat.pk,
            origin=nomination.origin,
            sha256=evidence.sha256,
        )
        seat.give_to(person, by=by, nomination=nomination)
        return nomination

    @transaction.atomic
    def prove(self, *, by: Any, **letter: Any) -> Evidence:
        """Add the letter that names the person; the nomination waits to be checked.

        Refused where it was decided meanwhile: nobody would look at the letter.
        """
        self.state = Nomination.objects.select_for_update(no_key=True).get(pk=self.pk).state
        if not self.is_open:
            raise Refused(gettext("This nomination is decided. Record the letter as a new one."))
        evidence: Evidence = self.evidence.create(recorded_by=by, **letter)
        record(
            "directory.receive_evidence",
            by=by,
            on=self,
            personal={"sender": evidence.sender},
            sha256=evidence.sha256,
        )
        if self.state == self.State.NOMINATED:
            self.state = self.State.EVIDENCE
            self.save(update_fields=["state"])
            seat = Seat.objects.get(pk=self.seat_id)
            if not seat.is_held:
                seat.empty(by=by)
        return evidence

    @transaction.atomic
    def address_to(self, person: Any, *, by: Any) -> bool:
        """Say which account is named, so that its owner can answer."""
        if not Nomination.objects.open().filter(pk=self.pk, accepted_at=None).update(person=person):
            return False
        self.person = person
        self.set_audience()
        self.save(update_fields=["audience"])
        self.ask_successor(by=by)
        return True

    def ask_successor(self, *, by: Any) -> None:
        """Tell whoever has an account that a yes or a no is awaited."""
        self._tell("directory.name_successor", {self.person_id}, by=by)

    @transaction.atomic
    def accept(self, *, by: Any) -> bool:
        """Say, as whoever is named, that one takes the seat over."""
        now = timezone.now()
        mine = Nomination.objects.open().filter(pk=self.pk, person=by, accepted_at=None)
        if not mine.update(accepted_at=now):
            return False
        self.accepted_at = now
        record("directory.accept_nomination", by=by, on=self)
        if self.named_by and self.named_by_id != by.pk:
            tell_owner("directory.accept_nomination", self.named_by, by=by, seat=self.seat.role_id)
        return True

    @transaction.atomic
    def verify(self, *, by: Any, person: Any, why: str = "") -> bool:
        """Seat the person whom it names; the former holder's rights end at once."""
        if not Nomination.objects.open().filter(pk=self.pk).update(person=person):
            return False
        self.person = person
        if not self.settle(self.State.VERIFIED, by=by, reason=why):
            return False
        # What is still being checked, or was refused by the scan, proves nothing.
        released = self.evidence.filter(verified_at=None, file__state=StoredFile.State.RELEASED)
        released.update(verified_by=by, verified_at=timezone.now())
        self.set_audience()
        self.save(update_fields=["audience"])
        self.seat.give_to(person, by=by, why=why, nomination=self)
        # The person is told of the seat itself.
        self._tell("directory.verify_nomination", {self.named_by_id}, by=by)
        return True

    @transaction.atomic
    def give_back(self, *, by: Any, reason: str) -> bool:
        """Ask whoever named the person for what is missing; it is open still."""
        returned = Nomination.objects.open().filter(pk=self.pk)
        if not returned.update(state=self.State.NOMINATED, reason=reason):
            return False
        self.state, self.reason = self.State.NOMINATED, reason
        record("directory.return_nomination", by=by, on=self, personal={"reason": reason})
        seat = Seat.objects.get(pk=self.seat_id)
        if not seat.is_held:
            seat.empty(by=by)
        if self.named_by:
            tell_owner("directory.return_nomination", self.named_by, by=by, seat=seat.role_id)
        return True

    @transaction.atomic
    def lapse(self, *, by: Any) -> bool:
        """Withdraw it because what it stood on is gone; a code that was sent for it ends."""
        if not self.settle(self.State.WITHDRAWN, by=by):
            return False
        if self.person and self.person.state == self.person.State.UNCONFIRMED:
            for invitation in self.person.invitations.standing():
                invitation.revoke(by=by)
        # Whoever decides the item at this moment finds it withdrawn; nobody waits for them here.
        items = WorkItem.objects.about(LETTER, self).standing()
        if items.select_for_update(skip_locked=True).first():
            WorkItem.settle(LETTER, on=self, by=by, outcome="withdrawn")
        return True

    @transaction.atomic
    def settle(self, state: str, *, by: Any, reason: str = "") -> bool:
        """Decide it, if nobody did yet; who was named for an empty seat leaves it emptier."""
        now = timezone.now()
        values = {"state": state, "decided_by": by, "decided_at": now, "reason": reason}
        if not Nomination.objects.open().filter(pk=self.pk).update(**values):
            return False
        self.refresh_from_db(fields=[*values])
        personal = {"reason": reason} if reason else None
        record("directory.settle_nomination", by=by, on=self, personal=personal, state=state)
        seat = Seat.objects.get(pk=self.seat_id)
        if state != self.State.VERIFIED and not seat.is_held:
            seat.empty(by=by, why=reason)
        if state == self.State.REFUSED:
            self._tell("directory.refuse_nomination", {self.named_by_id, self.person_id}, by=by)
        return True

    def _tell(self, verb: str, people: set[int | None], *, by: Any) -> None:
        """Tell whoever is concerned; the reason stands on the page of the nomination."""
        others = sorted(pk for pk in people if pk and pk != by.pk)
        if others:
            tell(verb, kind="account", on=self, by=by, people=others)
