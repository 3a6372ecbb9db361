"""What is true of every item of the desk, whatever the code: the second lock of its rules."""

from django.db import models
from django.db.models import F, Q

CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["kind", "subject"], condition=~Q(state="done"), name="desk_one_standing"
    ),
    models.CheckConstraint(
        condition=Q(claimed_by=None, claimed_until=None)
        | Q(claimed_by__isnull=False, claimed_until__isnull=False,
            state__in=["open", "second"]),
        name="desk_claim_pair",
    ),
    models.CheckConstraint(
        condition=Q(first_by=None, first_at=None, first_code="")
        | Q(first_by__isnull=False, first_at__isnull=False) & ~Q(first_code=""),
        name="desk_first_decision_pair",
    ),
    models.CheckConstraint(
        condition=~Q(state="second") | Q(first_by__isnull=False),
        name="desk_second_after_first",
    ),
    models.CheckConstraint(
        condition=Q(state="done", done_at__isnull=False) & ~Q(outcome="")
        | ~Q(state="done") & Q(done_at=None, done_by=None, is_decided=False, outcome=""),
        name="desk_done_has_an_outcome",
    ),
    models.CheckConstraint(
        condition=Q(is_decided=False) | Q(done_by__isnull=False),
        name="desk_decided_by_somebody",
    ),
    models.CheckConstraint(
        condition=Q(is_by_two=False)
        | Q(first_by__isnull=False, is_decided=True) & ~Q(done_by=F("first_by")),
        name="desk_decided_by_two",
    ),
    models.CheckConstraint(
        condition=Q(is_decided=False) | Q(by_another=False) | Q(opened_by=None)
        | ~Q(done_by=F("opened_by")),
        name="desk_decided_by_another",
    ),
    models.CheckConstraint(
        condition=Q(state="returned", paused_on__isnull=False)
        | ~Q(state="returned") & Q(paused_on=None),
        name="desk_clock_stands_while_returned",
    ),
]  # fmt: skip
