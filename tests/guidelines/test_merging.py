"""What a record that is kept takes over from one that is merged into it: answers and evidence."""

import pytest
from django.test import Client

from directory.models import Person, Region, Signing
from guidelines.kinds import Kind
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Record
from guidelines.models.succession import merge
from tests.guidelines.advice import publish, text
from tests.guidelines.answering import give, holder

pytestmark = pytest.mark.django_db


def practice(title: str, *grades: str) -> Record:
    """Return a published practice that rests on sources of some grades."""
    rows = [{"grade": each, "source": f"W{title[0]}{n}", "title": each, "note": ""}
            for n, each in enumerate(grades)]  # fmt: skip
    return publish(content=text(Kind.PRACTICE, title=title, evidence=rows), marking="clear")


def fresh(record: Record) -> Record:
    """Return a record as it is stored."""
    return Record.objects.get(pk=record.pk)


@pytest.fixture
def old(db: None) -> Record:
    return practice("Measure first", "A", "C")


@pytest.fixture
def new(db: None) -> Record:
    return practice("Weigh twice", "C")


def test_failures_of_a_merged_record_count(
    old: Record, new: Record, publisher: Person, ncp_a: Person, ncp_b: Person, africa: Region
) -> None:
    for person in (ncp_a, ncp_b, holder("XD", africa)):
        give(fresh(old), person, answer=Answered.FAILED)
    signed = set(Outcome.objects.values_list("administration", "number", "signed_at"))

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    kept = fresh(new)
    assert (kept.answers["failed"], kept.is_under_review) == (3, True)
    moved = Outcome.objects.signed().filter(record=new)
    assert set(moved.values_list("administration", "number", "signed_at")) == signed


def test_answer_about_the_record_that_is_kept_goes_before(
    old: Record, new: Record, publisher: Person, ncp_a: Person
) -> None:
    give(fresh(old), ncp_a, answer=Answered.FAILED)
    give(fresh(new), ncp_a, answer=Answered.USED)

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    assert fresh(new).answers == {"used": 1, "failed": 0, "not-applicable": 0}


def test_draft_waits_to_be_signed_of_the_record_that_is_kept(
    old: Record, new: Record, publisher: Person, officer: Person, ncp_a: Person
) -> None:
    give(fresh(old), officer, answer=Answered.FAILED, words="It broke.")

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    waiting = Signing.objects.get(state="draft")
    assert (waiting.subject, waiting.drafted_by) == (new.public_id, officer)
    assert f"It was drafted about {old.code}, which was merged" in waiting.text
    assert Outcome.objects.get(record=old).draft is None
    waiting.sign(by=ncp_a, seen=waiting.digest)
    kept = Outcome.objects.get(record=new)
    assert (kept.answer, kept.words, kept.number) == ("failed", "It broke.", 1)
    assert fresh(new).answers["failed"] == 1
    assert set(Signing.objects.values_list("subject", "state")) == {
        (old.public_id, "withdrawn"), (new.public_id, "signed"),
    }  # fmt: skip


def test_draft_beside_a_signed_answer_goes_on_with_it(
    old: Record, new: Record, publisher: Person, officer: Person, ncp_a: Person
) -> None:
    give(fresh(old), ncp_a, answer=Answered.USED)
    give(fresh(old), officer, answer=Answered.FAILED)

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    moved = Outcome.objects.get(record=new)
    assert (moved.answer, moved.draft["answer"]) == ("used", "failed")
    waiting = Signing.objects.get(state="draft")
    waiting.sign(by=ncp_a, seen=waiting.digest)
    moved.refresh_from_db()
    assert (moved.answer, moved.draft, moved.signed_of) == ("failed", None, "")


def test_draft_about_the_record_that_is_kept_goes_before(
    old: Record, new: Record, publisher: Person, officer: Person
) -> None:
    give(fresh(old), officer, answer=Answered.FAILED)
    give(fresh(new), officer, answer=Answered.USED)

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    waiting = Signing.objects.get(state="draft")
    assert (waiting.subject, Outcome.objects.get(record=new).draft["answer"]) == (
        new.public_id, "used",
    )  # fmt: skip
    assert Outcome.objects.get(record=old).draft is None


def test_moved_answer_is_taken_back_where_it_stands(
    client: Client, old: Record, new: Record, publisher: Person, ncp_a: Person
) -> None:
    give(fresh(old), ncp_a, answer=Answered.FAILED)
    third = practice("Look thrice", "B")
    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")
    merge(fresh(new), by=publisher, successor=fresh(third), note="The same, too.")
    counted = fresh(third).answers["failed"]

    client.force_login(ncp_a)
    client.post(f"/en/guidelines/{third.public_id}/answer/withdraw/")

    assert (counted, fresh(third).answers["failed"], Outcome.objects.signed().count()) == (1, 0, 0)
    assert Signing.objects.get().state == "withdrawn"


def test_evidence_of_a_merged_record_is_weighed(
    old: Record, new: Record, publisher: Person
) -> None:
    before = fresh(new).grades

    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    kept = fresh(new)
    assert (before, kept.grades) == ([0, 0, 1, 0], [1, 0, 2, 0])
    assert kept.issue(kept.version.content, by=None, marking="clear").number == 2  # type: ignore[union-attr]
    assert fresh(new).grades == [1, 0, 2, 0]


def test_citations_of_a_merged_record_are_found(new: Record, publisher: Person) -> None:
    row = {"grade": "B", "source": "W77", "title": "A study", "note": ""}
    cites = publish(content=text(Kind.PRACTICE, title="Cite", evidence=[row]), marking="clear")

    merge(cites, by=publisher, successor=fresh(new), note="The same.")

    assert "W77" in fresh(new).links


def test_answer_that_went_on_is_replaced_by_the_next_one(
    client: Client, old: Record, new: Record, publisher: Person, ncp_a: Person, ncp_b: Person
) -> None:
    for person in (ncp_a, ncp_b):
        give(fresh(old), person, answer=Answered.FAILED)
    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")

    give(fresh(new), ncp_a, answer=Answered.USED)

    own = Signing.objects.filter(administration=ncp_a.administration)
    first, second = own.get(subject=old.public_id), own.get(subject=new.public_id)
    assert (first.state, first.replaced_by, second.state) == ("replaced", second, "signed")
    # What others signed of the old one stands.
    assert Signing.objects.standing().get(subject=old.public_id).signed_by == ncp_b
    client.force_login(ncp_a)
    for here, there in ((first, second), (second, first)):
        page = client.get(f"/en{here.get_absolute_url().removeprefix('/en')}")
        assert [each.pk for each in page.context["history"]] == [there.pk]
    client.post(f"/en/guidelines/{new.public_id}/answer/withdraw/")
    assert list(own.standing()) == []
    assert Outcome.objects.get(record=new, administration=ncp_a.administration).answer == ""


def test_draft_about_the_record_that_is_kept_replaces_the_answer_that_went_on(
    old: Record, new: Record, publisher: Person, officer: Person, ncp_a: Person
) -> None:
    give(fresh(old), ncp_a, answer=Answered.USED)
    merge(fresh(old), by=publisher, successor=fresh(new), note="The same.")
    give(fresh(new), officer, answer=Answered.FAILED)
    waiting = Signing.objects.get(state="draft")

    waiting.sign(by=ncp_a, seen=waiting.digest)

    assert set(Signing.objects.values_list("subject", "state")) == {
        (old.public_id, "replaced"), (new.public_id, "signed"),
    }  # fmt: skip
