"""Reviews of what is published: pointed out, opened by rule and clock, ended in three ways."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.judging import judge_all
from guidelines.kinds import Kind, State
from guidelines.measures.confidence import Outcome as Answered
from guidelines.minding import mind_reviews
from guidelines.models import Manuscript, Outcome, Record, Reexamination, journey
from guidelines.models.reexamination import HINT, MOST_HINTS, REEXAMINE
from guidelines.models.succession import supersede
from portal.desk.models import WorkItem
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.guidelines.advice import begin, publish
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
    again = Reexamination.hint(record, by=ncp_a, cause="law", note="The code was changed.")
    record.refresh_from_db()
    assert (hint, record.is_under_review, events("open_review")) == (again, False, 0)

    item(HINT).decide("open", by=secretariat)

    record.refresh_from_db()
    assert (record.is_under_review, record.review_cause) == (True, "law")
    assert (events("open_review"), events("take_up_hint")) == (1, 1)
    assert item(REEXAMINE).subject == str(hint.pk)


def test_second_hint_of_a_person_is_kept(ncp_a: Person) -> None:
    record = publish(Kind.PRACTICE)
    for note in ("The code was changed.", "A weakness, too.", "A weakness, too."):
        Reexamination.hint(record, by=ncp_a, cause="other", note=note)

    notes = Reexamination.objects.hinted().values_list("note", flat=True)
    assert sorted(notes) == ["A weakness, too.", "The code was changed."]
    assert WorkItem.objects.standing().filter(kind=HINT).count() == 2
    for number in range(MOST_HINTS - 2):
        Reexamination.hint(record, by=ncp_a, cause="other", note=f"Number {number}.")
    with pytest.raises(Refused, match="Your earlier hints wait"):
        Reexamination.hint(record, by=ncp_a, cause="other", note="One too many.")


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
    draft, record = begin(Kind.PRACTICE).record, publish(Kind.PRACTICE)
    record.withdraw(by=secretariat, reason="Wrong.")

    for row in (draft, record):
        for verb in (Reexamination.begin, Reexamination.hint):
            with pytest.raises(Refused, match="Only what is published"):
                verb(row, by=ncp_a, cause="law")
    assert not Reexamination.objects.exists()


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


def test_owner_is_told_to_write_and_the_editor_wrote_nothing(
    ncp_a: Person, secretariat: Person
) -> None:
    begun(secretariat, publish(Kind.EXPERIENCE, by=ncp_a))

    item(REEXAMINE).decide("version", by=secretariat)

    row = Manuscript.objects.open().get()
    told = Event.objects.get(verb="guidelines.rewrite_reviewed")
    assert (told.object_id, told.people) == (row.pk, [ncp_a.pk])
    assert (row.written_by, row.is_by(secretariat)) == ([], False)
    journey.send_on(row, by=ncp_a)
    assert journey.pass_on(Manuscript.objects.get(pk=row.pk), by=secretariat)


def test_version_that_nobody_writes_comes_back_to_the_desk(
    ncp_a: Person, secretariat: Person
) -> None:
    begun(secretariat, publish(Kind.EXPERIENCE, by=ncp_a))
    item(REEXAMINE).decide("version", by=secretariat)
    early = mind_reviews()
    Reexamination.objects.update(rewritten_at=timezone.now() - 31 * DAY)

    assert (early, mind_reviews(), mind_reviews()) == (0, 1, 0)

    # Asked for again, it is the same text, and it is told again.
    item(REEXAMINE).decide("version", by=secretariat)
    assert (Manuscript.objects.open().count(), events("rewrite_reviewed")) == (1, 2)


def test_version_of_the_secretariat_does_not_come_back(secretariat: Person) -> None:
    begun(secretariat)
    item(REEXAMINE).decide("version", by=secretariat)
    Reexamination.objects.update(rewritten_at=timezone.now() - 31 * DAY)

    assert mind_reviews() == 0


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


def test_review_of_what_another_record_replaced_says_so(secretariat: Person) -> None:
    review = begun(secretariat)
    supersede(review.record, by=secretariat, successor=publish(Kind.PRACTICE), note="Better.")

    mind_reviews()

    review.refresh_from_db()
    assert (review.state, review.ending) == ("done", "replaced")


def test_clock_tells_no_officer_of_each_item(secretariat: Person) -> None:
    for _each in range(2):
        publish(Kind.PITFALL)
    Record.objects.update(review_by=TODAY() - DAY)

    assert mind_reviews() == 2

    assert WorkItem.objects.standing().filter(kind=REEXAMINE).count() == 2
    assert not Event.objects.filter(verb="desk.open_item").exists()


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
