"""Files that somebody asks for and a task makes: waited for, fetched for some days, forgotten."""

import datetime
import logging
import tempfile
from collections.abc import Callable
from typing import IO, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files.making import make
from portal.files.models import StoredFile
from portal.identifiers import new_public_id

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024


class CopyQuerySet[C: "Copy"](models.QuerySet[C]):
    """Copies, as adjectives."""

    def waiting(self) -> Self:
        """Return those that are not made yet."""
        return self.filter(state=Copy.State.WAITING)

    def due(self) -> Self:
        """Return those that nobody makes now."""
        free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.waiting().filter(free)

    def ready(self) -> Self:
        """Return those that can be fetched."""
        return self.filter(state=Copy.State.READY, expires_at__gt=timezone.now())

    def old(self) -> Self:
        """Return those that were kept long enough."""
        return self.filter(state=Copy.State.READY, expires_at__lte=timezone.now())

    def make_due(self, make_one: Callable[[C], bool], *, most: int) -> int:
        """Make those that wait; one that fails is tried again, a few times. Return how many."""
        made = 0
        for copy in self.due().order_by("pk")[:most]:
            if not copy.lease():
                continue
            try:
                made += make_one(copy)
            except Exception:  # one that cannot be made must not keep the others waiting
                logger.exception("%s %s could not be made.", copy._meta.label, copy.public_id)
        return made

    def drop_old(self) -> int:
        """Delete those that were kept long enough; return how many."""
        return sum(copy.forget() for copy in self.old().select_related("file"))


class Copy(models.Model):
    """One file for whoever asked. `KEPT`, `LEASE` and `TRIES` are its own."""

    KEPT = datetime.timedelta(days=3)
    # Whoever makes one for longer has died.
    LEASE = datetime.timedelta(minutes=10)
    TRIES = 5

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Deleted")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("kept until"), null=True, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def ready_has_file(cls, name: str) -> models.CheckConstraint:
        """Return the constraint that every table of copies has, under its own name."""
        return models.CheckConstraint(
            condition=~Q(state="ready") | Q(file__isnull=False, expires_at__isnull=False), name=name
        )

    @property
    def _row(self) -> Any:
        return type(self)._default_manager.filter(pk=self.pk)

    def lease(self) -> bool:
        """Take it for making; False when somebody else did. Tried too often, it failed."""
        mine = self._row.due()
        mine.filter(tries__gte=self.TRIES).update(state=self.State.FAILED)
        return bool(mine.update(leased_until=timezone.now() + self.LEASE, tries=F("tries") + 1))

    def fail(self) -> bool:
        """Make none: whoever asked may not have it any longer."""
        self._row.waiting().update(state=self.State.FAILED)
        return False

    def keep(
        self, write: Callable[[IO[bytes]], dict[str, Any]], *, owner: Any, purpose: str, name: str,
        media_type: str = "application/zip",
    ) -> bool:  # fmt: skip
        """Write the file and let it be fetched, once; `write` returns what else the row keeps."""
        with tempfile.TemporaryFile() as target:
            values = write(target)
            target.seek(0)
            file = make(
                iter(lambda: target.read(CHUNK), b""), owner=owner, purpose=purpose, name=name,
                media_type=media_type,
            )  # fmt: skip
        if not self.finish(file, **values):
            file.erase(by=None, reason="")
            return False
        return True

    @transaction.atomic
    def finish(self, file: StoredFile, **values: Any) -> bool:
        """Say that it can be fetched, once, and tell of it."""
        ready = {
            "state": self.State.READY, "file": file, "expires_at": timezone.now() + self.KEPT,
            "leased_until": None, **values,
        }  # fmt: skip
        if not self._row.waiting().update(**ready):
            return False
        self.tell_ready()
        return True

    def tell_ready(self) -> None:
        """Tell whoever asked that it can be fetched."""
        raise NotImplementedError(f"{type(self).__name__} says nothing when it is ready.")

    @transaction.atomic
    def forget(self) -> bool:
        """Delete the file; that it was asked for stays written down."""
        if not self._row.filter(state=self.State.READY).update(state=self.State.GONE):
            return False
        if self.file:
            self.file.erase(by=None, reason="")
        return True
