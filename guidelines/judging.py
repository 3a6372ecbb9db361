"""How sure we are of every practice, worked out anew: what time alone changes is noticed too."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched

from django.db import transaction
from django.utils import timezone

from guidelines.confidence import Answer
from guidelines.kinds import Cause
from guidelines.models import Outcome, Record, Reexamination
from guidelines.models.measured import WEIGHED
from guidelines.models.outcome import FRESH, weighed
from guidelines.models.outcome import WEIGHED as COLUMNS

BATCH = 500


def judge_all() -> int:
    """Work out how sure we are of every published practice; return how many changed.

    Each batch is locked while it is weighed: nobody's signature is overtaken.
    """
    keys = Record.objects.published().practices().order_by("pk").values_list("pk", flat=True)
    return sum(_judge(batch) for batch in batched(list(keys), BATCH))


@transaction.atomic
def _judge(keys: Sequence[int]) -> int:
    locked = Record.objects.published().filter(pk__in=keys).order_by("pk")
    rows = list(locked.select_for_update(of=("self",)))
    answers, limit = defaultdict[int, list[Answer]](list), timezone.now() - FRESH
    signed = Outcome.objects.signed().filter(record__in=keys)
    for record, *row in signed.values_list("record_id", *COLUMNS).iterator():
        answers[record].append(weighed(tuple(row), limit))
    changed, due = [], []
    for row in rows:
        before = [getattr(row, name) for name in WEIGHED]
        verdict = row.weigh(answers[row.pk])
        if before != [getattr(row, name) for name in WEIGHED]:
            changed.append(row)
        if verdict.review_is_due and not row.is_under_review:
            due.append(row)
    Record.objects.bulk_update(changed, WEIGHED, batch_size=100)
    for row in due:
        Reexamination.objects.begin_by_rule(row, Cause.FAILURES)
    return len(changed)
