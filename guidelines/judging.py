"""How sure we are of every practice, worked out anew: what time alone changes is noticed too."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched

from django.db import transaction
from django.utils import timezone

from guidelines.measures.confidence import Answer
from guidelines.models import Outcome, Record
from guidelines.models.measured import WEIGHED
from guidelines.models.one_by_one import one_by_one
from guidelines.models.outcome import FRESH, weighed
from guidelines.models.outcome import WEIGHED as COLUMNS

BATCH = 500
# Reviews are opened by whoever signs; this many that were missed are opened in one run.
MOST = 50


def judge_all() -> int:
    """Work out how sure we are of every published practice; return how many changed.

    Each batch is locked while it is weighed: nobody's signature is overtaken.
    """
    keys = Record.objects.published().practices().order_by("pk").values_list("pk", flat=True)
    changed, due = 0, list[int]()
    for batch in batched(list(keys), BATCH):
        changed += _judge(batch, due)
    one_by_one(Record.objects.filter(pk__in=due[:MOST]).order_by("pk"), _open)
    return changed


@transaction.atomic
def _judge(keys: Sequence[int], due: list[int]) -> int:
    locked = Record.objects.published().filter(pk__in=keys).order_by("pk")
    rows = list(locked.select_for_update(of=("self",)))
    answers, limit = defaultdict[int, list[Answer]](list), timezone.now() - FRESH
    signed = Outcome.objects.signed().filter(record__in=keys)
    for record, *row in signed.values_list("record_id", *COLUMNS).iterator():
        answers[record].append(weighed(tuple(row), limit))
    changed = []
    for row in rows:
        before = [getattr(row, name) for name in WEIGHED]
        verdict = row.weigh(answers[row.pk])
        if before != [getattr(row, name) for name in WEIGHED]:
            changed.append(row)
        if verdict.review_is_due and not row.is_under_review:
            due.append(row.pk)
    # The rows exist: this is the one statement that updates many of them by their own values.
    Record.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=WEIGHED
    )
    return len(changed)


def _open(row: Record) -> bool:
    """Open the review that the rule says is due, if it still does."""
    row.lock()
    row.judge()
    return True
