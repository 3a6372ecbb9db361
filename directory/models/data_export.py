"""A copy of a person's own data: asked for, made by a task, kept for a week."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.account import Account
from portal.audit.models import record
from portal.files.models import StoredFile
from portal.identifiers import new_public_id
from portal.notifications.models import tell
from portal.wake import wake

KEPT = datetime.timedelta(days=7)
PER_DAY = 3
# Whoever makes one for longer has died.
LEASE = datetime.timedelta(minutes=10)
TRIES = 5


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Copies, as adjectives."""

    def waiting(self) -> Self:
        """Return those that are not made yet."""
        return self.filter(state=DataExport.State.WAITING)

    def due(self) -> Self:
        """Return those that nobody makes now."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.waiting().filter(free)

    def ready(self) -> Self:
        """Return those that can be fetched."""
        return self.filter(state=DataExport.State.READY, expires_at__gt=timezone.now())

    def old(self) -> Self:
        """Return those that were kept long enough."""
        return self.filter(state=DataExport.State.READY, expires_at__lte=timezone.now())


class DataExport(models.Model):
    """One copy of everything that the portal keeps of a person, for that person alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Deleted")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("kept until"), null=True, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of own data")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="directory_one_data_export"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False, expires_at__isnull=False),
                name="directory_data_export_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.asked_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: Any, language: str) -> "DataExport | None":
        """Ask for a copy: one at a time, some a day; None when that is used up."""
        day = timezone.now() - datetime.timedelta(days=1)
        # Counted under the lock of the account, so that two clicks are two.
        Account.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = cls.objects.filter(person=by)
        if standing := mine.waiting().first():
            return standing
        if mine.filter(asked_at__gt=day).count() >= PER_DAY:
            return None
        export = cls.objects.create(person=by, language=language)
        record("directory.ask_data", by=by, on=by)
        wake("directory.make_data_exports")
        return export

    def lease(self) -> bool:
        """Take it for making; False when somebody else did. Tried too often, it failed."""
        mine = DataExport.objects.due().filter(pk=self.pk)
        mine.filter(tries__gte=TRIES).update(state=self.State.FAILED)
        return bool(mine.update(leased_until=timezone.now() + LEASE, tries=F("tries") + 1))

    @transaction.atomic
    def finish(self, file: StoredFile) -> bool:
        """Say that it can be fetched, once; the person is told."""
        values = {
            "state": self.State.READY, "file": file, "expires_at": timezone.now() + KEPT,
            "leased_until": None,
        }  # fmt: skip
        if not DataExport.objects.waiting().filter(pk=self.pk).update(**values):
            return False
        record("directory.make_data", by=None, on=self.person)
        account = Account.of(self.person)
        tell("directory.make_data", kind="account", on=account, by=None, people=[self.person_id])
        return True

    @transaction.atomic
    def forget(self) -> bool:
        """Delete the copy; that it was asked for stays written down."""
        ready = DataExport.objects.filter(pk=self.pk, state=self.State.READY)
        if not ready.update(state=self.State.GONE):
            return False
        if self.file:
            self.file.erase(by=None, reason="")
        return True
