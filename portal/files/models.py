"""Stored files: received, looked into, released or refused. The bytes lie under a key."""

import datetime
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.files import storing
from portal.files.kinds import KINDS, Kind
from portal.files.names import named_as
from portal.files.purposes import Purpose, purpose_of, tell_refused, tell_released
from portal.files.uploads import Kept, keep_upload
from portal.files.words import ADVICE, BUILT_IN, DAY_SPENT, SCANNERS, day_spent
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.refusals import Refused
from portal.wake import wake

# Longer than one look can take: whoever looks for longer has died.
LEASE = datetime.timedelta(seconds=150)
# Every download of these is logged.
RESTRICTED = (Marking.AMBER, Marking.AMBER_STRICT, Marking.RED)
# A file that waits longer than this is shown to whoever runs the portal.
STUCK = datetime.timedelta(minutes=30)


class FileQuerySet(ReadableQuerySet["StoredFile"]):
    """Files, as adjectives."""

    def released(self) -> Self:
        """Return what may be read."""
        return self.filter(state="released", erased_at=None)

    def waiting(self) -> Self:
        """Return what nobody has finished looking into."""
        return self.filter(state__in=["received", "inspecting"], erased_at=None)

    def sent_lately(self, person: int, purpose: str, *, but: Any) -> int:
        """Return how many bytes a person sent for a purpose within 24 hours, by other forms."""
        since = timezone.now() - datetime.timedelta(days=1)
        sent = self.filter(uploaded_by=person, purpose=purpose, received_at__gt=since)
        return sent.exclude(once=but).aggregate(bytes=Sum("size", default=0))["bytes"]

    def stuck(self) -> Self:
        """Return what has waited for so long that somebody should look."""
        return self.waiting().filter(received_at__lt=timezone.now() - STUCK)


