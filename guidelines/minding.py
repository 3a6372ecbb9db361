"""What the clock does for reviews. It may run at any time, twice or at once."""

from django.db import transaction
from django.utils import timezone

from guidelines.kinds import Cause, Ending, State
from guidelines.models import Manuscript, Record, Reexamination
from guidelines.models.reexamination import HINT, MARKS, REEXAMINE
from portal.desk.models import WorkItem

# What one run does at most; beat runs it again.
MOST = 200


def mind_reviews() -> int:
    """Open what is due, end what nothing is left of, and keep the desk true; how much was done."""
    return _open_overdue() + _end_gone() + _put_back() + _clear_desk()


def _open_overdue() -> int:
    """Open a review of each record whose day is past."""
    late = Record.objects.published().filter(
        review_by__lt=timezone.localdate(), reviewed_since=None
    )
    done = 0
    for row in late.order_by("review_by", "pk")[:MOST]:
        with transaction.atomic():
            row.lock()
            if row.state == State.PUBLISHED and row.is_overdue and not row.is_under_review:
                Reexamination.objects.begin_by_rule(row, Cause.DATE)
                done += 1
    return done


def _end_gone() -> int:
    """End what is about a record that was withdrawn or superseded meanwhile."""
    gone = Reexamination.objects.exclude(state="done").exclude(record__state=State.PUBLISHED)
    done = 0
    for row in gone.select_related("record").order_by("pk")[:MOST]:
        with transaction.atomic():
            row.lock()
            if row.state != Reexamination.State.DONE and row.record.state != State.PUBLISHED:
                row.end(Ending.WITHDRAWN, by=None)
                row.record.save(update_fields=MARKS)
                done += 1
    return done


def _put_back() -> int:
    """Put what was to be rewritten on the desk again where its new version was given up."""
    begun = Manuscript.objects.open().values("record")
    left = Reexamination.objects.open().filter(is_rewritten=True).exclude(record__in=begun)
    done = 0
    for row in left.select_related("record").order_by("pk")[:MOST]:
        with transaction.atomic():
            row.lock()
            if row.state == Reexamination.State.OPEN and row.record.manuscript is None:
                row.is_rewritten = False
                row.save(update_fields=["is_rewritten"])
                WorkItem.put(REEXAMINE, on=row, by=None)
                done += 1
    return done


def _clear_desk() -> int:
    """Take what has ended elsewhere off the desk."""
    done = 0
    for item in WorkItem.objects.standing().filter(kind__in=[HINT, REEXAMINE])[:MOST]:
        row = Reexamination.objects.filter(pk=item.subject, state="done").first()
        if row and WorkItem.settle(item.kind, on=row, by=None, outcome=row.ending):
            done += 1
    return done
