"""What a record keeps of its course: how far an experience was, and whether it still runs."""

import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from guidelines.kinds import Kind, Progress, Stage, State
from guidelines.models.telling import tell_owner
from guidelines.text.sections import Content
from portal.audit.models import record as log
from portal.refusals import Refused

# What somebody can be asked of: is it still so?
RUNS = frozenset({Progress.DEVELOPMENT, Progress.ADOPTED})
# A word that it still runs counts so long, then it is asked for again.
STANDS = datetime.timedelta(days=183)
COURSE = ["course", "running_at", "running_waits"]
ASKED = ["running_at", "running_asked_at", "running_waits"]


class Course(models.Model):
    """The columns, and the answers of those whose experience it is."""

    # How far it was, and since which version: one step for each change.
    course = models.JSONField(default=list, editable=False)
    # When somebody said last that it runs, when that was asked, and whether the question waits.
    running_at = models.DateTimeField(null=True, editable=False)
    running_asked_at = models.DateTimeField(null=True, editable=False)
    running_waits = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Whether the last word that it runs still counts."""
        return self.running_at is not None and self.running_at > timezone.now() - STANDS

    @property
    def runs(self: Any) -> bool:
        """Whether the version that is read says that it runs."""
        return bool(self.version) and self.version.content.get("progress") in RUNS

    def follow_course(self: Any, content: Content) -> None:
        """Keep what a new version of an experience says of its progress; the verb saves it."""
        if self.kind != Kind.EXPERIENCE:
            return
        progress = str(content.get("progress") or "")
        if progress and (not self.course or self.course[-1]["progress"] != progress):
            day = timezone.now().date().isoformat()
            step = {"progress": progress, "on": day, "version": self.version.number}
            self.course = [*self.course, step]
        # Whoever hands in that it runs has said so; what public sources say nobody confirms.
        runs = bool(self.attribution) and progress in RUNS
        self.running_at = timezone.now() if runs else None
        self.running_waits = False

    @transaction.atomic
    def ask_running(self: Any) -> bool:
        """Ask those whose experience it is whether it still runs, where that is due."""
        self.lock()
        owner = self.identity_or_none
        if owner is None or not type(self).objects.unconfirmed().filter(pk=self.pk).exists():
            return False
        self.running_asked_at, self.running_waits = timezone.now(), True
        self.save(update_fields=ASKED)
        tell_owner("guidelines.ask_running", kind="asked", record=self, people=owner.people())
        return True

    @transaction.atomic
    def say_running(self: Any, *, by: Any) -> None:
        """Keep that it still runs, as of today."""
        self.lock()
        if self.kind != Kind.EXPERIENCE or self.state != State.PUBLISHED or not self.runs:
            raise Refused(gettext("This experience is not said to be running."))
        self.running_at, self.running_waits = timezone.now(), False
        self.save(update_fields=ASKED)
        log("guidelines.say_running", by=self.actor(by), on=self)

    @transaction.atomic
    def say_changed(self: Any, *, by: Any, has_ended: bool) -> Any:
        """Begin the version that says what changed, or go on with the one that was begun."""
        self.lock()
        text = self.manuscript or self.manuscripts.model.revise(self, by=by)
        if has_ended and text.stage == Stage.WRITING and text.content["progress"] in RUNS:
            content = {**text.content, "progress": str(Progress.DISCONTINUED)}
            text.write(by=by, content=content, seen=text.seen())
        # The question is answered; it is asked again if no version says so within half a year.
        self.running_asked_at, self.running_waits = timezone.now(), False
        self.save(update_fields=ASKED)
        log("guidelines.say_changed", by=self.actor(by), on=self, has_ended=has_ended)
        return text