class StoredFile(Readable):
    """A file that somebody sent. Until it is released only its sender knows of it."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        INSPECTING = "inspecting", _("Being checked")
        RELEASED = "released", _("Checked")
        REFUSED = "refused", _("Refused")

    class Refusal(models.TextChoices):
        WRONG_TYPE = "wrong_type", _("It is not one of the kinds of file taken here.")
        BROKEN = "broken", _("It is damaged, or it did not arrive whole.")
        ENCRYPTED = "encrypted", _("It is protected by a password, so it cannot be checked.")
        ACTIVE = "active", _("It holds a program that runs when it is opened.")
        EMBEDDED = "embedded", _("It holds other files inside.")
        MACROS = "macros", _("It holds macros.")
        EXTERNAL = "external", _("It loads parts from elsewhere when it is opened.")
        TOO_MANY_PIXELS = "too_many_pixels", _("The picture has too many pixels.")
        ARCHIVE_BOMB = "archive_bomb", _("It unpacks to far more than it should.")
        TWO_KINDS = "two_kinds", _("It is two kinds of file in one.")
        MALWARE = "malware", _("The virus scanner found harmful software in it.")
        UNINSPECTABLE = (
            "uninspectable",
            _("It could not be checked, though this was tried twice."),
        )
        LOST = "lost", _("It was lost on our side before it could be checked.")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    purpose = models.CharField(max_length=40, editable=False)
    # Cleaned; empty once erased.
    name = models.CharField(_("name"), max_length=200, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    # What it really is: a media type of `portal.files.kinds`, empty until it was looked into.
    media_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.IntegerField(_("pages"), null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    # Where the bytes lie; says nothing of the name.
    key = models.CharField(max_length=32, unique=True, editable=False)
    # The form it came with: the same form sent twice arrives once.
    once = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    refusal = models.CharField(_("reason"), max_length=20, choices=Refusal, blank=True)
    # What looked for harmful software, said honestly; what it found, in its own words.
    scanner = models.CharField(_("scanner"), max_length=80, blank=True)
    found = models.CharField(max_length=120, blank=True)
    # The tokens its carrier gives: who reads it once it is released.
    readers = ArrayField(models.TextField(), default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    released_at = models.DateTimeField(_("released"), null=True)
    refused_at = models.DateTimeField(_("refused"), null=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("erased"), null=True)
    # When somebody looks into it next, who has it until when, how often a look came to no end.
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["received", "inspecting"], erased_at=None),
                name="files_waiting",
            ),
            models.Index(fields=["sha256"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["uploaded_by", "once"], name="files_sent_once"),
            models.CheckConstraint(
                condition=Q(state="released", released_at__isnull=False)
                | (~Q(state="released") & Q(released_at__isnull=True)),
                name="files_released_when",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", refused_at__isnull=False) & ~Q(refusal="")
                | (~Q(state="refused") & Q(refused_at__isnull=True, refusal="")),
                name="files_refused_why",
            ),
            # Nothing is released that nobody looked into.
            models.CheckConstraint(
                condition=~Q(state="released") | (~Q(media_type="") & ~Q(scanner="")),
                name="files_released_seen",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(erased_at__isnull=False, name=""),
                name="files_erased_pair",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="files_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.public_id} (erased)"

    def get_absolute_url(self) -> str:
        """Return where it is downloaded; while it waits, where it says what becomes of it."""
        if self.is_released:
            return reverse("files:download", args=[self.public_id, self.name])
        return reverse("files:file_state", args=[self.public_id])

    @property
    def is_released(self) -> bool:
        """Whether its readers may read it."""
        return self.state == self.State.RELEASED and self.erased_at is None

    @property
    def is_refused(self) -> bool:
        """Whether it will never be released."""
        return self.state == self.State.REFUSED

    @property
    def is_waiting(self) -> bool:
        """Whether it is still being looked into."""
        return self.state in (self.State.RECEIVED, self.State.INSPECTING) and not self.erased_at

    @property
    def use(self) -> Purpose:
        """What it is for."""
        return purpose_of(self.purpose)

    @property
    def kind(self) -> Kind | None:
        """What kind of file it really is, once that is known."""
        return next((each for each in KINDS.values() if each.media_type == self.media_type), None)

    @property
    def advice(self) -> str | Promise:
        """What whoever sent a refused file does next."""
        return ADVICE.get(self.refusal, "")

    @property
    def scanner_words(self) -> str | Promise:
        """What looked for viruses, said honestly."""
        return SCANNERS.get(self.scanner, self.scanner)

    @property
    def is_scanned(self) -> bool:
        """Whether a virus scanner saw it, not only the check of its content."""
        return self.scanner not in ("", BUILT_IN)

    def audience_tokens(self) -> set[str]:
        """Return who reads it: its sender until it is released, then whom its carrier names."""
        if self.erased_at:
            return set()
        if self.state == self.State.RELEASED:
            return set(self.readers)
        return {f"person:{self.uploaded_by_id}"} if self.uploaded_by_id else set()

    @classmethod
    @transaction.atomic
    def receive(
        cls,
        upload: Kept | File,
        *,
        by: Any,
        purpose: str,
        marking: str,
        readers: Iterable[str],
    ) -> "StoredFile":
        """Take a file in, once per form; it is looked into next.

        ValidationError says why not, and Refused that its sender sent enough for a day.
        """
        kept = upload if isinstance(upload, Kept) else keep_upload(upload, purpose_of(purpose))
        if kept.purpose != purpose:
            raise ValueError(f"The upload is for {kept.purpose!r}, not for {purpose!r}.")
        file = cls(
            purpose=purpose,
            name=kept.name,
            declared_type=kept.declared_type,
            size=kept.size,
            sha256=kept.sha256,
            key=kept.key,
            once=uuid.UUID(kept.once),
            marking=marking,
            readers=sorted(set(readers)),
            uploaded_by=by,
        )
        file.set_audience()
        # Another file from a form that brought one before, by the way of the back button, is new.
        if cls.objects.filter(uploaded_by=by, once=file.once).exclude(sha256=file.sha256).exists():
            file.once = uuid.uuid4()
        file._keep_to_the_day()
        try:
            with transaction.atomic():
                file.save()
        except IntegrityError:
            return cls._sent_before(kept, by=by)
        storing.move(kept.key, to=storing.QUARANTINE)
        record(
            "files.receive",
            by=by,
            on=file,
            personal={"name": file.name},
            purpose=purpose,
            size=file.size,
            sha256=file.sha256,
        )
        wake("files.inspect")
        return file

    def _keep_to_the_day(self) -> None:
        """Refuse what is more than its sender may send in a day, whatever arrives meanwhile."""
        most, person = purpose_of(self.purpose).a_day, self.uploaded_by_id
        if not (most and person):
            return
        # Whoever sends two at once is counted twice: the second waits until the first stands.
        get_user_model()._default_manager.select_for_update(no_key=True).get(pk=person)
        sent = StoredFile.objects.sent_lately(person, self.purpose, but=self.once)
        if self.size > most - sent:
            raise Refused(DAY_SPENT % day_spent(size=self.size, most=most, left=most - sent))

    @classmethod
    def _sent_before(cls, kept: Kept, *, by: Any) -> "StoredFile":
        """Return the file that the same form brought before; drop the bytes that came twice."""
        mine = cls.objects.filter(Q(once=kept.once) | Q(key=kept.key), uploaded_by=by).first()
        if mine is None or mine.purpose != kept.purpose:
            raise ValidationError(_("This upload was used already. Choose the file again."))
        if mine.key != kept.key:
            storing.drop(kept.key)
        return mine

    @transaction.atomic
    def share(self, *, readers: Iterable[str], marking: str, by: Any) -> None:
        """Say anew who reads it and under which label."""
        self._lock()
        self.readers, self.marking = sorted(set(readers)), marking
        self.set_audience()
        self.save(update_fields=["readers", "marking", "audience"])
        record("files.share", by=by, on=self, readers=self.readers, marking=marking)

    @transaction.atomic
    def erase(self, *, by: Any, reason: str) -> bool:
        """Remove the bytes and the name for good, keep the hash; False when it was done before."""
        self._lock()
        if self.erased_at:
            return False
        name, self.name = self.name, ""
        self.erased_at, self.erased_by, self.leased_until = timezone.now(), by, None
        self.set_audience()
        self.save(update_fields=["name", "erased_at", "erased_by", "leased_until", "audience"])
        record(
            "files.erase",
            by=by,
            on=self,
            personal={"name": name, "reason": reason},
            sha256=self.sha256,
        )
        # Only once it is certain: bytes do not come back with a rollback.
        transaction.on_commit(partial(storing.drop, self.key))
        return True

    @transaction.atomic
    def release(
        self, *, kind: str, scanner: str, pages: int | None, width: int | None, height: int | None
    ) -> bool:
        """Let its readers read it; False when somebody else has settled it."""
        self._lock()
        if not self.is_waiting:
            return False
        self.media_type, self.scanner = KINDS[kind].media_type, scanner
        self.pages, self.width, self.height = pages, width, height
        self.name = named_as(self.name, KINDS[kind])
        self.released_at = timezone.now()
        self._settle(
            self.State.RELEASED,
            ["media_type", "scanner", "pages", "width", "height", "name", "released_at"],
        )
        record("files.release", by=None, on=self, kind=kind, scanner=scanner)
        tell_released(self)
        # Last: whatever fails before leaves the bytes in quarantine.
        storing.move(self.key, to=storing.RELEASED)
        return True

    @transaction.atomic
    def refuse(self, reason: str, *, scanner: str = "", found: str = "") -> bool:
        """Refuse it for good; False when somebody else has settled it."""
        self._lock()
        if not self.is_waiting:
            return False
        self.refusal, self.refused_at = reason, timezone.now()
        self.scanner, self.found = scanner, found[:120]
        self._settle(self.State.REFUSED, ["refusal", "refused_at", "scanner", "found"])
        record("files.refuse", by=None, on=self, reason=reason, scanner=scanner)
        tell_refused(self)
        return True

    def note_download(self, *, by: Any) -> None:
        """Log that somebody fetched it, when its label restricts it."""
        if self.marking in RESTRICTED:
            record("files.download", by=by, on=self, marking=self.marking)

    def _settle(self, state: str, fields: list[str]) -> None:
        self.state, self.leased_until, self.error = state, None, ""
        self.set_audience()
        self.save(update_fields=[*fields, "state", "audience", "leased_until", "error"])

    def _lock(self) -> None:
        """Hold the row until the verb has ended, and see it as it is now."""
        locked = StoredFile.objects.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=locked)
