"""Drafts about a record that is withdrawn or replaced meanwhile: told, kept, taken elsewhere."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Person, Signing
from guidelines.kinds import Attribution, Kind
from guidelines.measures.confidence import Outcome as Answered
from guidelines.minding import mind_reviews
from guidelines.models import Manuscript, Outcome, Record, journey
from guidelines.models.anew import go_elsewhere
from guidelines.models.succession import supersede
from portal.desk.models import WorkItem
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Notification
from portal.refusals import Refused
from tests.guidelines.advice import publish, text
from tests.guidelines.answering import give
from tests.guidelines.ways import fresh

pytestmark = pytest.mark.django_db


def told(verb: str) -> set[int]:
    """Return who was told of something; each of them once."""
    dispatch_waiting()
    rows = Notification.objects.filter(event__verb=f"guidelines.{verb}")
    people = list(rows.values_list("person", flat=True))
    assert len(people) == len(set(people))
    return set(people)


def stored(record: Record) -> Record:
    """Return a record as it is stored."""
    return Record.objects.get(pk=record.pk)


def revised(officer: Person, **values: Any) -> Manuscript:
    """Return the next text of a record of an administration, with words of its officer."""
    record = publish(by=officer, **values)
    manuscript = Manuscript.revise(record, by=officer)
    content = text(Kind.PRACTICE, title="Measure twice", problem="Words of hours.")
    manuscript.write(by=officer, content=content, seen=manuscript.seen())
    return fresh(manuscript)


def in_review(record: Record, by: Person) -> Manuscript:
    """Return the next text of a record of the Secretariat, in review."""
    manuscript = Manuscript.revise(record, by=by)
    journey.send_on(manuscript, by=by)
    return fresh(manuscript)


def test_writer_is_told_once_and_keeps_the_text(
    client: Client, officer: Person, publisher: Person
) -> None:
    manuscript = revised(officer)
    record = stored(manuscript.record)

    record.withdraw(by=publisher, reason="The law changed.")
    assert not record.withdraw(by=publisher, reason="Again.")

    assert told("end_manuscript") == {officer.pk}
    client.force_login(officer)
    page = client.get(manuscript.get_absolute_url()).content.decode()
    assert [words in page for words in ("The law changed.", "Words of hours.")] == [True, True]
    assert "Go on in a record of its own" in page


def test_whoever_withdraws_is_not_told_of_their_own_text(publisher: Person, editor: Person) -> None:
    record = publish(Kind.PRACTICE)
    Manuscript.revise(record, by=editor)

    stored(record).withdraw(by=editor, reason="The law changed.")

    assert told("end_manuscript") == set()


def test_desk_says_why_a_text_ended(editor: Person, publisher: Person) -> None:
    record, other = publish(Kind.PRACTICE), publish(Kind.PRACTICE)
    manuscript = in_review(record, editor)
    supersede(stored(record), by=publisher, successor=stored(other), note="One is enough.")

    mind_reviews()

    item = WorkItem.objects.about(journey.REVIEW, manuscript).get()
    step = item.steps.last()
    assert (item.state, item.outcome, step.reason) == ("done", "ended", "One is enough.")


def test_text_that_its_writer_gave_up_says_so_though_the_record_is_withdrawn(
    client: Client, officer: Person, publisher: Person
) -> None:
    manuscript = revised(officer)
    journey.drop(manuscript, by=officer)

    stored(manuscript.record).withdraw(by=publisher, reason="The law changed.")

    assert told("end_manuscript") == set()
    client.force_login(officer)
    page = client.get(manuscript.get_absolute_url()).content.decode()
    assert ("Given up on" in page, "Go on in a record" in page) == (True, False)
    with pytest.raises(Refused):
        go_elsewhere(fresh(manuscript), by=officer)


def test_text_goes_on_in_a_record_of_its_own_once(
    client: Client, officer: Person, ncp_a: Person, ncp_b: Person, publisher: Person
) -> None:
    manuscript = revised(officer)
    stored(manuscript.record).withdraw(by=publisher, reason="The law changed.")
    address = f"{manuscript.get_absolute_url()}elsewhere/"
    client.force_login(ncp_b)
    assert client.post(address).status_code == 404

    client.force_login(ncp_a)
    first, second = client.post(address), client.post(address)

    goes_on = Manuscript.objects.select_related("record").exclude(pk=manuscript.pk).open().get()
    assert {first.url, second.url} == {goes_on.get_absolute_url()}  # type: ignore[attr-defined]
    assert (goes_on.content, goes_on.base, goes_on.stage) == (manuscript.content, None, "writing")
    # Who wrote the first text judges neither.
    assert set(goes_on.written_by) == {officer.pk, ncp_a.pk}
    assert goes_on.record.administration == officer.administration
    page = client.get(manuscript.get_absolute_url()).content.decode()
    assert ("It goes on here" in page, "Go on in a record" in page) == (True, False)


def test_hidden_text_stays_hidden_where_it_goes_on(
    officer: Person, ncp_a: Person, publisher: Person
) -> None:
    manuscript = revised(officer, attribution=Attribution.REGION)
    stored(manuscript.record).withdraw(by=publisher, reason="The law changed.")

    goes_on = go_elsewhere(fresh(manuscript), by=ncp_a)

    row = goes_on.record
    assert (row.attribution, row.administration, goes_on.written_by) == ("region", None, [])
    assert goes_on.is_by(officer)
    assert goes_on.is_by(ncp_a)
    assert not Event.objects.filter(verb="guidelines.end_manuscript").exclude(actor=publisher)


def test_draft_of_an_answer_is_kept_and_its_drafter_told(
    client: Client, officer: Person, ncp_a: Person, publisher: Person
) -> None:
    record = publish(Kind.PRACTICE)
    give(record, ncp_a, answer=Answered.USED)
    give(stored(record), officer, answer=Answered.FAILED, words="It broke in the rain.")
    stored(record).withdraw(by=publisher, reason="The law changed.")

    mind_reviews()
    mind_reviews()

    assert told("end_outcome") == {officer.pk}
    assert set(Signing.objects.values_list("state", flat=True)) == {"signed", "withdrawn"}
    client.force_login(officer)
    page = client.get(f"/en/guidelines/{record.public_id}/answer/").content.decode()
    words = ("It broke in the rain.", "This practice was withdrawn", "We tried, it failed")
    assert [each in page for each in words] == [True, True, True]
    assert "Read and sign" not in page
    rows = client.get("/en/guidelines/answers/").content.decode()
    assert ("a draft is kept" in rows, "waits for a signature" in rows) == (True, False)


def test_kept_draft_is_offered_where_the_practice_was_replaced(
    client: Client, officer: Person, publisher: Person
) -> None:
    record, other = publish(Kind.PRACTICE), publish(Kind.PRACTICE)
    give(record, officer, answer=Answered.FAILED, words="It broke in the rain.")
    supersede(stored(record), by=publisher, successor=stored(other), note="A better one.")
    mind_reviews()

    client.force_login(officer)
    page = client.get(f"/en/guidelines/{record.public_id}/answer/").content.decode()
    there = f"/en/guidelines/{other.public_id}/answer/?outcome=failed"
    assert there in page
    assert "It broke in the rain." in client.get(there).content.decode()
    # Another administration's words are offered to nobody.
    assert not Outcome.objects.exclude(administration=officer.administration).exists()


def test_answer_typed_while_the_practice_was_withdrawn_stays_on_the_form(
    client: Client, officer: Person, publisher: Person
) -> None:
    record = publish(Kind.PRACTICE)
    record.withdraw(by=publisher, reason="The law changed.")
    client.force_login(officer)
    given = {"since": "year", "where": "all", "benefit": "much", "effort": "same",
             "words": "It broke in the rain.", "is_named": "no", "seen": ""}  # fmt: skip

    answer = client.post(f"/en/guidelines/{record.public_id}/answer/?outcome=used", given)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("It broke in the rain." in page, "This practice was withdrawn" in page) == (True, True)
    assert not Outcome.objects.exists()


def test_practice_that_ended_without_an_answer_leads_to_its_page(
    client: Client, officer: Person, publisher: Person
) -> None:
    record = publish(Kind.PRACTICE)
    record.withdraw(by=publisher, reason="The law changed.")
    client.force_login(officer)

    answer = client.get(f"/en/guidelines/{record.public_id}/answer/")

    assert (answer.status_code, answer.url) == (302, record.get_absolute_url())  # type: ignore[attr-defined]
