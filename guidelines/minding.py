"""What the clock does for reviews. It may run at any time, twice or at once."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from directory.models import Signing
from guidelines.kinds import Cause, Ending, Stage, State
from guidelines.models import (
    Manuscript,
    Outcome,
    Record,
    Reexamination,
    Review,
    Succession,
    journey,
)
from guidelines.models.anew import tell_left
from guidelines.models.one_by_one import one_by_one
from guidelines.models.outcome import ACT
from guidelines.models.reexamination import HINT, MARKS, PATIENCE, REEXAMINE
from portal.desk.models import WorkItem

# What one run does at most; beat runs it again.
MOST = 200
# The key of a row as items of the desk name it.
KEY = Cast("pk", CharField())


def mind_reviews() -> int:
    """Open what is due, end what nothing is left of, and keep the desk true; how much was done."""
    done = _open_overdue() + _end_gone() + _put_back() + _clear_texts() + _clear_desk()
    return done + _end_answers() + tell_left()


def _open_overdue() -> int:
    """Open a review of each record whose day is past."""
    late = Record.objects.published().filter(
        review_by__lt=timezone.localdate(), reviewed_since=None
    )
    return one_by_one(late.order_by("review_by", "pk")[:MOST], _open)


def _open(row: Record) -> bool:
    row.lock()
    if row.state != State.PUBLISHED or not row.is_overdue or row.is_under_review:
        return False
    Reexamination.objects.begin_by_rule(row, Cause.DATE, is_quiet=True)
    return True


def _end_gone() -> int:
    """End what is about a record that was withdrawn or superseded meanwhile."""
    unended = Reexamination.objects.exclude(state=Reexamination.State.DONE)
    gone = unended.exclude(record__state=State.PUBLISHED)
    return one_by_one(gone.select_related("record").order_by("pk")[:MOST], _end)


def _end(row: Reexamination) -> bool:
    row.lock()
    if row.state == Reexamination.State.DONE or row.record.state == State.PUBLISHED:
        return False
    is_replaced = row.record.state == State.SUPERSEDED
    row.end(Ending.REPLACED if is_replaced else Ending.WITHDRAWN, by=None)
    row.record.save(update_fields=MARKS)
    return True


def _put_back() -> int:
    """Put what was to be rewritten on the desk again where nobody goes on with it."""
    begun = Manuscript.objects.open().values("record")
    lying = begun.filter(stage=Stage.WRITING).exclude(record__attribution="")
    late = Q(rewritten_at__lt=timezone.now() - PATIENCE, record__in=lying)
    left = Reexamination.objects.open().filter(~Q(record__in=begun) | late, is_rewritten=True)
    return one_by_one(left.select_related("record").order_by("pk")[:MOST], _put)


def _put(row: Reexamination) -> bool:
    row.lock()
    if row.state != Reexamination.State.OPEN or not (row.is_rewritten and row.is_let_lie):
        return False
    row.is_rewritten = False
    row.save(update_fields=["is_rewritten"])
    WorkItem.put(REEXAMINE, on=row, by=None, is_quiet=True)
    return True


def _clear_texts() -> int:
    """Take texts that were given up with their record off the desk; ask nobody about them."""
    items = WorkItem.objects.standing().filter(kind__in=[journey.REVIEW, journey.CHECK])
    drafts = Signing.objects.drafts().filter(act=journey.CLEARANCE)
    rows = (
        Manuscript.objects.filter(stage=Stage.DROPPED)
        .annotate(key=KEY)
        .filter(
            Q(pk__in=Review.objects.waiting().values("manuscript"))
            | Q(public_id__in=drafts.values("subject"))
            | Q(key__in=items.values("subject"))
        )
    )
    rows = rows.select_related("record__withdrawn_by").order_by("pk")[:MOST]
    return one_by_one(rows, lambda row: journey.clear_away(row, by=_ender(row.record)))


def _ender(record: Record) -> Any:
    """Return who withdrew or replaced a record, where that may be told."""
    said = Succession.objects.filter(record=record).select_related("by").first()
    return record.withdrawn_by or (said.by if said else None)


def _end_answers() -> int:
    """Let nobody sign what was drafted about a practice that was withdrawn or replaced."""
    drafts = Signing.objects.drafts().filter(
        act=ACT, subject=OuterRef("record__public_id"), administration=OuterRef("administration")
    )
    gone = Outcome.objects.exclude(record__state=State.PUBLISHED)
    rows = gone.filter(Exists(drafts), draft__isnull=False).select_related("record__withdrawn_by")
    return one_by_one(rows.order_by("pk")[:MOST], lambda row: row.end_draft(by=_ender(row.record)))


def _clear_desk() -> int:
    """Take what has ended elsewhere off the desk."""
    items = WorkItem.objects.standing().filter(kind__in=[HINT, REEXAMINE])
    ended = Reexamination.objects.filter(state=Reexamination.State.DONE).annotate(key=KEY)
    rows = ended.filter(key__in=items.values("subject")).order_by("pk")[:MOST]
    return one_by_one(rows, _settle)


def _settle(row: Reexamination) -> int:
    return sum(
        WorkItem.settle(kind, on=row, by=None, outcome=row.ending) for kind in (HINT, REEXAMINE)
    )
