"""Two pages about a technology as a PDF: asked for, made by a task, kept for a day."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from portal.audit.models import record
from portal.files.models import StoredFile
from portal.identifiers import new_public_id
from portal.taxonomy.models import Technology
from portal.wake import wake

KEPT = datetime.timedelta(days=1)
PER_DAY = 20
# Whoever makes one for longer has died.
LEASE = datetime.timedelta(minutes=2)
TRIES = 3


class BriefingQuerySet(models.QuerySet["Briefing"]):
    """Briefings, as adjectives."""

    def waiting(self) -> Self:
        """Return those that are not made yet."""
        return self.filter(state=Briefing.State.WAITING)

    def due(self) -> Self:
        """Return those that nobody makes now."""
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))

    def ready(self) -> Self:
        """Return those that can be fetched."""
        return self.filter(state=Briefing.State.READY, expires_at__gt=timezone.now())

    def old(self) -> Self:
        """Return those that were kept long enough."""
        return self.filter(state=Briefing.State.READY, expires_at__lte=timezone.now())


class Briefing(models.Model):
    """One PDF for one person: it holds what that person could read when it was made."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Deleted")

    class Step(models.IntegerChoices):
        ASKED = 0, _("Waits for its turn")
        COLLECTED = 1, _("Collecting what you may read")
        SET = 2, _("Setting the pages")
        KEPT = 3, _("Done")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="briefings"
    )
    technology = models.ForeignKey(Technology, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.ASKED, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("kept until"), null=True, editable=False)
    # The records in it: it is fetched only while its reader may read them all.
    records = ArrayField(models.BigIntegerField(), default=list, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = _("briefing")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "technology", "language"], condition=Q(state="waiting"),
                name="guidelines_one_briefing",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False, expires_at__isnull=False),
                name="guidelines_briefing_ready",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.technology_id}, {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return where it says how far it is."""
        return reverse("guidelines:briefing_state", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        """Whether it is being made."""
        return self.state == self.State.WAITING

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.state == self.State.READY and bool(
            self.expires_at and self.expires_at > timezone.now()
        )

    @classmethod
    @transaction.atomic
    def ask(cls, technology: Technology, *, by: Any, language: str) -> "Briefing | None":
        """Ask for one: that which waits already stands; None when a day's are used up."""
        # Counted under a lock of the person, so that two clicks are one.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = cls.objects.filter(person=by)
        same = mine.waiting().filter(technology=technology, language=language)
        if standing := same.first():
            return standing
        day = timezone.now() - datetime.timedelta(days=1)
        if mine.filter(asked_at__gt=day).count() >= PER_DAY:
            return None
        row = cls.objects.create(person=by, technology=technology, language=language)
        record("guidelines.ask_briefing", by=by, technology=technology.slug)
        wake("guidelines.make_briefings")
        return row

    def lease(self) -> bool:
        """Take it for making; False when somebody else did. Tried too often, it failed."""
        mine = Briefing.objects.due().filter(pk=self.pk)
        mine.filter(tries__gte=TRIES).update(state=self.State.FAILED)
        return bool(mine.update(leased_until=timezone.now() + LEASE, tries=F("tries") + 1))

    def go_on(self, step: int) -> None:
        """Say how far it is, at once, for whoever looks."""
        Briefing.objects.waiting().filter(pk=self.pk).update(step=step)

    @transaction.atomic
    def finish(self, file: StoredFile, *, records: Iterable[int]) -> bool:
        """Say that it can be fetched, once."""
        values = {
            "state": self.State.READY, "step": self.Step.KEPT, "file": file, "leased_until": None,
            "expires_at": timezone.now() + KEPT, "records": sorted(set(records)),
        }  # fmt: skip
        return bool(Briefing.objects.waiting().filter(pk=self.pk).update(**values))

    @transaction.atomic
    def forget(self) -> bool:
        """Delete the file; that it was asked for stays written down."""
        ready = Briefing.objects.filter(pk=self.pk, state=self.State.READY)
        if not ready.update(state=self.State.GONE):
            return False
        if self.file:
            self.file.erase(by=None, reason="")
        return True
