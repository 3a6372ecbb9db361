"""Signing for an administration: an officer drafts, the holder of a seat signs."""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from directory.acts import act_of, act_title, acts
from directory.models.administration import Administration
from directory.models.holding import Holding, HoldingQuerySet
from directory.models.seat import Seat
from directory.models.signing_seats import Capacity, signing_seats
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell
from portal.refusals import Refused


class SigningQuerySet(ReadableQuerySet["Signing"]):
    """Signings, as adjectives."""

    def drafts(self) -> Self:
        """Return those that wait for a signature."""
        return self.filter(state=Signing.State.DRAFT)

    def signable_by(self, person: Any) -> Self:
        """Return those of the own administration that a holder of the person's seats signs."""
        held = Seat.objects.held_by(person).filter(administration=OuterRef("administration"))
        principal = held.filter(role__signs=True, role__stands_in_for=None)
        lets = Seat.objects.filter(
            deputies_sign=True,
            administration=OuterRef("administration"),
            role=OuterRef("role__stands_in_for__code"),
        )
        deputy = held.filter(Exists(lets), role__signs=True)
        found = Q()
        for act in acts():
            seats = set(act.seats)
            own = principal.filter(role__code__in=seats) if seats else principal
            stand_in = deputy.filter(role__stands_in_for__code__in=seats) if seats else deputy
            found |= Q(act=act.code) & (Exists(own) | Exists(stand_in))
        return self.filter(found) if found else self.none()

    def standing(self) -> Self:
        """Return those that speak for the administration today."""
        return self.filter(state=Signing.State.SIGNED)

    def about(self, act: str, subject: str) -> Self:
        """Return those of every administration about one subject."""
        return self.filter(act=act, subject=subject)

    def around(self, signing: "Signing") -> Self:
        """Return the other texts of its administration about its subject, and about what was or
        became that subject: the one that it replaced, the one that replaced it.
        """
        same = Q(subject=signing.subject)
        linked = Q(replaced_by__subject=signing.subject) | Q(replaces__subject=signing.subject)
        own = self.filter(act=signing.act, administration=signing.administration_id)
        return own.filter(same | linked).exclude(pk=signing.pk)

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related(
            "administration", "drafted_by", "signed_by", "withdrawn_by", "replaced_by", "audience"
        )


