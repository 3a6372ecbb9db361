"""Reviews of what is published: why, since when, and what came of each."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Cause, Ending, Stage, State
from guidelines.measures.confidence import Outcome
from guidelines.models import telling
from portal.audit.models import record as log
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.notifications.models import tell
from portal.refusals import Refused
from portal.wake import wake

# The kinds of work on the desk.
HINT = "guidelines.hint"
REEXAMINE = "guidelines.reexamine"
MINDER = "guidelines.mind_reviews"
# So long the desk waits for a text that somebody else is to write.
PATIENCE = datetime.timedelta(days=30)
# Of one person about one record: more would be a flood.
MOST_HINTS = 5
# What a review changes on the row of its record.
MARKS = ["reviewed_since", "review_cause"]


class ReexaminationQuerySet(models.QuerySet["Reexamination"]):
    """Reviews, as adjectives; and those that nobody opens by hand."""

    def open(self) -> "ReexaminationQuerySet":
        """Return those under way."""
        return self.filter(state=Reexamination.State.OPEN)

    def hinted(self) -> "ReexaminationQuerySet":
        """Return what members pointed out and nobody decided on."""
        return self.filter(state=Reexamination.State.HINT)

    def begin_by_rule(self, record: Any, cause: str, *, is_quiet: bool = False) -> None:
        """Open a review because a rule says so, unless one is open. The record is locked."""
        if not self.model.objects.open().filter(record=record).exists():
            self.model(record=record, cause=cause).open_now(by=None, is_quiet=is_quiet)

    def end_with_version(self, record: Any) -> None:
        """End the review of a record whose next version is read. The record is locked.

        Its item leaves the desk a moment later: whoever decides locks the item first.
        """
        if record.pk and (row := self.model.objects.open().filter(record=record).first()):
            row.record = record
            row.end(Ending.VERSION, by=None)
            wake(MINDER)


class Reexamination(models.Model):
    """One review of a published record. There is one under way at most."""

    class State(models.TextChoices):
        HINT = "hint", _("Pointed out")
        OPEN = "open", _("Under review")
        DONE = "done", _("Ended")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.ForeignKey("Record", on_delete=models.PROTECT, related_name="reexaminations")
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.HINT)
    cause = models.CharField(_("why"), max_length=13, choices=Cause)
    note = models.CharField(_("what changed"), max_length=1000, blank=True)
    source = models.URLField(_("where it can be read"), max_length=500, blank=True)
    # None: a rule, the clock, or somebody who is kept apart.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("pointed out"), default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), null=True)
    # A new version is begun: the desk waits until it is read.
    is_rewritten = models.BooleanField(default=False)
    rewritten_at = models.DateTimeField(null=True, editable=False)
    ending = models.CharField(_("what came of it"), max_length=9, choices=Ending, blank=True)
    # As long as a reason on the desk.
    statement = models.TextField(_("statement"), blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ReexaminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of guidance")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(state="open"), name="guidelines_one_open_review"
            ),
            # The words by their digest: they are longer than an index takes.
            models.UniqueConstraint(
                "record", "noted_by", "cause", MD5("note"), MD5("source"),
                condition=Q(state="hint"), name="guidelines_hint_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False) & ~Q(ending="")
                | ~Q(state="done") & Q(ended_at=None, ended_by=None, ending=""),
                name="guidelines_ended_review",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False),
                name="guidelines_open_review_has_moment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.record.code}: {self.record.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return str(self.record.get_absolute_url())

    @property
    def is_let_lie(self) -> bool:
        """Whether the new version is given up, or whoever handed it in did not send it on."""
        text = self.record.manuscript
        if text is None:
            return True
        is_late = self.rewritten_at and self.rewritten_at < timezone.now() - PATIENCE
        return bool(is_late and self.record.attribution and text.stage == Stage.WRITING)

    @property
    def statement_url(self) -> str:
        """Where an editor says that the record is still right."""
        return reverse("guidelines:review_end", args=[self.public_id])

    @classmethod
    @transaction.atomic
    def hint(
        cls, record: Any, *, by: Any, cause: str, note: str = "", source: str = ""
    ) -> "Reexamination":
        """Point out that a record may no longer be right; the desk decides. Twice is once."""
        known = _published(record, by=by)
        said = {"cause": cause, "note": note, "source": source}
        waiting = cls.objects.hinted().filter(record=record, noted_by=known)
        if twin := waiting.filter(**said).first():
            return twin
        if waiting.count() >= MOST_HINTS:
            raise Refused(gettext("Your earlier hints wait already. The Secretariat reads them."))
        row = cls.objects.create(record=record, noted_by=known, **said)
        log("guidelines.hint_review", by=known, on=record, cause=cause,
            personal={"note": note})  # fmt: skip
        WorkItem.put(HINT, on=row, by=known)
        return row

    @classmethod
    @transaction.atomic
    def begin(
        cls, record: Any, *, by: Any, cause: str, note: str = "", source: str = ""
    ) -> "Reexamination":
        """Put a record under review."""
        known = _published(record, by=by)
        if cls.objects.open().filter(record=record).exists():
            raise Refused(gettext("It is under review already."))
        row = cls(record=record, cause=cause, note=note, source=source, noted_by=known)
        row.open_now(by=known)
        return row

    @transaction.atomic
    def take_up(self, *, by: Any, reason: str = "") -> bool:
        """Put the record under review, as somebody pointed out."""
        self.lock()
        if self.state != self.State.HINT or self.record.state != State.PUBLISHED:
            return False
        if Reexamination.objects.open().filter(record=self.record).exists():
            raise Refused(gettext("It is under review already. Dismiss this hint."))
        self.open_now(by=by)
        self._answer("guidelines.take_up_hint", by=by)
        return True

    @transaction.atomic
    def dismiss(self, *, by: Any, reason: str) -> bool:
        """Leave the record as it is; whoever pointed it out reads why."""
        self.lock()
        if self.state != self.State.HINT:
            return False
        self._close(Ending.DISMISSED, by=by, statement=reason)
        log("guidelines.dismiss_hint", by=by, on=self.record, personal={"reason": reason})
        self._answer("guidelines.dismiss_hint", by=by)
        return True

    @transaction.atomic
    def rewrite(self, *, by: Any, reason: str = "") -> bool:
        """Begin a new version, and tell whose record it is. It stays under review until it is read.

        Whoever decides this writes nothing yet: they may review what others write.
        """
        self.lock()
        if self.state != self.State.OPEN or self.is_rewritten:
            return False
        row = self.record
        texts = row.manuscripts.model
        manuscript = row.manuscript or texts.revise(row, by=by, writes=False)
        self.is_rewritten, self.rewritten_at = True, timezone.now()
        self.save(update_fields=["is_rewritten", "rewritten_at"])
        log("guidelines.rewrite_reviewed", by=row.actor(by), on=row)
        if identity := row.identity_or_none:
            tell("guidelines.rewrite_reviewed", kind="asked", on=manuscript, by=row.actor(by),
                 people=identity.people())  # fmt: skip
        return True

    @transaction.atomic
    def confirm(self, *, by: Any, statement: str, review_by: datetime.date) -> bool:
        """Say that the record is still right, and when to look again; failures count half now."""
        item = WorkItem.hold(REEXAMINE, on=self, claim_of=by)
        self.lock()
        if self.state != self.State.OPEN or self.record.state != State.PUBLISHED:
            return False
        row = self.record
        row.currency, row.currency_on = statement, timezone.localdate()
        row.review_by = review_by
        self.end(Ending.CURRENT, by=by, statement=statement)
        row.save(update_fields=["currency", "currency_on", "review_by", *MARKS])
        log("guidelines.confirm_current", by=row.actor(by), on=row, review_by=review_by)
        row.judge()
        if item:
            WorkItem.settle(REEXAMINE, on=self, by=by, outcome="current", reason=statement)
        return True

    @transaction.atomic
    def withdraw(self, *, by: Any, reason: str) -> bool:
        """Withdraw the record: nothing replaces it."""
        self.lock()
        if self.state != self.State.OPEN or not self.record.withdraw(by=by, reason=reason):
            return False
        self.end(Ending.WITHDRAWN, by=by, statement=reason)
        self.record.save(update_fields=MARKS)
        return True

    def open_now(self, *, by: Any, is_quiet: bool = False) -> None:
        """Mark its record, put it on the desk and tell who follows. The record is locked.

        `is_quiet`: the clock opens many at once, and no officer is told of each.
        """
        row = self.record
        self.state, self.opened_at = self.State.OPEN, timezone.now()
        self.save()
        row.reviewed_since, row.review_cause = self.opened_at, self.cause
        row.save(update_fields=MARKS)
        log("guidelines.open_review", by=by, on=row, cause=self.cause)
        WorkItem.put(REEXAMINE, on=self, by=by, is_quiet=is_quiet)
        tell("guidelines.open_review", kind="guidelines", on=row, by=by,
             subjects=telling.subjects_of(row))  # fmt: skip

    def end(self, ending: str, *, by: Any, statement: str = "") -> None:
        """End it: what failed before is dealt with. Whoever calls it saves `MARKS`."""
        self._close(ending, by=by, statement=statement)
        row = self.record
        row.reviewed_since, row.review_cause = None, ""
        row.outcomes.filter(answer=Outcome.FAILED, dealt_with_at=None).update(
            dealt_with_at=self.ended_at
        )
        log("guidelines.end_review", by=row.actor(by), on=row, ending=ending)

    def _close(self, ending: str, *, by: Any, statement: str = "") -> None:
        self.state, self.ending, self.statement = self.State.DONE, ending, statement
        self.ended_by, self.ended_at = self.record.actor(by), timezone.now()
        self.save(update_fields=["state", "ending", "statement", "ended_by", "ended_at"])

    def _answer(self, verb: str, *, by: Any) -> None:
        """Tell whoever pointed it out."""
        if self.noted_by_id:
            tell(verb, kind="asked", on=self.record, by=by, people=[self.noted_by_id])

    def lock(self) -> None:
        """Hold the record and the review, in this order, and see both as they are now."""
        self.record.lock()
        Reexamination.objects.select_for_update(of=("self",)).get(pk=self.pk)
        row = self.record
        self.refresh_from_db()
        self.record = row


def _published(record: Any, *, by: Any) -> Any:
    """Lock a published record and return who is said to act on it."""
    record.lock()
    if record.state != State.PUBLISHED:
        raise Refused(gettext("Only what is published is reviewed."))
    return record.actor(by)
