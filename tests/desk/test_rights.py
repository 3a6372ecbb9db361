"""Who may do what with an item: send it back, take it, be given it, walk to it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.desk.models import Conflict, WorkItem
from portal.desk.registry import register_decision
from portal.refusals import Refused
from tests.desk.work import KIND, NOTE, _notes, amend, put, ticked  # noqa: F401 a fixture
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


def fresh(item: WorkItem) -> WorkItem:
    """Return the item as the database holds it."""
    return WorkItem.objects.get(pk=item.pk)


@pytest.fixture
def opener(db: None) -> Person:
    """An officer who puts items on the desk that another has to decide."""
    amend(by_another=True)
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


def test_refused_assignment_is_said_at_its_field(
    client: Client, secretariat: Person, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = put("plain")
    client.force_login(moderator)
    # The rule changed between the drawing of the list and the press.
    monkeypatch.setattr(WorkItem, "waits_for_others", lambda _item, person: person == secretariat)

    address = reverse("desk:item_assign", args=[item.public_id])
    answer = client.post(address, {"to": secretariat.public_id, "seen": "", "turn": item.turn})

    errors = {"to": ["A colleague decides this item. Choose somebody else."]}
    assert (answer.status_code, answer.context["form"].errors) == (200, errors)
    assert fresh(item).assigned_to is None


def test_item_that_moved_on_is_not_assigned_from_an_old_page(
    client: Client, secretariat: Person, moderator: Person
) -> None:
    item = put("grave")
    client.force_login(moderator)
    address = reverse("desk:item_assign", args=[item.public_id])
    form = client.get(address).context["form"]
    old = {name: form[name].value() for name in ("seen", "turn")}
    fresh(item).decide("accept", by=secretariat)

    # To whoever decided first, and to one who may: the page showed another state.
    for officer in (secretariat, moderator):
        answer = client.post(address, old | {"to": officer.public_id})
        assert answer.status_code == 409
        assert "A colleague was faster." in answer.content.decode()
        with pytest.raises(Conflict):
            item.assign(by=moderator, to=officer)

    assert fresh(item).assigned_to is None


def test_item_is_taken_and_given_to_who_may_decide_it_only(
    client: Client, opener: Person, secretariat: Person, moderator: Person
) -> None:
    kept, grave = put("kept", by=opener), put("grave", by=moderator)
    grave.decide("accept", by=secretariat)
    assigned = {}
    for item, officer in ((kept, opener), (grave, secretariat)):
        client.force_login(officer)
        claim = reverse("desk:item_claim", args=[item.public_id])
        page = client.post(claim, follow=True).content.decode()
        assert "A colleague decides this item." in page
        assert claim not in page
        done = client.post(reverse("desk:queue_act"), {"act": "take", "item": ticked(item)})
        assert [each.is_done for each in done.context["report"]] == [False]
        with pytest.raises(Refused):
            item.assign(by=moderator, to=officer)
        form = client.get(reverse("desk:item_assign", args=[item.public_id])).context["form"]
        assigned[item.title] = set(form.fields["to"].queryset)

    assert assigned == {"kept": {secretariat, moderator}, "grave": {opener}}
    assert not WorkItem.objects.exclude(claimed_by=None).exists()
