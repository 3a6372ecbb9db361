"""Whose record it is: kept apart from the record, because a name is given only once."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Holding, SeatRole, Signing
from guidelines.kinds import Attribution, State
from guidelines.models.apart import opened
from guidelines.models.one_by_one import one_by_one
from guidelines.models.telling import tell_owner
from portal.audit.models import record as log
from portal.markings.models import Marking
from portal.notifications.models import tell
from portal.refusals import Refused
from portal.search.models import stale

_OF = "SELECT * FROM guidelines_identity_of(%s)"

# What an administration signs before its text goes to the Secretariat.
CLEARANCE = "guidelines.clearance"
# Who prepares what the Secretariat itself writes, and what was handed in to it.
STAFF = frozenset({"role:editor", "role:secretariat", "role:publisher"})
# What each level may be opened to. Nothing closes: a name that was read is read.
OPENS: dict[str, frozenset[str]] = {
    Attribution.NAMED: frozenset(),
    Attribution.REGION: frozenset({Attribution.NAMED}),
    Attribution.SECRETARIAT: frozenset({Attribution.REGION, Attribution.NAMED}),
    # It was promised that it will be named.
    Attribution.SEALED: frozenset({Attribution.NAMED}),
}
# A seal lasts no longer than this, however often it is looked at.
LONGEST_SEAL = datetime.timedelta(days=5 * 366)
# Whoever sealed it hears of the date so long before.
REMINDED = datetime.timedelta(days=30)
# What changes on the record where an identity is opened.
SHOWN = ["attribution", "sealed_until", "administration", "region", "facets", "facet_keys"]


def writers(administration: Administration | None) -> set[str]:
    """Return the tokens of those who write a manuscript: an administration, or the Secretariat.

    Nobody by name: an author who moves leaves the text behind.
    """
    return {f"administration:{administration.pk}"} if administration else set(STAFF)


def actor_of(identity: "Identity | None", by: Any) -> Any:
    """Return who is said to have acted: nobody, where a name would tell whose record it is."""
    if by is None or identity is None or identity.is_named:
        return by
    return None if by.administration_id == identity.administration_id else by


def own_readers(record: Any) -> set[str]:
    """Return the tokens of those whose record it is."""
    identity = record.identity_or_none
    return writers(identity.administration if identity else None)


class IdentityQuerySet(models.QuerySet["Identity"]):
    """Identities, as adjectives."""

    def sealed(self) -> Self:
        """Return those that are named on a date to come, or that is here."""
        return self.filter(attribution=Attribution.SEALED)

    def issued(self) -> Self:
        """Return those of records that were published once."""
        return self.exclude(record__state=State.DRAFT)

    def due(self) -> Self:
        """Return those whose date is here; what is not published yet waits until it is."""
        return self.issued().sealed().filter(sealed_until__lte=timezone.now().date())

    def near(self) -> Self:
        """Return those whose date is near, and whose author was not told so."""
        last = timezone.now().date() + REMINDED
        return self.issued().sealed().filter(sealed_until__lte=last, reminded_at=None)


class Identity(models.Model):
    """The administration and the author behind a record that somebody handed in.

    Nothing else of the room says who they are unless the record is named: no column, no line of the
    audit log, no mail. No page joins this table: the database shows no row of it but to `of` and
    within `opened` (ADR 20).
    """

    record = models.OneToOneField("Record", on_delete=models.PROTECT, related_name="identity")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Who else wrote, where the record names nobody: none of them reviews or publishes it.
    writers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    attribution = models.CharField(
        _("who learns whose it is"), max_length=12, choices=Attribution, default=Attribution.NAMED
    )
    # When it becomes named by itself.
    sealed_until = models.DateField(_("sealed until"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    prolonged_at = models.DateTimeField(null=True, editable=False)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            models.CheckConstraint(
                condition=Q(attribution=Attribution.SEALED, sealed_until__isnull=False)
                | ~Q(attribution=Attribution.SEALED) & Q(sealed_until=None),
                name="guidelines_sealed_has_a_date",
            )
        ]

    def __str__(self) -> str:
        # Never a name: this is printed in errors.
        return f"identity of record {self.record_id}"

    @classmethod
    def of(cls, record: Any) -> "Identity | None":
        """Return whose a record is; None for what the Secretariat or nobody handed in."""
        if record.pk is None:
            return None
        found = next(iter(cls.objects.raw(_OF, [record.pk])), None)
        if found:
            found.record = record
        return found

    @opened()
    def keep(self, *fields: str) -> None:
        """Save these columns, or a new row."""
        self.save(update_fields=fields or None)

    @property
    def is_named(self) -> bool:
        """Whether readers see the administration."""
        return self.attribution == Attribution.NAMED

    @property
    def levels(self) -> list[tuple[str, Any]]:
        """What it may still be opened to, with words."""
        opens = OPENS[self.attribution]
        return [(code, label) for code, label in Attribution.choices if code in opens]

    @property
    def longest(self) -> datetime.date:
        """The last day to which a seal can be prolonged."""
        return self.record.added_at.date() + LONGEST_SEAL

    @property
    def may_prolong(self) -> bool:
        """Whether the date of the seal may still be put off: once, before it is here."""
        return (
            self.sealed_until is not None
            and self.prolonged_at is None
            and timezone.now().date() < self.sealed_until < self.longest
        )

    def is_by(self, person: Any) -> bool:
        """Return whether somebody is of that administration, or wrote, wherever they are now."""
        home = person.administration_id
        is_own = home is not None and home == self.administration_id
        return is_own or self.has_written(person)

    def has_written(self, person: Any) -> bool:
        """Return whether somebody handed it in or wrote in it, wherever they are now."""
        return person.pk is not None and person.pk in {self.author_id, *self.writers}

    def note_writer(self, person: Any) -> None:
        """Keep who wrote, for the checks that take a second person."""
        if not self.has_written(person):
            self.writers = sorted({*self.writers, person.pk})
            self.keep("writers")

    def people(self) -> list[int]:
        """Return who is told: the author; once they are gone, the contact points they left."""
        author = self.author
        is_here = author is not None and author.state == "verified"
        if author and is_here and author.administration_id == self.administration_id:
            return [author.pk]
        held = Holding.objects.current().filter(
            seat__administration=self.administration_id,
            seat__role__code=SeatRole.Code.CONTACT_POINT,
        )
        return sorted(held.values_list("person", flat=True))

    def is_opened_by(self, person: Any) -> bool:
        """Return whether somebody opens it: the author, or who clears texts for them all."""
        if person.administration_id != self.administration_id:
            return False
        signing = Signing(act=CLEARANCE, administration=self.administration)
        return bool(person.pk == self.author_id or signing.capacity_of(person))

    @opened()
    def open_to(self, level: str, *, by: Any) -> bool:
        """Let more be known of whose it is, never less. Twice is once; by nobody is by the date."""
        self.lock()
        if self.attribution == level:
            return False
        if level not in OPENS[self.attribution]:
            raise Refused(gettext("This can be opened further only. What was read stays read."))
        self.attribution, self.sealed_until = level, None
        self.save(update_fields=["attribution", "sealed_until"])
        self._show()
        row = self.record
        log("guidelines.open_identity", by=row.actor(by), on=row, level=level)
        stale(row)
        told = set(self.people()) - {by.pk if by else None}
        if told and row.state != State.DRAFT:
            # A mail without words even of what is named now: who wrote it is not.
            verb = "guidelines.open_identity" if by else "guidelines.name_owner"
            tell(verb, kind="asked", on=row, by=None, people=told, marking=Marking.AMBER_STRICT,
                 level=level)  # fmt: skip
        return True

    @opened()
    def prolong(self, until: datetime.date, *, by: Any) -> bool:
        """Put the date of the seal off, once, before it is here."""
        self.lock()
        if self.sealed_until == until:
            return False
        if not self.may_prolong or self.sealed_until is None:
            raise Refused(gettext("A seal is prolonged once, and before its date."))
        if not self.sealed_until < until <= self.longest:
            raise Refused(gettext("Choose a later day, at most five years after it was handed in."))
        self.sealed_until, self.prolonged_at, self.reminded_at = until, timezone.now(), None
        self.save(update_fields=["sealed_until", "prolonged_at", "reminded_at"])
        self.record.sealed_until = until
        self.record.save(update_fields=["sealed_until"])
        log("guidelines.prolong_seal", by=self.record.actor(by), on=self.record, until=until)
        return True

    @opened()
    def remind(self) -> bool:
        """Tell the author that the date is near, once."""
        self.lock()
        if self.attribution != Attribution.SEALED or self.reminded_at:
            return False
        self.reminded_at = timezone.now()
        self.save(update_fields=["reminded_at"])
        if self.record.state != State.DRAFT:
            tell_owner("guidelines.remind_seal", kind="asked", record=self.record,
                       people=self.people())  # fmt: skip
        return True

    def lock(self) -> None:
        """Hold the record and this row, in this order, and see both as they are now."""
        row = self.record
        row.lock()
        Identity.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db()
        self.record = row

    def _show(self) -> None:
        """Let the record say what is open now."""
        row = self.record
        row.attribution, row.sealed_until = self.attribution, self.sealed_until
        if self.attribution in (Attribution.NAMED, Attribution.REGION):
            row.region = self.administration.region
        if self.is_named:
            row.administration = self.administration
        # A text that was given up too: of a draft it is all that there is.
        if text := row.version or row.manuscripts.first():
            row.keep(text.content)
        row.save(update_fields=SHOWN)


def open_sealed() -> int:
    """Name every record whose date is here; return how many. Twice is once."""
    return _each(Identity.objects.due(), lambda row: row.open_to(Attribution.NAMED, by=None))


def remind_sealed() -> int:
    """Tell the authors whose date is near; return how many."""
    return _each(Identity.objects.near(), lambda row: row.remind())


def _each(rows: IdentityQuerySet, act: Callable[[Identity], bool]) -> int:
    """Do something to each row by itself; return how often it was done."""
    with opened():
        found = list(rows.select_related("record").order_by("pk"))
    return one_by_one(found, act)
