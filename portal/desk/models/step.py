"""The history of an item: every act, in order."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portal.audit.models import record
from portal.desk.registry import is_reviewable, outcome_title


class WorkStep(models.Model):
    """One act: who, what, when and why. Written by the verbs of the item, never changed."""

    class Verb(models.TextChoices):
        OPEN = "open", pgettext_lazy("step", "Put on the desk")
        CLAIM = "claim", pgettext_lazy("step", "Taken")
        RELEASE = "release", pgettext_lazy("step", "Given free")
        ASSIGN = "assign", pgettext_lazy("step", "Assigned")
        RETURN = "return", pgettext_lazy("step", "Returned")
        RESUME = "resume", pgettext_lazy("step", "Came back")
        SECOND = "second", pgettext_lazy("step", "First decision")
        DISPUTE = "dispute", pgettext_lazy("step", "Not confirmed")
        DECIDE = "decide", pgettext_lazy("step", "Decided")
        SETTLE = "settle", pgettext_lazy("step", "Settled elsewhere")

    item = models.ForeignKey("desk.WorkItem", on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=8, choices=Verb)
    # The decision or the outcome.
    code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    # The points of the checklist that were ticked, counted from nought.
    checked = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> str | Promise:
        """What was done: the decision or the outcome by its name, the rest by its verb."""
        return outcome_title(self.item.kind, self.code) if self.code else self.get_verb_display()

    @property
    def ticked(self) -> list[str | Promise]:
        """The points of the checklist that were ticked, in words."""
        points = self.item.reviewable.checklist if is_reviewable(self.item.kind) else ()
        return [points[place] for place in self.checked if place < len(points)]

    @classmethod
    def note(
        cls, item: Any, verb: str, *, by: Any, checked: Iterable[int] = (), **why: Any
    ) -> None:
        """Add an act to the history of an item and to the log, in the transaction of its verb."""
        step = cls.objects.create(item=item, verb=verb, by=by, checked=sorted(checked), **why)
        record(
            f"desk.{verb}_item", by=by, on=item, kind=item.kind, subject=item.subject,
            code=step.code, to_id=step.to_id,
        )  # fmt: skip
