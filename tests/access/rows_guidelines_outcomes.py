"""Who meets what of answers about practices, and of reviews."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from guidelines.kinds import Kind
from guidelines.minding import mind_reviews
from guidelines.models import Reexamination
from portal.markings.models import Marking
from tests.access.rows import ARCADIANS, EVERYBODY, MEMBERS, Answer, Row
from tests.access.rows_guidelines import EDITORS, OFFICERS
from tests.guidelines.advice import publish, text
from tests.guidelines.answering import give

PUBLISHERS = {"secretariat", "publisher"}


def build(world: SimpleNamespace) -> None:
    """Add a practice that two administrations answered, one by name, and one under review."""
    answered = publish(Kind.PRACTICE, marking=Marking.GREEN)
    own = world.secrets.add(
        "Canary answer of Arcadia", {"officer", "former_holder", "ncp_a", "coordinator"}
    )
    give(answered, world.people["ncp_a"], words=own)
    give(answered, world.people["ncp_b"], is_named=True)
    gone = publish(Kind.PRACTICE, marking=Marking.GREEN)
    give(gone, world.people["officer"], words=own)
    gone.withdraw(by=world.people["secretariat"], reason="It is over.")
    mind_reviews()
    reviewed = publish(
        Kind.PRACTICE, content=text(Kind.PRACTICE, title="Reviewed advice"), marking=Marking.GREEN
    )
    review = Reexamination.begin(
        reviewed, by=world.people["editor"], cause="law",
        note=world.secrets.add("Canary law", {*EDITORS}),
    )  # fmt: skip
    world.outcomes = {"answered": answered, "gone": gone, "reviewed": reviewed, "review": review}


def of(name: str) -> Any:
    """Return the function that gives the address of a record or a review."""
    return lambda world: [world.outcomes[name].public_id]


USED = {
    "since": "year", "where": "all", "benefit": "much", "effort": "same", "words": "",
    "is_named": "no", "seen": "",
}  # fmt: skip
HINT = {"cause": "law", "note": "A word."}
ENDED = {
    "statement": "Still right.",
    "review_by": (timezone.localdate() + datetime.timedelta(days=90)).isoformat(),
}
ROWS = [
    Row("guidelines:confidence_rule", EVERYBODY),
    Row("guidelines:outcome_list", OFFICERS),
    Row("guidelines:outcome_edit", OFFICERS, args=of("answered")),
    Row("guidelines:outcome_edit", OFFICERS, "asked", args=of("answered"), query="outcome=used"),
    Row("guidelines:outcome_edit", OFFICERS, "given", "POST", args=of("reviewed"),
        query="outcome=used", data=lambda world: USED, ok=302),
    Row("guidelines:outcome_edit", ARCADIANS, "kept", args=of("gone"),
        meets="Canary answer of Arcadia",
        others=dict.fromkeys(OFFICERS - set(ARCADIANS), Answer(status=302))),
    Row("guidelines:outcome_names", {"ncp_a", "ncp_b", "overdue"}, args=of("answered")),
    # Officers without a seat meet the reason why they may not take back what is signed.
    Row("guidelines:outcome_withdraw", OFFICERS, "signed", "POST", of("answered"), ok=302),
    Row("guidelines:outcome_withdraw", OFFICERS, "get", args=of("answered"), ok=405),
    Row("guidelines:review_add", MEMBERS, args=of("answered")),
    Row("guidelines:review_add", MEMBERS, "sent", "POST", of("answered"),
        data=lambda world: HINT, ok=302),
    Row("guidelines:review_end", EDITORS, args=of("review")),
    Row("guidelines:review_end", EDITORS, "sent", "POST", of("review"),
        data=lambda world: ENDED, ok=302),
    Row("guidelines:review_plan", PUBLISHERS, args=of("answered")),
    Row("guidelines:review_plan", PUBLISHERS, "sent", "POST", of("answered"),
        data=lambda world: {"review_by": ENDED["review_by"]}, ok=302),
]  # fmt: skip
