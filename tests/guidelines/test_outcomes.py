"""Answers of administrations: drafted, signed, amended, taken back; and what they change."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Administration, Person, Region, Seat, Signing
from guidelines.kinds import Kind
from guidelines.measures.confidence import Level
from guidelines.measures.confidence import Outcome as Answered
from guidelines.measures.questions import QUESTIONS
from guidelines.models import Circumstances, Outcome, Record, Reexamination
from guidelines.pages.use import Use
from portal.refusals import Refused
from tests.guidelines.advice import publish, text
from tests.guidelines.answering import give, holder, said
from tests.people import as_reader, make_administration, make_person, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(ncp_a: Person) -> Record:
    """A practice with one source of grade B: low, as long as nobody uses it."""
    sources = [{"grade": "B", "source": "", "title": "A study", "note": ""}]
    return publish(Kind.PRACTICE, content=text(Kind.PRACTICE, evidence=sources))


def test_answer_of_a_holder_is_signed_at_once(practice: Record, ncp_a: Person) -> None:
    row = give(practice, ncp_a, contexts=("island",))

    assert (row.answer, row.draft, row.number) == (Answered.USED, None, 1)
    signing = Signing.objects.get()
    assert (signing.state, signing.subject) == ("signed", practice.public_id)
    assert Circumstances.of(ncp_a.administration) == ["island"]


def test_draft_of_an_officer_counts_once_the_holder_signs(
    practice: Record, officer: Person, ncp_a: Person
) -> None:
    row = give(practice, officer, answer=Answered.FAILED)
    assert (row.answer, row.draft["answer"]) == ("", "failed")  # type: ignore[index]
    practice.refresh_from_db()
    assert practice.answers["failed"] == 0

    signing = Signing.objects.get()
    signing.sign(by=ncp_a, seen=signing.digest)

    row.refresh_from_db()
    practice.refresh_from_db()
    assert (row.answer, row.draft) == ("failed", None)
    assert practice.answers == {"used": 0, "failed": 1, "not-applicable": 0}


def test_signed_answer_stands_until_the_next_is_signed(
    practice: Record, officer: Person, ncp_a: Person
) -> None:
    give(practice, ncp_a)
    row = give(practice, officer, answer=Answered.FAILED)
    assert (row.answer, row.draft["answer"]) == ("used", "failed")  # type: ignore[index]

    signing = Signing.objects.drafts().get()
    signing.sign(by=ncp_a, seen=signing.digest)

    row.refresh_from_db()
    assert (row.answer, Outcome.objects.count()) == ("failed", 1)


def test_answer_is_taken_back(practice: Record, ncp_a: Person) -> None:
    row = give(practice, ncp_a)

    Signing.objects.standing().get().withdraw(by=ncp_a)

    row.refresh_from_db()
    practice.refresh_from_db()
    assert (row.answer, row.number, practice.answers["used"]) == ("", None, 0)


def test_draft_is_taken_back(practice: Record, officer: Person, ncp_a: Person) -> None:
    give(practice, ncp_a)
    row = give(practice, officer, answer=Answered.FAILED)

    Signing.objects.drafts().get().withdraw(by=officer)

    row.refresh_from_db()
    assert (row.answer, row.draft) == ("used", None)


def test_former_holder_and_officer_without_a_seat_sign_nothing(
    practice: Record, officer: Person, ncp_a: Person, arcadia: Administration
) -> None:
    successor = make_person("Nina Next", administration=arcadia)
    seat(successor, Seat.Kind.CONTACT_POINT, administration=arcadia)
    row = give(practice, ncp_a)
    signing = Signing.objects.get()

    for person in (ncp_a, officer):
        with pytest.raises(Refused, match="Only the holder of a seat"):
            signing.sign(by=person, seen=signing.digest)

    row.refresh_from_db()
    assert row.answer == ""


def test_person_of_no_administration_answers_nothing(practice: Record, secretariat: Person) -> None:
    with pytest.raises(Refused):
        give(practice, secretariat)


def test_withdrawn_practice_takes_no_answer(
    practice: Record, officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    give(practice, officer)
    signing = Signing.objects.get()
    practice.withdraw(by=secretariat, reason="It is wrong.")

    with pytest.raises(Refused):
        give(practice, ncp_a)
    with pytest.raises(Refused):
        signing.sign(by=ncp_a, seen=signing.digest)


def test_draft_changed_behind_the_signer_is_not_signed(
    practice: Record, officer: Person, ncp_a: Person
) -> None:
    give(practice, officer)
    signing = Signing.objects.get()
    row = Outcome.objects.get()
    assert row.draft
    row.draft["answer"] = "failed"
    row.save()

    with pytest.raises(Refused):
        signing.sign(by=ncp_a, seen=signing.digest)


def test_colleagues_draft_is_not_overwritten_unseen(
    practice: Record, officer: Person, ncp_a: Person
) -> None:
    give(practice, officer)

    with pytest.raises(Refused):
        Outcome.give(practice, by=ncp_a, said=said(), seen="")

    assert Outcome.objects.get().drafted_by == officer


def test_answer_keeps_the_version_it_was_about(practice: Record, ncp_a: Person) -> None:
    row = give(practice, ncp_a)
    assert practice.version
    practice.issue(practice.version.content, by=None, marking=practice.marking)

    row = Outcome.objects.select_related("record__version").get()
    assert (row.number, row.is_of_old_version) == (1, True)


def test_two_failures_lower_the_confidence_and_open_a_review(
    practice: Record, ncp_a: Person, ncp_b: Person
) -> None:
    assert practice.confidence == Level.LOW
    for person in (ncp_a, ncp_b):
        give(practice, person, answer=Answered.FAILED, contexts=("island",))

    practice.refresh_from_db()
    assert practice.confidence == Level.CONTESTED
    assert "confidence:contested" in practice.facets
    assert practice.against == {"island": 2}
    review = Reexamination.objects.open().get()
    assert (review.cause, review.noted_by) == ("failures", None)
    assert (practice.review_cause, practice.is_under_review) == ("failures", True)


def test_third_failure_opens_no_second_review(
    practice: Record, ncp_a: Person, ncp_b: Person, europe: Region
) -> None:
    for person in (ncp_a, ncp_b, holder("XC", europe)):
        give(practice, person, answer=Answered.FAILED)

    assert Reexamination.objects.count() == 1


def test_numbers_below_three_are_shown_to_nobody(
    practice: Record, ncp_a: Person, ncp_b: Person, europe: Region
) -> None:
    people = [ncp_a, ncp_b, *(holder(code, europe) for code in ("XC", "XD"))]
    for person in people[:2]:
        give(practice, person, answer=Answered.NOT_APPLICABLE, contexts=("island",))
    practice.refresh_from_db()
    use = Use(practice, as_reader(ncp_a))
    assert [tile.number for tile in use.tiles] == [None, None, None]
    assert use.against == []

    give(practice, people[2], answer=Answered.NOT_APPLICABLE, contexts=("island",))
    practice.refresh_from_db()
    use = Use(practice, as_reader(ncp_a))
    assert [tile.number for tile in use.tiles] == [None, None, 3]
    assert use.against == ["Island"]


def test_name_is_read_by_contact_points_who_may(
    practice: Record, ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    named = give(practice, ncp_b, is_named=True)
    hidden = give(practice, ncp_a)

    def names(person: Any) -> set[int]:
        return {row.pk for row in Outcome.objects.readable_by(as_reader(person))}

    assert names(ncp_a) == {named.pk, hidden.pk}
    assert names(ncp_b) == {named.pk}
    assert names(officer) == {hidden.pk}
    assert names(secretariat) == set()


def test_form_signs_what_a_holder_clicks(client: Client, practice: Record, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    address = f"/en/guidelines/{practice.public_id}/answer/"
    sent = {
        "reached": "pilot", "cause": "data", "loss": "time", "retry": "other", "words": "<b>=1+1",
        "is_named": "no", "ict": "ict-low", "seen": "",
    }  # fmt: skip

    page = client.get(f"{address}?outcome=failed")
    answer = client.post(f"{address}?outcome=failed", sent)
    shown = client.get(address)

    row = Outcome.objects.get()
    assert (page.status_code, answer.status_code, row.answer) == (200, 302, "failed")
    assert (row.said["cause"], row.contexts) == ("data", ["ict-low"])
    assert b"&lt;b&gt;=1+1" in shown.content
    again = client.get(f"{address}?outcome=used")
    assert b'value="ict-low" required' in again.content or b"checked" in again.content


def used(**values: str) -> dict[str, str]:
    """Return the form of an answer as it is sent."""
    clicks = {question.code: question.choices[0][0] for question in QUESTIONS[Answered.USED]}
    return {**clicks, "words": "", "is_named": "no", "seen": "", **values}


@pytest.mark.parametrize("who", ["officer", "ncp_a"])
def test_second_press_of_an_answer_is_once(
    client: Client, practice: Record, officer: Person, ncp_a: Person, who: str
) -> None:
    client.force_login({"officer": officer, "ncp_a": ncp_a}[who])
    address = f"/en/guidelines/{practice.public_id}/answer/?outcome=used"

    answers = [client.post(address, used()).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert (Outcome.objects.count(), Signing.objects.count()) == (1, 1)


def test_draft_of_a_colleague_is_shown_and_then_replaced(
    client: Client, practice: Record, officer: Person, arcadia: Administration
) -> None:
    mate = make_person("Mia Mate", administration=arcadia)
    give(practice, mate, answer=Answered.FAILED)
    client.force_login(officer)
    address = f"/en/guidelines/{practice.public_id}/answer/?outcome=used"

    page = client.post(address, used(words="Ours."))
    html, form = page.content.decode(), page.context["form"]
    kept = Outcome.objects.get().draft
    again = client.post(address, used(words="Ours.", seen=form["seen"].value()))

    assert (page.status_code, kept["answer"]) == (200, "failed")  # type: ignore[index]
    shown = ("What Mia Mate drafted", Signing.objects.get().title.partition(":")[0], "Ours.")
    assert [words for words in shown if words not in html] == []
    assert (again.status_code, Outcome.objects.get().draft["answer"]) == (302, "used")  # type: ignore[index]


def test_same_answer_after_a_while_is_a_new_word(practice: Record, ncp_a: Person) -> None:
    give(practice, ncp_a)
    then = timezone.now() - datetime.timedelta(days=30)
    Outcome.objects.update(signed_at=then)

    row = give(practice, ncp_a)

    assert (row.signed_at or then) > then
    assert Signing.objects.count() == 2


def test_list_of_answers_asks_no_more_for_more_rows(
    client: Client, ncp_a: Person, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ncp_a)
    counts = []
    for _number in range(3):
        give(publish(Kind.PRACTICE), ncp_a)
        with django_assert_max_num_queries(30) as asked:
            page = client.get("/en/guidelines/answers/")
        counts.append(len(asked))

    assert len(page.context["page"]) == 3
    assert counts[0] == counts[2]


def test_page_of_a_record_asks_nothing_more_for_answers(
    client: Client, practice: Record, ncp_a: Person, django_assert_max_num_queries: Any
) -> None:
    pitfall = publish(Kind.PITFALL)
    give(practice, ncp_a)
    client.force_login(ncp_a)
    counts = []
    for row in (pitfall, practice):
        client.get(row.get_absolute_url())
        with django_assert_max_num_queries(30) as asked:
            client.get(row.get_absolute_url())
        counts.append(len(asked))

    assert counts[1] == counts[0]


def test_own_answer_stands_on_the_page_however_many_answered_since(
    client: Client, practice: Record, ncp_a: Person, africa: Region
) -> None:
    own = give(practice, ncp_a, answer=Answered.FAILED)
    point = give(practice, holder("XC", africa), is_named=True).audience_id
    homes = [make_administration(f"{'QRSTUV'[each // 10]}{each % 10}", f"Land {each}", africa)
             for each in range(60)]  # fmt: skip
    Outcome.objects.bulk_create(
        Outcome(record=practice, administration=home, answer="used", number=1, is_named=True,
                marking="amber", audience_id=point, signed_at=timezone.now())
        for home in homes
    )  # fmt: skip
    client.force_login(ncp_a)

    html = client.get(practice.get_absolute_url()).content.decode()

    assert own.signed_at is not None
    assert "You answered “We tried, it failed” on" in html
    assert re.search(r'btn-small" type="submit" name="outcome" value="failed"', html)


def test_kept_part_shows_nobody_the_answer_of_another(
    client: Client, practice: Record, ncp_a: Person, ncp_b: Person
) -> None:
    give(practice, ncp_a)
    pages = []
    for person in (ncp_a, ncp_b, ncp_a):
        client.force_login(person)
        pages.append(client.get(practice.get_absolute_url()).content.decode())

    assert ["You answered" in each for each in pages] == [True, False, True]


@pytest.mark.parametrize("answers", [1, 3])
def test_names_are_read_by_contact_points_alone(
    client: Client, practice: Record, ncp_a: Person, officer: Person, africa: Region,
    answers: int, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(answers):
        give(practice, holder(f"X{number}", africa), is_named=True, words="<b>Well</b>")
    give(practice, holder("XH", africa))
    address = f"/en/guidelines/{practice.public_id}/answers/"
    pages = {}
    for person in (officer, ncp_a):
        client.force_login(person)
        pages[person.pk] = client.get(practice.get_absolute_url()).content.decode()
        client.get(address)

    # Session, person, tokens, audiences, record, rows, what needs the person.
    with django_assert_num_queries(7):
        html = client.get(address).content.decode()
    client.force_login(officer)

    assert [address in pages[each.pk] for each in (officer, ncp_a)] == [False, True]
    assert html.count("&lt;b&gt;Well") == html.count("Land X") == answers
    assert "Land XH" not in html
    assert client.get(address).status_code == 403


def test_rule_is_explained_to_everybody(client: Client, db: None) -> None:
    page = client.get("/en/guidelines/confidence/")

    assert page.status_code == 200
    assert len(page.context["rule"].rows) == 3
