"""Communication tests: a mail with a code that means nothing, and who answers it, how soon."""

import datetime
import secrets
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Region
from directory.models.invitation import ALPHABET, typed
from directory.models.nomination import KEEPERS
from directory.models.seat import HOLDER, MAILBOX, Seat
from directory.models.sending import Sending, SendingQuerySet
from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import MailSetting
from portal.wake import wake

# Why a seat cannot be reached: its holder, or whoever reads the mailbox, answered no test.
SILENT, MAILBOX_SILENT = "test", "mailbox-test"
# Twelve letters and digits are sixty bits: no call is found by trying.
LENGTH = 12
SALT = "directory.drill"
# Answers of fewer Members would say something of a single Member.
LEAST = 3


def digest(code: str) -> str:
    """Return what is kept of a code: found at once, and never turned back."""
    return salted_hmac(SALT, typed(code), algorithm="sha256").hexdigest()


class RegionResult(NamedTuple):
    """How a region answered; no time where it would say something of a single Member."""

    region: Region
    called: int
    answered: int
    median: datetime.timedelta | None


class DrillQuerySet(ReadableQuerySet["Drill"]):
    """Tests, as adjectives."""

    def over(self) -> Self:
        """Return those whose time is up and that nobody has closed."""
        return self.filter(closed_at=None, ends_at__lte=timezone.now())


