"""From a draft to its publication: clearance, the Secretariat, the publisher, and the way back."""

from typing import Any

import pytest

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Stage, State
from guidelines.models import Manuscript, Record, journey
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.refusals import Refused
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.ways import (
    accept,
    contact_point,
    fresh,
    in_check,
    in_clearance,
    in_review,
    signing_of,
)
from tests.people import as_reader

pytestmark = pytest.mark.django_db


def reads(person: Person) -> set[int]:
    """Return the texts in preparation that somebody reads."""
    rows = Manuscript.objects.readable_by(as_reader(person))
    return set(rows.values_list("pk", flat=True))


def write(row: Manuscript, by: Person, **sections: Any) -> None:
    """Write in a text as whoever has just opened it."""
    row = fresh(row)
    row.write(by=by, content={**row.content, **sections}, seen=row.seen())


def test_officer_sends_on_and_a_holder_clears(
    officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    row = in_clearance(officer)
    signing = signing_of(row)
    before = (row.stage, signing.administration, reads(secretariat))

    signing.sign(by=ncp_a, seen=signing.digest)

    row = fresh(row)
    assert before == (Stage.CLEARANCE, officer.administration, set())
    assert (row.stage, row.cleared_digest) == (Stage.REVIEW, row.digest)
    assert reads(secretariat) == {row.pk}
    assert WorkItem.objects.about(journey.REVIEW, row).standing().count() == 1


def test_holder_who_sends_on_clears_it(ncp_a: Person) -> None:
    row = in_review(ncp_a)

    assert (row.stage, signing_of(row).signed_by) == (Stage.REVIEW, ncp_a)
    assert row.digest in signing_of(row).text


def test_text_of_the_secretariat_needs_no_clearance(editor: Person) -> None:
    row = begin(by=editor)

    journey.send_on(row, by=editor)

    assert fresh(row).stage == Stage.REVIEW


def test_unfinished_text_is_not_sent_on(ncp_a: Person) -> None:
    row = begin(by=ncp_a, content=text(Kind.PRACTICE, strength=""))

    with pytest.raises(Refused, match="Strength"):
        journey.send_on(row, by=ncp_a)

    assert fresh(row).stage == Stage.WRITING


@pytest.mark.parametrize("stage", ["clearance", "review"])
def test_sent_on_text_stands_still(officer: Person, ncp_a: Person, stage: str) -> None:
    row = in_clearance(officer) if stage == "clearance" else in_review(ncp_a)

    with pytest.raises(Refused, match="stands still"):
        write(row, ncp_a, steps="Late.")

    assert "Late." not in str(fresh(row).content)


def test_dropped_signing_sends_the_text_back(officer: Person, ncp_a: Person) -> None:
    row = in_clearance(officer)

    signing_of(row).withdraw(by=ncp_a)

    row = fresh(row)
    assert (row.stage, bool(row.returned_reason)) == (Stage.WRITING, True)


def test_withdrawn_clearance_sends_the_text_back(ncp_a: Person, secretariat: Person) -> None:
    row = in_review(ncp_a)

    signing_of(row).withdraw(by=ncp_a)

    row = fresh(row)
    assert (row.stage, row.cleared_at, reads(secretariat)) == (Stage.WRITING, None, set())
    assert not WorkItem.objects.about(journey.REVIEW, row).standing().exists()


def test_clearance_of_a_published_text_stays(
    ncp_a: Person, secretariat: Person, publisher: Person
) -> None:
    row = in_check(ncp_a, secretariat)
    journey.publish(row, by=publisher)

    with pytest.raises(Refused, match="published"):
        signing_of(row).withdraw(by=ncp_a)

    assert signing_of(row).is_standing


def test_text_that_did_not_change_is_not_cleared_again(
    officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    row = in_clearance(officer)
    signing = signing_of(row)
    signing.sign(by=ncp_a, seen=signing.digest)
    journey.give_back(fresh(row), by=secretariat, reason="Why so?")

    journey.send_on(fresh(row), by=officer)

    assert fresh(row).stage == Stage.REVIEW


def test_changed_text_is_cleared_again(officer: Person, ncp_a: Person, secretariat: Person) -> None:
    row = in_clearance(officer)
    signing = signing_of(row)
    signing.sign(by=ncp_a, seen=signing.digest)
    journey.give_back(fresh(row), by=secretariat, reason="Too short.")
    write(row, officer, steps="More.")

    journey.send_on(fresh(row), by=officer)

    assert fresh(row).stage == Stage.CLEARANCE


def test_taken_back_text_waits_for_nobody(officer: Person, ncp_a: Person) -> None:
    row = in_clearance(officer)
    signing = signing_of(row)

    journey.take_back(row, by=officer)

    signing.refresh_from_db()
    assert (fresh(row).stage, signing.state) == (Stage.WRITING, "withdrawn")
    with pytest.raises(Refused, match="was taken back"):
        journey.take_clearance(signing)


def test_dropped_text_leaves_the_desk(ncp_a: Person) -> None:
    row = in_review(ncp_a)

    journey.drop(row, by=ncp_a)

    assert fresh(row).stage == Stage.DROPPED
    assert not WorkItem.objects.about(journey.REVIEW, row).standing().exists()


def test_experience_goes_from_review_to_check_to_readers(
    ncp_a: Person, ncp_b: Person, secretariat: Person, publisher: Person
) -> None:
    row = in_check(ncp_a, secretariat)

    journey.publish(row, by=publisher)

    record = Record.objects.get(pk=row.record_id)
    assert (fresh(row).stage, record.state) == (Stage.PUBLISHED, State.PUBLISHED)
    assert Record.objects.readable_by(as_reader(ncp_b)).get() == record


def test_practice_without_reviews_does_not_go_on(ncp_a: Person, secretariat: Person) -> None:
    row = in_review(ncp_a)

    with pytest.raises(Refused, match="0 of 2 administrations"):
        journey.pass_on(row, by=secretariat)


def test_officer_does_not_pass_on_own_words(secretariat: Person) -> None:
    row = in_review(secretariat, Kind.EXPERIENCE)

    with pytest.raises(Refused, match="You wrote in this text"):
        journey.pass_on(row, by=secretariat)


def test_publisher_does_not_publish_own_text(editor: Person, secretariat: Person) -> None:
    row = begin(Kind.EXPERIENCE, by=secretariat)
    write(row, editor, scale="One office.")
    journey.send_on(fresh(row), by=editor)
    other = Person.objects.get(pk=editor.pk)
    other.assign_role("publisher", by=None)
    row = fresh(row)
    row.move(Stage.CHECK)

    # Whoever began it and whoever wrote in it, not only the last.
    for writer in (secretariat, other):
        with pytest.raises(Refused, match="second person"):
            journey.publish(fresh(row), by=writer)


def test_whoever_passed_it_on_does_not_publish_it(ncp_a: Person, secretariat: Person) -> None:
    row = in_check(ncp_a, secretariat)

    with pytest.raises(Refused, match="second person"):
        journey.publish(row, by=secretariat)


def test_publisher_of_the_authors_administration_does_not_publish(
    ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    officer.assign_role("publisher", by=None)
    row = in_check(ncp_a, secretariat)

    with pytest.raises(Refused, match="second person"):
        journey.publish(row, by=officer)


def test_desk_returns_and_gets_it_back(
    ncp_a: Person, secretariat: Person, publisher: Person
) -> None:
    row = in_check(ncp_a, secretariat)
    item = WorkItem.objects.about(journey.CHECK, row).get()

    item.decide("return", by=publisher, reason="Name the law.")
    row = fresh(row)
    returned = (row.stage, row.returned_reason, row.returned_by)
    journey.send_on(row, by=ncp_a)
    journey.pass_on(fresh(row), by=secretariat)
    item.refresh_from_db()
    item.decide("publish", by=publisher)

    assert returned == (Stage.WRITING, "Name the law.", publisher)
    assert (fresh(row).stage, item.outcome) == (Stage.PUBLISHED, "publish")


def test_desk_keeps_check_from_whoever_put_it(ncp_a: Person, secretariat: Person) -> None:
    row = in_check(ncp_a, secretariat)

    with pytest.raises(Refused):
        WorkItem.objects.about(journey.CHECK, row).get().decide("publish", by=secretariat)

    assert fresh(row).stage == Stage.CHECK


def test_hidden_authors_stand_nowhere_on_the_way(
    officer: Person, ncp_a: Person, secretariat: Person, publisher: Person
) -> None:
    row = in_clearance(officer, Kind.EXPERIENCE, attribution=Attribution.REGION)
    signing = signing_of(row)
    signing.sign(by=ncp_a, seen=signing.digest)
    journey.give_back(fresh(row), by=secretariat, reason="More.")
    write(row, officer, scale="One office.")
    journey.send_on(fresh(row), by=ncp_a)
    journey.pass_on(fresh(row), by=secretariat)
    journey.publish(fresh(row), by=publisher)

    acts = Event.objects.filter(verb__startswith="guidelines.")
    assert set(acts.values_list("actor_id", flat=True)) == {None, secretariat.pk, publisher.pk}
    row = fresh(row)
    assert (row.changed_by, row.written_by, row.record.administration) == (None, [], None)
    items = WorkItem.objects.filter(kind__startswith="guidelines.")
    assert {each.opened_by for each in items} == {None, secretariat}


def test_new_version_goes_the_same_way(
    ncp_a: Person, ncp_b: Person, secretariat: Person, publisher: Person
) -> None:
    record = publish(Kind.PRACTICE, by=ncp_a)
    row = Manuscript.revise(record, by=ncp_a)
    write(row, ncp_a, steps="Now with steps.")
    journey.send_on(fresh(row), by=ncp_a)
    third = contact_point("XC", "ASP")

    from_review = fresh(row).stage
    for person in (ncp_b, third):
        accept(row, person, by=secretariat)
    journey.pass_on(fresh(row), by=secretariat)
    journey.publish(fresh(row), by=publisher)

    record.refresh_from_db()
    assert (from_review, record.version.number) == (Stage.REVIEW, 2)  # type: ignore[union-attr]
