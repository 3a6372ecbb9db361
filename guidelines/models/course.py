"""The course of an experience: how far it was, when that changed, and whether it still runs."""

import datetime
from typing import Any

from django.utils import timezone

from guidelines.kinds import Kind, Progress
from guidelines.sections import Content

# What somebody can be asked of: is it still so?
RUNS = frozenset({Progress.DEVELOPMENT, Progress.ADOPTED})
# A word that it still runs counts so long, then it is asked for again.
STANDS = datetime.timedelta(days=183)
FIELDS = ["course", "running_at", "running_waits"]


def follow(record: Any, content: Content) -> None:
    """Keep what a new version of an experience says of its progress; the verb saves `FIELDS`."""
    if record.kind != Kind.EXPERIENCE:
        return
    progress = str(content.get("progress") or "")
    if progress and (not record.course or record.course[-1]["progress"] != progress):
        day = timezone.now().date().isoformat()
        step = {"progress": progress, "on": day, "version": record.version.number}
        record.course = [*record.course, step]
    # Whoever hands in that it runs has said so; what public sources say nobody confirms.
    runs = bool(record.attribution) and progress in RUNS
    record.running_at = timezone.now() if runs else None
    record.running_waits = False


def is_confirmed(record: Any) -> bool:
    """Return whether the last word that it runs still counts."""
    return record.running_at is not None and record.running_at > timezone.now() - STANDS
