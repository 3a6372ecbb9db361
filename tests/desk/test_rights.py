"""Who may do what with an item: send it back, take it, be given it, walk to it."""

from dataclasses import replace

import pytest

from directory.models import Person
from portal.desk.models import Conflict, WorkItem
from portal.desk.registry import Refused, register_decision, register_reviewable, reviewable_of
from tests.desk.work import KIND, NOTE, _notes, put, ticked  # noqa: F401 a fixture
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


def fresh(item: WorkItem) -> WorkItem:
    """Return the item as the database holds it."""
    return WorkItem.objects.get(pk=item.pk)


@pytest.fixture
def opener(db: None) -> Person:
    """An officer who puts items on the desk that another has to decide."""
    register_reviewable(replace(reviewable_of(KIND), by_another=True))
    person = make_person("Olga Opener")
    person.assign_role("secretariat", by=None)
    return person


def test_first_decision_is_sent_back_with_a_reason_by_who_may_decide(
    opener: Person, secretariat: Person, moderator: Person
) -> None:
    register_decision(KIND, replace(NOTE.decisions[0], permission="desk.keep_desk"))
    item = put("grave", by=opener)
    item.decide("accept", by=secretariat)

    for officer, reason, words in (
        (moderator, "No.", "You may not take this decision"),
        (opener, "No.", "A colleague decides it"),
        (secretariat, " \n", "Write the reason."),
    ):
        with pytest.raises(Refused, match=words):
            fresh(item).dispute(by=officer, reason=reason)

    fresh(item).dispute(by=secretariat, reason="I read it again.")
    with pytest.raises(Conflict):
        fresh(item).dispute(by=secretariat, reason="Twice.")
    assert fresh(item).state == "open"
