"""What the clock does for the desk: nothing stays on it that nobody can decide."""

import pytest

from directory.models import Person, Signing
from guidelines import minding
from guidelines.kinds import Kind, Stage
from guidelines.minding import mind_reviews
from guidelines.models import Manuscript, Record, Reexamination, Review, journey
from guidelines.models.reexamination import HINT, REEXAMINE
from guidelines.models.succession import supersede
from portal.desk.models import WorkItem
from tests.guidelines.advice import publish
from tests.guidelines.ways import fresh

pytestmark = pytest.mark.django_db


def sent_on(record: Record, by: Person) -> Manuscript:
    """Return the next text of a record, sent on."""
    manuscript = Manuscript.revise(record, by=by)
    journey.send_on(manuscript, by=by)
    return fresh(manuscript)


def test_withdrawn_record_leaves_nothing_to_review(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE, by=ncp_a)
    row = sent_on(record, ncp_a)
    Review.ask(row, ncp_b, by=secretariat)
    record.withdraw(by=secretariat, reason="Wrong.")
    before = WorkItem.objects.standing().count(), Review.objects.waiting().count()

    mind_reviews()

    after = WorkItem.objects.standing().count(), Review.objects.waiting().count()
    assert (before, after) == ((1, 1), (0, 0))
    assert WorkItem.objects.get(kind=journey.REVIEW).outcome == "ended"


def test_superseded_record_leaves_nothing_to_clear(
    officer: Person, ncp_a: Person, publisher: Person
) -> None:
    record = publish(Kind.PRACTICE, by=ncp_a)
    row = sent_on(record, officer)
    supersede(record, by=publisher, successor=publish(Kind.PRACTICE), note="Better.")
    waiting = Signing.objects.drafts().count()

    assert (mind_reviews(), mind_reviews()) == (1, 0)

    assert (row.stage, waiting, Signing.objects.drafts().count()) == (Stage.CLEARANCE, 1, 0)
    assert Signing.objects.get().withdrawn_by == publisher


def test_items_that_stand_do_not_hide_what_has_ended(
    monkeypatch: pytest.MonkeyPatch, secretariat: Person, ncp_a: Person
) -> None:
    records = [publish(Kind.PRACTICE) for _ in range(3)]
    for record in records:
        Reexamination.begin(record, by=secretariat, cause="law")
    Reexamination.hint(records[0], by=ncp_a, cause="other", note="Old.")
    records[2].withdraw(by=secretariat, reason="Wrong.")
    monkeypatch.setattr(minding, "MOST", 1)

    mind_reviews()

    stand = WorkItem.objects.standing()
    assert stand.filter(kind=HINT).count() == 1
    assert stand.filter(kind=REEXAMINE).count() == 2
