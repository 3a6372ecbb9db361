"""Reviews of what is published: pointed out, opened by rule and clock, ended in three ways."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.confidence import Outcome as Answered
from guidelines.judging import judge_all
from guidelines.kinds import Kind, State
from guidelines.minding import mind_reviews
from guidelines.models import Manuscript, Outcome, Record, Reexamination
from guidelines.models.reexamination import HINT, REEXAMINE
from portal.desk.models import WorkItem
from portal.desk.registry import Refused
from portal.notifications.models import Event
from tests.guidelines.advice import publish
from tests.guidelines.answering import give

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


def begun(by: Person, record: Record | None = None) -> Reexamination:
    """Return a review under way."""
    return Reexamination.begin(record or publish(Kind.PRACTICE), by=by, cause="law", note="A law.")


def events(verb: str) -> int:
    """Return how often something was told."""
    return Event.objects.filter(verb=f"guidelines.{verb}").count()


def item(kind: str) -> WorkItem:
    """Return what stands on the desk."""
    return WorkItem.objects.standing().get(kind=kind)


def test_hint_of_a_member_is_decided_on_the_desk(ncp_a: Person, secretariat: Person) -> None:
    record = publish(Kind.PRACTICE)
    hint = Reexamination.hint(record, by=ncp_a, cause="law", note="The code was changed.")
    again = Reexamination.hint(record, by=ncp_a, cause="other", note="Again.")
    record.refresh_from_db()
    assert (hint, record.is_under_review, events("open_review")) == (again, False, 0)

    item(HINT).decide("open", by=secretariat)

    record.refresh_from_db()
    assert (record.is_under_review, record.review_cause) == (True, "law")
    assert (events("open_review"), events("take_up_hint")) == (1, 1)
    assert item(REEXAMINE).subject == str(hint.pk)


def test_hint_is_dismissed_with_a_reason(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE)
    hint = Reexamination.hint(record, by=ncp_a, cause="other", note="Old.")

    item(HINT).decide("dismiss", by=secretariat, reason="It is of this year.")

    hint.refresh_from_db()
    assert (hint.state, hint.ending) == ("done", "dismissed")
    client.force_login(ncp_a)
    page = client.get(f"/en/guidelines/{record.public_id}/review/")
    assert b"It is of this year." in page.content


def test_record_has_one_review_at_a_time(secretariat: Person) -> None:
    review = begun(secretariat)

    with pytest.raises(Refused):
        begun(secretariat, review.record)


def test_draft_and_withdrawn_are_not_reviewed(ncp_a: Person, secretariat: Person) -> None:
    record = publish(Kind.PRACTICE)
    record.withdraw(by=secretariat, reason="Wrong.")

    for verb in (Reexamination.begin, Reexamination.hint):
        with pytest.raises(Refused):
            verb(record, by=ncp_a, cause="law")


def test_new_version_ends_the_review(secretariat: Person) -> None:
    review = begun(secretariat)
    item(REEXAMINE).decide("version", by=secretariat)
    record = Record.objects.get(pk=review.record_id)
    manuscript = Manuscript.objects.open().get(record=record)
    assert record.is_under_review

    manuscript.publish(by=None)

    record.refresh_from_db()
    review.refresh_from_db()
    assert (record.is_under_review, review.state, review.ending) == (False, "done", "version")


def test_new_version_that_nobody_asked_for_clears_the_desk(secretariat: Person) -> None:
    review = begun(secretariat)
    manuscript = Manuscript.revise(Record.objects.get(pk=review.record_id), by=secretariat)
    manuscript.publish(by=None)

    mind_reviews()

    assert not WorkItem.objects.standing().filter(kind=REEXAMINE).exists()


def test_version_that_is_given_up_comes_back_to_the_desk(secretariat: Person) -> None:
    begun(secretariat)
    item(REEXAMINE).decide("version", by=secretariat)
    Manuscript.objects.open().get().drop(by=secretariat)

    assert (mind_reviews(), mind_reviews()) == (1, 0)

    assert item(REEXAMINE)


def test_statement_ends_the_review_and_failures_count_half(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE)
    for person in (ncp_a, ncp_b):
        give(record, person, answer=Answered.FAILED)
    review = Reexamination.objects.open().get()
    client.force_login(secretariat)
    day = TODAY() + 365 * DAY

    answer = client.post(
        f"/en/guidelines/reviews/{review.public_id}/end/",
        {"statement": "Both failed for want of data.", "review_by": day.isoformat()},
    )

    record.refresh_from_db()
    assert answer.status_code == 302
    assert (record.currency, record.currency_on) == ("Both failed for want of data.", TODAY())
    assert (record.review_by, record.is_under_review) == (day, False)
    assert (record.confidence, record.answers["failed"]) == ("very-low", 2)
    assert not WorkItem.objects.standing().exists()
    judge_all()
    assert not Reexamination.objects.open().exists()


def test_fresh_failure_after_a_review_opens_the_next(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE)
    for person in (ncp_a, ncp_b):
        give(record, person, answer=Answered.FAILED)
    review = Reexamination.objects.open().get()
    review.confirm(by=secretariat, statement="Fine.", review_by=TODAY() + DAY)

    give(record, ncp_a, answer=Answered.FAILED)
    assert not Reexamination.objects.open().exists()
    give(record, ncp_b, answer=Answered.FAILED)

    assert Reexamination.objects.open().count() == 1


def test_reviewed_record_is_withdrawn(secretariat: Person) -> None:
    review = begun(secretariat)

    item(REEXAMINE).decide("withdraw", by=secretariat, reason="Nothing of it holds.")

    record = Record.objects.get(pk=review.record_id)
    assert (record.state, record.is_under_review) == (State.WITHDRAWN, False)


def test_review_of_what_was_withdrawn_elsewhere_ends(secretariat: Person) -> None:
    review = begun(secretariat)
    review.record.withdraw(by=secretariat, reason="Wrong.")

    mind_reviews()

    review.refresh_from_db()
    assert (review.state, WorkItem.objects.standing().count()) == ("done", 0)


def test_clock_opens_a_review_once(client: Client) -> None:
    record = publish(Kind.PITFALL, marking="clear")
    assert record.review_by == TODAY() + 730 * DAY
    Record.objects.update(review_by=TODAY() - DAY)

    assert (mind_reviews(), mind_reviews()) == (1, 0)

    page = client.get(record.get_absolute_url())
    assert b"overdue-print" in page.content
    assert b"Under review" in page.content
    assert (Reexamination.objects.get().cause, events("open_review")) == ("date", 1)


def test_experiences_are_not_reviewed_by_date() -> None:
    assert publish(Kind.EXPERIENCE).review_by is None


def test_publisher_chooses_the_day(client: Client, secretariat: Person) -> None:
    record = publish(Kind.PRACTICE)
    client.force_login(secretariat)
    day = TODAY() + 90 * DAY
    address = f"/en/guidelines/{record.public_id}/review-by/"

    late = client.post(address, {"review_by": TODAY().isoformat()})
    answer = client.post(address, {"review_by": day.isoformat()})

    record.refresh_from_db()
    assert (late.status_code, answer.status_code, record.review_by) == (200, 302, day)


def test_time_alone_makes_answers_count_half(ncp_a: Person, ncp_b: Person) -> None:
    record = publish(Kind.PRACTICE)
    for person in (ncp_a, ncp_b):
        give(record, person, answer=Answered.FAILED)
    Outcome.objects.update(signed_at=timezone.now() - 740 * DAY)

    assert (judge_all(), judge_all()) == (1, 0)

    record.refresh_from_db()
    assert (record.confidence, record.answers["failed"]) == ("very-low", 2)
