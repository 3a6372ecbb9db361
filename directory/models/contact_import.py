"""Imports of contacts: a list that the Secretariat was sent, read row by row, then carried out."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Administration, PartnerOrganisation
from directory.models.nomination import KEEPERS, Evidence, Nomination
from directory.models.seat_role import SeatRole
from portal.audit.models import record
from portal.files.models import StoredFile
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.wake import wake

# What the worker is woken for.
TASK = "directory.work_imports"
# A worker that died frees what it held after this.
LEASE = datetime.timedelta(minutes=2)
# The rows hold names of people who may never join: they are dropped so long after the last step.
ROWS_KEPT = datetime.timedelta(days=30)


def file_is_settled(file: StoredFile) -> None:
    """Go on with the import of a file that was looked into."""
    wake(TASK)


class ContactImportQuerySet(ReadableQuerySet["ContactImport"]):
    """Imports, as adjectives."""

    def due(self) -> Self:
        """Return those that a worker reads or carries out now, and that none holds."""
        now = timezone.now()
        settled = Q(state="received", file__state__in=["released", "refused"]) | Q(state="running")
        return self.filter(settled).exclude(leased_until__gt=now)

    def outdated(self) -> Self:
        """Return those whose rows were kept long enough."""
        return self.filter(moved_at__lt=timezone.now() - ROWS_KEPT, rows_dropped_at=None)


class ContactImport(Readable):
    """One list of contacts, from its file to the accounts that it made."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Being read")
        UNREADABLE = "unreadable", _("Cannot be read")
        CHECKED = "checked", _("Checked, nothing imported yet")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN: ClassVar = (State.RECEIVED, State.CHECKED, State.RUNNING)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    # Who vouches for the list, as with a letter: it becomes the evidence of every nomination.
    sender = models.CharField(_("who sent it"), max_length=200)
    channel = models.CharField(_("how it came"), max_length=8, choices=Evidence.Channel)
    dated = models.DateField(_("date of the list"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    # How the bytes were read, so that a wrong guess is seen.
    read_as = models.CharField(_("read as"), max_length=40, blank=True)
    # Why it cannot be read, by code, and what of it.
    fault = models.CharField(max_length=12, blank=True)
    fault_in = models.CharField(max_length=200, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    moved_at = models.DateTimeField(_("last step"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    rows_dropped_at = models.DateTimeField(null=True, editable=False)

    objects = ContactImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of contacts")
        indexes = [models.Index(fields=["-sent_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["running", "done"]) | Q(begun_by__isnull=False),
                name="directory_import_begun_by",
            ),
            models.CheckConstraint(
                condition=Q(state="unreadable") ^ Q(fault=""), name="directory_import_fault"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}, {self.dated}"

    def get_absolute_url(self) -> str:
        """Return the address of the import."""
        return reverse("directory:import_detail", args=[self.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: who keeps nominations."""
        return set(KEEPERS)

    @property
    def is_open(self) -> bool:
        """Whether it can still be cancelled."""
        return self.state in self.OPEN

    @property
    def is_moving(self) -> bool:
        """Whether the worker is at it: its page says how far."""
        return self.state in (self.State.RECEIVED, self.State.RUNNING)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each state, in the order of the states."""
        found = dict(self.rows.order_by().values_list("state").annotate(Count("pk")))
        return {state: found[state] for state in ImportRow.State.values if state in found}

    @classmethod
    @transaction.atomic
    def receive(cls, file: StoredFile, *, by: Any, **letter: Any) -> "ContactImport":
        """Take a list in, once per file: it is read when the file was looked into."""
        if found := cls.objects.filter(file=file).first():
            return found  # the same form, sent twice
        batch = cls(file=file, sent_by=by, marking=Marking.AMBER, **letter)
        batch.set_audience()
        batch.save()
        record("directory.send_import", by=by, on=batch, sha256=file.sha256)
        wake(TASK)
        return batch

    def lease(self) -> bool:
        """Take it for a while; False when another worker has."""
        if not ContactImport.objects.due().filter(pk=self.pk).exists():
            return False
        # By columns of the row alone, which are looked at again by whoever waited for its lock.
        free = ContactImport.objects.filter(pk=self.pk).exclude(leased_until__gt=timezone.now())
        return bool(free.update(leased_until=timezone.now() + LEASE))

    def free(self) -> None:
        """Let the next worker have it at once."""
        ContactImport.objects.filter(pk=self.pk).update(leased_until=None)

    @transaction.atomic
    def note_rows(self, rows: "list[ImportRow]", *, read_as: str) -> bool:
        """Keep what was read; False where it was cancelled meanwhile."""
        if not self._enter(self.State.CHECKED, {self.State.RECEIVED}, read_as=read_as):
            return False
        ImportRow.objects.bulk_create(rows, batch_size=500)
        record("directory.check_import", by=None, on=self, rows=len(rows))
        return True

    @transaction.atomic
    def note_fault(self, fault: str, where: str = "") -> bool:
        """Say why it cannot be read."""
        fields = {"fault": fault, "fault_in": where[:200]}
        return self._enter(self.State.UNREADABLE, {self.State.RECEIVED}, **fields)

    @transaction.atomic
    def begin(self, *, by: Any) -> bool:
        """Carry the ready rows out; False where it was begun or cancelled before."""
        ready = self.rows.ready().count()
        if not ready or not self._enter(self.State.RUNNING, {self.State.CHECKED}, begun_by=by):
            return False
        record("directory.begin_import", by=by, on=self, rows=ready)
        wake(TASK)
        return True

    @transaction.atomic
    def cancel(self, *, by: Any) -> bool:
        """Stop before the next row; what is imported already stays."""
        if not self._enter(self.State.CANCELLED, set(self.OPEN)):
            return False
        record("directory.cancel_import", by=by, on=self)
        return True

    @transaction.atomic
    def finish(self) -> bool:
        """Say that no row is left to be imported."""
        if not self._enter(self.State.DONE, {self.State.RUNNING}):
            return False
        imported = self.rows.filter(state=ImportRow.State.IMPORTED).count()
        record("directory.finish_import", by=self.begun_by, on=self, rows=imported)
        return True

    @transaction.atomic
    def drop_rows(self) -> int:
        """Forget the rows; the file, what it made and the log stay."""
        dropped, _each = self.rows.all().delete()
        self.rows_dropped_at = timezone.now()
        self.save(update_fields=["rows_dropped_at"])
        self._enter(self.State.CANCELLED, set(self.OPEN))
        return dropped

    def _enter(self, state: str, comes_from: set[Any], **fields: Any) -> bool:
        fields |= {"state": state, "moved_at": timezone.now()}
        mine = ContactImport.objects.filter(pk=self.pk, state__in=comes_from)
        if not mine.update(**fields):
            return False
        for name, value in fields.items():
            setattr(self, name, value)
        return True


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Rows of lists, as adjectives."""

    def ready(self) -> Self:
        """Return what may be imported."""
        return self.filter(state="ready")


class ImportRow(models.Model):
    """One row of a list: what was typed, what it means, and what became of it."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        REVIEW = "review", _("Look at who this is")
        MALFORMED = "malformed", _("Malformed")
        DUPLICATE = "duplicate", _("Twice in the file")
        PRESENT = "present", _("Already there")
        IMPORTED = "imported", _("Imported")

    batch = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="rows")
    # As a spreadsheet counts: the header is row 1.
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=9, choices=State)
    # By column, as it was typed.
    typed = models.JSONField(default=dict)
    # What is to be said of it: [code, column, of what]; the words are made for each reader.
    findings = models.JSONField(default=list)
    email = models.CharField(max_length=254, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    post = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.ForeignKey(
        SeatRole, on_delete=models.PROTECT, to_field="code", null=True, related_name="+"
    )
    # Whom it is about: found in the directory, or made by the import.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, null=True, related_name="import_row"
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        indexes = [models.Index(fields=["batch", "state", "number"])]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="directory_import_row_once"),
            models.CheckConstraint(
                condition=~Q(state="imported") | Q(person__isnull=False),
                name="directory_imported_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def home(self) -> Any:
        """The office of the row."""
        return self.administration or self.partner

    def say(self, code: str, column: str = "", what: Any = "") -> None:
        """Add something to be said of it."""
        self.findings = [*self.findings, [code, column, str(what)[:120]]]

    def enter(self, state: str) -> None:
        """Keep what became of it."""
        self.state = state
        self.save(update_fields=["state", "findings", "person", "nomination"])
