"""Two act on one practice at the same moment: real transactions, nothing is lost."""

import datetime

import pytest
from django.utils import timezone

from directory.models import Signing
from guidelines.kinds import Kind
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Record, Reexamination
from portal.desk.models import WorkItem
from tests.directory.test_change_races import at_once
from tests.directory.test_change_races import holder as first_holder
from tests.guidelines.advice import publish
from tests.guidelines.answering import give, holder
from tests.people import make_person, make_role_holder
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


def test_two_failures_at_once_open_one_review() -> None:
    record, one = publish(Kind.PRACTICE), first_holder()
    assert one.administration
    two = holder("XS", one.administration.region)
    pages = [Record.objects.get(pk=record.pk) for _each in range(2)]

    at_once(
        lambda: give(pages[0], one, Answered.FAILED).pk,
        lambda: give(pages[1], two, Answered.FAILED).pk,
    )

    record.refresh_from_db()
    assert (record.answers["failed"], record.confidence) == (2, "contested")
    assert Reexamination.objects.open().count() == 1


def test_signature_and_another_draft_lose_nothing() -> None:
    record, person = publish(Kind.PRACTICE), first_holder()
    colleague = make_person("Carl Colleague", administration=person.administration)
    give(record, colleague)
    signing = Signing.objects.get()
    page = Record.objects.get(pk=record.pk)

    signed, _draft = at_once(
        lambda: signing.sign(by=person, seen=signing.digest),
        lambda: give(page, colleague, Answered.FAILED).pk,
    )

    row = Outcome.objects.get()
    assert row.draft is not None
    assert (row.answer, row.draft["answer"]) == ("used" if signed is True else "", "failed")


def test_statement_and_withdrawal_at_once_end_one_way() -> None:
    record = publish(Kind.PRACTICE)
    officers = [make_role_holder("secretariat"), make_role_holder("publisher")]
    review = Reexamination.begin(record, by=officers[0], cause="law")
    item = WorkItem.objects.get(subject=str(review.pk))
    page, day = Reexamination.objects.get(pk=review.pk), timezone.localdate()

    at_once(
        lambda: page.confirm(
            by=officers[0], statement="Fine.", review_by=day + datetime.timedelta(days=9)
        ),
        lambda: item.decide("withdraw", by=officers[0], reason="Wrong."),
    )

    review.refresh_from_db()
    record.refresh_from_db()
    ends = {"current": "published", "withdrawn": "withdrawn"}
    assert ends[review.ending] == record.state
    assert not WorkItem.objects.standing().exists()
