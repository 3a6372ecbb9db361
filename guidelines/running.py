"""Is it still running? Every half year the author of an experience is asked; one click answers."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from guidelines.kinds import Kind, Progress, Stage, State
from guidelines.models import Manuscript, Record
from guidelines.models.course import RUNS, STANDS
from portal.audit.models import record as log
from portal.desk.registry import Refused
from portal.notifications.models import tell

# What one run asks at most; the next one goes on.
MOST = 500
FIELDS = ["running_at", "running_asked_at", "running_waits"]


def due() -> QuerySet[Record, Any]:
    """Return the experiences that are said to run, and of which nobody said so for half a year."""
    before = timezone.now() - STANDS
    rows = Record.objects.published().experiences().exclude(attribution="")
    # Whoever did not answer is asked again after as long, not every night.
    asked = Q(running_asked_at=None) | Q(running_asked_at__lt=before)
    return rows.filter(asked, running_at__lt=before)


def ask_due() -> int:
    """Ask the authors of what is due; return how many. Twice is once."""
    return sum(_ask(row) for row in due().order_by("running_at", "pk")[:MOST])


@transaction.atomic
def _ask(row: Record) -> bool:
    row.lock()
    owner = row.identity_or_none
    if owner is None or not due().filter(pk=row.pk).exists():
        return False
    row.running_asked_at, row.running_waits = timezone.now(), True
    row.save(update_fields=FIELDS)
    tell("guidelines.ask_running", kind="asked", on=row, by=None, people=owner.people())
    return True


@transaction.atomic
def say_running(row: Record, *, by: Any) -> None:
    """Keep that it still runs, as of today."""
    row.lock()
    if row.kind != Kind.EXPERIENCE or row.state != State.PUBLISHED or _progress(row) not in RUNS:
        raise Refused(gettext("This experience is not said to be running."))
    row.running_at, row.running_waits = timezone.now(), False
    row.save(update_fields=FIELDS)
    log("guidelines.say_running", by=row.actor(by), on=row)


@transaction.atomic
def say_changed(row: Record, *, by: Any, has_ended: bool) -> Manuscript:
    """Begin the version that says what changed, or go on with the one that was begun."""
    row.lock()
    manuscript: Manuscript = row.manuscript or Manuscript.revise(row, by=by)
    if has_ended and manuscript.stage == Stage.WRITING and manuscript.content["progress"] in RUNS:
        content = {**manuscript.content, "progress": str(Progress.DISCONTINUED)}
        manuscript.write(by=by, content=content, seen=manuscript.seen())
    # The question is answered; it is asked again if no version says so within half a year.
    row.running_asked_at, row.running_waits = timezone.now(), False
    row.save(update_fields=FIELDS)
    log("guidelines.say_changed", by=row.actor(by), on=row, has_ended=has_ended)
    return manuscript


def _progress(row: Record) -> str:
    return str(row.version.content.get("progress", "")) if row.version else ""
