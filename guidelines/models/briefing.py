"""Two pages about a technology as a PDF: asked for, made by a task, kept for a day."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from guidelines.models.record import Record
from portal.audit.models import record
from portal.files.copies import Copy, CopyQuerySet
from portal.taxonomy.models import Technology
from portal.wake import wake
from research.models import Work

PER_DAY = 20


class Briefing(Copy):
    """One PDF for one person: it holds what that person could read when it was made."""

    KEPT = datetime.timedelta(days=1)
    LEASE = datetime.timedelta(minutes=2)
    TRIES = 3

    class Step(models.IntegerChoices):
        ASKED = 0, _("Waits for its turn")
        COLLECTED = 1, _("Collecting what you may read")
        SET = 2, _("Setting the pages")
        KEPT = 3, _("Done")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="briefings"
    )
    technology = models.ForeignKey(Technology, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.ASKED, editable=False)
    # The records and works in it: it is fetched only while its reader may read them all.
    records = ArrayField(models.BigIntegerField(), default=list, editable=False)
    works = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = CopyQuerySet["Briefing"].as_manager()

    class Meta:
        verbose_name = _("briefing")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "technology", "language"], condition=Q(state="waiting"),
                name="guidelines_one_briefing",
            ),
            Copy.ready_has_file("guidelines_briefing_ready"),
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

    def is_readable_by(self, person: Any) -> bool:
        """Whether somebody may read all that is in it now, and all of it still stands."""
        return all(
            model.objects.published().readable_by(person).filter(pk__in=keys).count() == len(keys)
            for model, keys in ((Record, self.records), (Work, self.works))
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

    def go_on(self, step: int) -> None:
        """Say how far it is, at once, for whoever looks."""
        Briefing.objects.waiting().filter(pk=self.pk).update(step=step)

    def tell_ready(self) -> None:
        """Tell nobody: whoever asked is on the page that says how far it is."""