class Signing(Readable):
    """One text that an administration signs about one subject; signed, it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Waits for a signature")
        SIGNED = "signed", _("Signed")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="signings"
    )
    act = models.CharField(_("what is signed"), max_length=40)
    # The key of what it is about, in the words of the room.
    subject = models.CharField(max_length=80)
    title = models.CharField(_("about"), max_length=200)
    # Where it is called something else in French.
    title_fr = models.CharField(_("about, in French"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=10_000)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("signed"), null=True)
    signed_as = models.CharField(_("signed as"), max_length=9, choices=Capacity, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    # Until then it may be amended; none: without an end.
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    # Why a draft is taken back, for the room; the log keeps it.
    reason = ""

    objects = SigningQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing")
        ordering = ["-drafted_at", "-pk"]
        indexes = [models.Index(fields=["act", "subject", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "act", "subject"],
                condition=Q(state="signed"),
                name="directory_one_standing_signing",
            ),
            models.UniqueConstraint(
                fields=["administration", "act", "subject"],
                condition=Q(state="draft"),
                name="directory_one_draft_to_sign",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["signed", "replaced"], signed_at__isnull=False)
                | Q(state="draft", signed_at=None)
                | Q(state="withdrawn"),
                name="directory_signed_where_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None, signed_as="")
                | Q(
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    signed_as__in=["principal", "deputy"],
                ),
                name="directory_signed_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_by__isnull=False,
                            withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_by=None, withdrawn_at=None),
                name="directory_signing_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | ~Q(state="replaced") & Q(replaced_by=None),
                name="directory_signing_replaced_by",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="directory_signing_not_by_itself",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.local_title}, {self.administration}"

    def get_absolute_url(self) -> str:
        """Return the address of the signing."""
        return reverse("directory:signing_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: the administration; rooms show what was signed as they decide."""
        return {f"administration:{self.administration_id}"}

    @property
    def local_title(self) -> str:
        """What it is about, in the reader's language."""
        return self.title_fr if self.title_fr and get_language() == "fr" else self.title

    @property
    def act_title(self) -> str | Promise:
        """What is signed."""
        return act_title(self.act)

    @property
    def address(self) -> str:
        """The page of what it is about, where the room gives one."""
        return act_of(self.act).address(self)

    @property
    def is_open(self) -> bool:
        """Whether its time has not run out."""
        return self.closes_at is None or self.closes_at > timezone.now()

    @property
    def is_draft(self) -> bool:
        """Whether it waits for a signature."""
        return self.state == self.State.DRAFT

    @property
    def is_standing(self) -> bool:
        """Whether it speaks for the administration."""
        return self.state == self.State.SIGNED

    @property
    def is_amendable(self) -> bool:
        """Whether another text may be drafted in its place."""
        stands = self.is_draft or self.is_standing
        return stands and self.is_open and act_of(self.act).is_amendable

    @classmethod
    @transaction.atomic
    def draft(
        cls, act: str, subject: str, *, administration: Administration, title: str, text: str,
        by: Any, title_fr: str = "", closes_at: datetime.datetime | None = None,
        seen: str | None = None,
    ) -> "Signing":  # fmt: skip
        """Write what is to be signed; a draft that waits is written anew.

        `seen` is the digest of the draft on the page, or nothing where the page showed none: what
        a colleague wrote meanwhile is not overwritten unseen. None is a room that asks nobody.
        """
        act_of(act)
        if closes_at is not None and closes_at <= timezone.now():
            raise Refused(gettext("The time for this is over."))
        standing = cls.objects.filter(administration=administration, act=act, subject=subject)
        drafts = standing.drafts().select_for_update()
        known = drafts.first()
        if seen is not None and seen != (known.digest if known else ""):
            raise Refused(gettext("A colleague changed the draft meanwhile. Read it first."))
        if known:
            known._write(title=title, title_fr=title_fr, text=text, closes_at=closes_at, by=by)
            return known
        signing = cls(
            administration=administration, act=act, subject=subject, title=title,
            title_fr=title_fr, text=text, digest=digest(text), drafted_by=by,
            closes_at=closes_at, marking=Marking.AMBER_STRICT,
        )  # fmt: skip
        signing.set_audience()
        try:
            with transaction.atomic():
                signing.save()
        except IntegrityError:
            # A colleague began at the same moment: theirs is not overwritten unseen.
            words = gettext("A colleague began a draft at the same moment. Read it first.")
            raise Refused(words) from None
        signing._log("directory.draft_signing", by=by, digest=signing.digest)
        signing._tell("directory.draft_signing", signing.signers(), by=by)
        return signing

    @transaction.atomic
    def sign(self, *, by: Any, seen: str) -> bool:
        """Sign it for the administration; `seen` is the digest of the text on the page.

        What stood before is replaced. False when a colleague signed first.
        """
        row = Signing.objects.select_for_update().get(pk=self.pk)
        capacity = self.capacity_of(by)
        if not capacity:
            raise Refused(gettext("Only the holder of a seat that signs may sign this."))
        if not row.is_open:
            raise Refused(gettext("The time for this is over."))
        if not row.is_draft:
            return False
        if seen != row.digest:
            raise Refused(gettext("The text was changed after you opened it. Read it again."))
        earlier = Signing.objects.standing().select_for_update().filter(
            administration=row.administration_id, act=row.act, subject=row.subject
        ).first()  # fmt: skip
        if earlier:
            row.stand_for(earlier)
        self.state, self.signed_by, self.signed_at = self.State.SIGNED, by, timezone.now()
        self.signed_as, self.text, self.digest = capacity, row.text, row.digest
        self.save(update_fields=["state", "signed_by", "signed_at", "signed_as"])
        self._log("directory.sign", by=by, digest=self.digest, capacity=capacity)
        self._tell("directory.sign", [self.drafted_by_id], by=by)
        act_of(self.act).on_signed(self)
        return True

    def stand_for(self, earlier: "Signing") -> None:
        """Stand in the place of what was signed before, be it of what this subject was then.

        Both are locked.
        """
        earlier.state, earlier.replaced_by = self.State.REPLACED, self
        earlier.save(update_fields=["state", "replaced_by"])

    @transaction.atomic
    def amend(self, *, text: str, by: Any, seen: str) -> "Signing":
        """Draft another text in the place of a signed one, which stands until that is signed."""
        if not act_of(self.act).is_amendable:
            raise Refused(gettext("The words of this are fixed. Take it back, and write another."))
        row = Signing.objects.select_for_update().get(pk=self.pk)
        if not row.is_draft and not row.is_standing:
            raise Refused(gettext("This text stands no longer. Amend the one that does."))
        if not row.is_open:
            raise Refused(gettext("The time for this is over."))
        return Signing.draft(
            self.act, self.subject, administration=self.administration, title=self.title,
            title_fr=self.title_fr, text=text, by=by, closes_at=row.closes_at, seen=seen,
        )  # fmt: skip

    @transaction.atomic
    def withdraw(self, *, by: Any, reason: str = "") -> bool:
        """Take a draft back, or a signed text while it is open; False if it stands no longer."""
        row = Signing.objects.select_for_update().get(pk=self.pk)
        if row.state not in (self.State.DRAFT, self.State.SIGNED):
            return False
        if row.is_standing and not row.is_open:
            raise Refused(gettext("The time for this is over."))
        if row.is_standing and not row.capacity_of(by):
            raise Refused(gettext("Only the holder of a seat that signs may withdraw this."))
        self.state, self.withdrawn_by = self.State.WITHDRAWN, by
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
        self.reason = reason
        self._log(
            "directory.withdraw_signing", by=by, personal={"reason": reason} if reason else None
        )
        act = act_of(self.act)
        if row.is_standing:
            act.on_withdrawn(self)
        else:
            act.on_dropped(self)
        return True

    @property
    def asks_why(self) -> bool:
        """Whether whoever does not sign it says why."""
        return self.is_draft and act_of(self.act).asks_why

    @property
    def waiting_draft(self) -> "Signing | None":
        """The draft that waits in its place: itself, or the amendment of a signed text."""
        if self.is_draft:
            return self
        rows = Signing.objects.drafts().about(self.act, self.subject)
        return rows.filter(administration=self.administration_id).first()

    def _log(self, verb: str, *, by: Any, **detail: Any) -> None:
        """Write it down; where the room keeps apart whose it is, by nobody and without the text."""
        if act_of(self.act).keeps_apart(self):
            by, detail = None, {k: v for k, v in detail.items() if k not in ("digest", "personal")}
        record(verb, by=by, on=self, act=self.act, **detail)

    def _tell(self, verb: str, people: Iterable[int], *, by: Any) -> None:
        """Tell these people; where the room keeps apart whose it is, by nobody."""
        if act_of(self.act).keeps_apart(self):
            people, by = set(people) - {by.pk}, None
        tell(verb, kind="signing", on=self, by=by, people=people, act=self.act)

    def _write(self, *, by: Any, **written: Any) -> None:
        if all(getattr(self, name) == value for name, value in written.items()):
            return
        for name, value in written.items():
            setattr(self, name, value)
        self.drafted_by, self.digest, self.drafted_at = by, digest(self.text), timezone.now()
        self.save(update_fields=[*written, "digest", "drafted_by", "drafted_at"])
        self._log("directory.draft_signing", by=by, digest=self.digest)

    def capacity_of(self, person: Any) -> str:
        """Return in which capacity a person may sign this, or nothing."""
        capacities = signing_seats(act_of(self.act), self.administration)
        held = Seat.objects.held_by(person).filter(pk__in=capacities).values_list("pk", flat=True)
        if not held or not person.is_active or person.is_lapsed:
            return ""
        own = {capacities[pk] for pk in held}
        return Capacity.PRINCIPAL if Capacity.PRINCIPAL in own else Capacity.DEPUTY

    def signers(self) -> list[int]:
        """Return who may sign it today."""
        return self._holders().filter(person__state="verified").people()

    def holders(self) -> list[int]:
        """Return who holds the seats that sign it, be their accounts open yet or not."""
        return self._holders().people()

    def _holders(self) -> HoldingQuerySet:
        seats = signing_seats(act_of(self.act), self.administration)
        return Holding.objects.current().filter(seat__in=seats)


def digest(text: str) -> str:
    """Return the digest that is signed."""
    return hashlib.sha256(text.encode()).hexdigest()