class Drill(Readable):
    """One test: who was called, until when they may answer."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    # Which seats were called, kept as chosen; empty is all.
    seats = ArrayField(models.CharField(max_length=20), default=list)
    regions = ArrayField(models.CharField(max_length=4), default=list)
    administrations = ArrayField(models.CharField(max_length=2), default=list)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    # The form it came from: pressed twice, it is one test.
    once = models.UUIDField(unique=True, editable=False)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("communication test")
        indexes = [models.Index(fields=["-started_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("started_at")), name="directory_drill_ends_later"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the test."""
        return reverse("directory:drill_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: the Secretariat alone knows who did not answer."""
        return set(KEEPERS)

    @classmethod
    @transaction.atomic
    def start(
        cls, holdings: Any, *, by: Any, days: int, once: Any, name: str, **chosen: Any
    ) -> "Drill":
        """Call the holders of these seats, each person once, and the mailboxes of the seats.

        The mails leave one by one.
        """
        drill = cls(
            name=name,
            started_by=by,
            ends_at=timezone.now() + datetime.timedelta(days=days),
            marking=Marking.AMBER,
            once=once,
            **chosen,
        )
        drill.set_audience()
        try:
            with transaction.atomic():
                drill.save()
        except IntegrityError:
            return cls.objects.get(once=once)
        seats = holdings.order_by("person", "seat__role__position", "pk").distinct("person")
        calls = [
            DrillCall(drill=drill, person_id=person, seat_id=seat, region_id=own or regional)
            for person, seat, own, regional in seats.values_list(
                "person", "seat", "seat__administration__region", "seat__region"
            )
        ]
        for mailbox, seat, own, regional in mailboxes_of(holdings).values_list(
            "seat__mailbox", "seat", "seat__administration__region", "seat__region"
        ):
            regions = {"region_id": own or regional}
            calls.append(DrillCall(drill=drill, mailbox=mailbox, seat_id=seat, **regions))
        DrillCall.objects.bulk_create(calls, batch_size=500)
        record("directory.start_drill", by=by, on=drill, called=len(calls))
        wake("directory.work_drills")
        return drill

    @transaction.atomic
    def close(self, *, by: Any = None) -> bool:
        """End it: who did not answer cannot be reached by this mail. By nobody is the clock."""
        open_ = Drill.objects.filter(pk=self.pk, closed_at=None)
        self.closed_at = timezone.now()
        if not open_.update(closed_at=self.closed_at):
            return False
        calls = self.calls.silent().select_related("person").order_by("seat")
        silent = sum(call.fail(by=by) for call in calls)
        record("directory.close_drill", by=by, on=self, silent=silent)
        return True

    @cached_property
    def results(self) -> list[RegionResult]:
        """How each region answered, in the order of regions: never of a single Member."""
        rows = self.calls.exclude(sent_at=None).exclude(region=None)
        times: dict[int, list[datetime.timedelta | None]] = {}
        homes: dict[int, set[int]] = {}
        for region, home, sent, answered in rows.values_list(
            "region_id", "seat__administration_id", "sent_at", "answered_at"
        ):
            times.setdefault(region, []).append(answered - sent if answered and sent else None)
            if answered and home:
                homes.setdefault(region, set()).add(home)
        results = []
        for row in Region.objects.filter(pk__in=times):
            took = [each.total_seconds() for each in times[row.pk] if each is not None]
            # Three colleagues of one administration are one Member.
            is_many = len(homes.get(row.pk, ())) >= LEAST
            middle = datetime.timedelta(seconds=median(took)) if is_many else None
            results.append(RegionResult(row, len(times[row.pk]), len(took), middle))
        return results


def mailboxes_of(holdings: Any) -> Any:
    """Return a holding for each mailbox of these seats that is not the address of a holder."""
    called = holdings.filter(person__email=OuterRef("seat__mailbox"))
    named = holdings.exclude(seat__mailbox="").exclude(Exists(called))
    return named.order_by("seat__mailbox", "seat__role__position", "pk").distinct("seat__mailbox")


class DrillCallQuerySet(SendingQuerySet["DrillCall"]):
    """Calls, as adjectives."""

    def standing(self) -> Self:
        """Return those of people, and those of mailboxes that the seat still has."""
        return self.filter(Q(person__isnull=False) | Q(mailbox=F("seat__mailbox")))

    def due(self) -> Self:
        """Return those whose mail has not left, of tests that run."""
        running = self.standing().filter(drill__closed_at=None, drill__ends_at__gt=timezone.now())
        return running.unsent()

    def waiting(self) -> Self:
        """Return those that can be answered now."""
        running = self.filter(drill__closed_at=None, drill__ends_at__gt=timezone.now())
        return running.filter(answered_at=None).exclude(sent_at=None)

    def silent(self) -> Self:
        """Return those that went out, or were refused, and were not answered."""
        return self.standing().filter(answered_at=None).exclude(sent_at=None, lost_at=None)


class DrillCall(Sending):
    """One person who was called, for one seat; or, without a person, the mailbox of the office."""

    class Way(models.TextChoices):
        CODE = "code", _("by the code")
        BUTTON = "button", _("signed in")

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="calls")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="drill_calls"
    )
    # As it was when it was called.
    mailbox = models.EmailField(blank=True, editable=False)
    seat = models.ForeignKey("directory.Seat", on_delete=models.PROTECT, related_name="drill_calls")
    # As it was when the person was called.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    code_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    way = models.CharField(_("how"), max_length=6, choices=Way, blank=True)
    # When the test ended without an answer.
    failed_at = models.DateTimeField(_("not answered"), null=True, editable=False)

    objects = DrillCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of a communication test")
        constraints = [
            models.UniqueConstraint(fields=["drill", "person"], name="directory_called_once"),
            models.UniqueConstraint(
                fields=["drill", "mailbox"],
                condition=~Q(mailbox=""),
                name="directory_mailbox_called_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(mailbox=""), name="directory_call_of_one"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(failed_at__isnull=True),
                name="directory_call_answered_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.seat} in {self.drill}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return str(self.person.email) if self.person else self.mailbox

    @property
    def is_to_present_address(self) -> bool:
        """Whether what is heard of it says something of where the seat is reached today."""
        return self.person is not None or self.mailbox == self.seat.mailbox

    def note_bounce(self, *, status: str) -> None:
        """Count it at the person, and at the mailbox of the office."""
        if self.person:
            super().note_bounce(status=status)
        Seat.note_bounce(self.address, status=status)

    @property
    def is_waiting(self) -> bool:
        """Whether it can be answered now: `waiting()` in Python."""
        return (
            self.drill.closed_at is None
            and self.drill.ends_at > timezone.now()
            and self.answered_at is None
            and self.sent_at is not None
        )

    @property
    def took(self) -> datetime.timedelta | None:
        """How long the answer took."""
        return self.answered_at - self.sent_at if self.answered_at and self.sent_at else None

    def give_code(self) -> str:
        """Return a new code for the mail that leaves now; only its digest is kept."""
        code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
        self.code_digest = digest(code)
        self.save(update_fields=["code_digest"])
        return "-".join((code[:4], code[4:8], code[8:]))

    @classmethod
    def answer_by_code(cls, code: str) -> bool:
        """Take a typed code; the page says the same whatever comes of it."""
        call = cls.objects.waiting().filter(code_digest=digest(code)).first()
        return call is not None and call.answer(way=cls.Way.CODE)

    @transaction.atomic
    def fail(self, *, by: Any) -> bool:
        """Say that the test ended without an answer; False where one came at the last moment.

        The person is marked in every seat that they hold now, the mailbox in every seat that has
        it, though it be the address of the person. Who came after them was not called.
        """
        now = timezone.now()
        if not self._rows().filter(answered_at=None).update(failed_at=now):
            return False
        self.failed_at = now
        if self.person:
            for seat in Seat.objects.held_by(self.person).order_by("pk"):
                seat.note_unreachable(HOLDER, why=SILENT, by=by, is_quiet=True)
        for seat in self._offices():
            seat.note_unreachable(MAILBOX, why=MAILBOX_SILENT, by=by, is_quiet=True)
        return True

    def _offices(self) -> list[Seat]:
        """Return the seats whose mailbox it went to: a person's address may be that of offices."""
        seats = Seat.objects.filter(mailbox=self.address) if self.address else Seat.objects.none()
        return list(seats.order_by("pk"))

    @transaction.atomic
    def answer(self, *, way: str) -> bool:
        """Say that the mail arrived, once."""
        now = timezone.now()
        if not DrillCall.objects.waiting().filter(pk=self.pk).update(answered_at=now, way=way):
            return False
        self.answered_at, self.way = now, way
        record("directory.answer_drill", by=self.person, on=self.drill, way=way)
        if way == self.Way.CODE:
            # Whoever signs in says nothing of a mailbox.
            for seat in self._offices():
                seat.note_reachable(MAILBOX, by=self.person)
        if self.person is None:
            return True
        if way == self.Way.CODE and MailSetting.of(self.person).unreachable_since:
            # The code came by mail: the address works.
            MailSetting.reachable_again(person=self.person, by=self.person)
        if MailSetting.of(self.person).unreachable_since is None:
            for seat in Seat.objects.held_by(self.person).order_by("pk"):
                seat.note_reachable(by=self.person)
        return True
