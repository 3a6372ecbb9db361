"""The pages of texts in preparation, pressed as people press them."""

import io
import json
from typing import Any

import docx
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Person, Region
from guidelines.kinds import Attribution, Kind, Stage
from guidelines.models import Comment, Manuscript, Review, journey
from portal.home.models import HeldForm
from portal.writing.models import Draft
from tests.directory.signin import sign_in
from tests.guidelines.advice import begin, language, publish, text
from tests.guidelines.ways import contact_point, fresh, in_review, signing_of
from tests.people import make_administration, make_person, seat

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/manuscripts/"
HOSTILE = '<script>alert(1)</script> =HYPERLINK("x") **bold** [a](https://example.org)'


def page_of(client: Client, row: Manuscript, path: str = "") -> str:
    """Return a page of a text."""
    answer = client.get(f"{ROOM}{row.public_id}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, row: Manuscript, path: str, **data: Any) -> Any:
    """Send a form of a text."""
    return client.post(f"{ROOM}{row.public_id}/{path}", data)


def seen_of(row: Manuscript) -> str:
    """Return what the form of a text carries."""
    return json.dumps(fresh(row).seen())


@pytest.mark.parametrize("kind", Kind.values)
def test_form_is_light(client: Client, ncp_a: Person, kind: str) -> None:
    language()
    client.force_login(ncp_a)

    answer = client.get(f"/en/guidelines/{kind}s/add/", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) <= 12_000


def test_draft_is_kept_with_its_tables(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    row = begin(by=ncp_a)
    cells = {"risks-risk": ["Fire", ""], "risks-answer": ["Water", ""]}

    press(client, row, "edit/", press="save", steps="Half a", draft_window="w", seen=seen_of(row),
          **cells)  # fmt: skip
    page = page_of(client, row, "edit/")

    assert Draft.objects.waiting().get().longest == "Half a"
    assert [word for word in ("Half a", "Fire", "Water") if word not in page] == []
    assert fresh(row).content["steps"] == ""


def test_saved_text_settles_its_draft(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    row = begin(by=ncp_a)
    sent = {**text(Kind.PRACTICE), "draft_window": "w", "seen": seen_of(row)}
    press(client, row, "edit/", press="save", **sent)

    answer = press(client, row, "edit/", **{**sent, "steps": "Whole."})

    assert (answer.status_code, fresh(row).content["steps"]) == (302, "Whole.")
    assert not Draft.objects.waiting().exists()


def test_two_editors_see_both_texts_and_lose_nothing(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    row = begin(by=ncp_a)
    opened = seen_of(row)
    mate = {**text(Kind.PRACTICE), "steps": "Measure first.", "legal": "Ask the lawyers."}
    mine = {**text(Kind.PRACTICE), "steps": "Measure twice."}
    press(client, row, "edit/", **mate, seen=opened)

    answer = press(client, row, "edit/", **mine, seen=opened)
    page, form = answer.content.decode(), answer.context["form"]
    kept = fresh(row).content
    again = press(client, row, "edit/", **mine, seen=form["seen"].value())

    assert (answer.status_code, kept["steps"]) == (200, "Measure first.")
    assert form["steps"].value() == "Measure twice."
    shown = ("<del>", "<ins>", "Measure first.", "twice")
    assert [word for word in shown if word not in page] == []
    # The section that was shown is mine now; what only the colleague changed stays theirs.
    now = fresh(row).content
    assert (again.status_code, now["steps"], now["legal"]) == (
        302, "Measure twice.", "Ask the lawyers.",
    )  # fmt: skip


def test_text_that_was_sent_on_meanwhile_keeps_what_was_typed(
    client: Client, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    row = in_review(ncp_a)

    answer = press(client, row, "edit/", **text(Kind.PRACTICE), steps="Late.", seen=seen_of(row))

    assert answer.status_code == 409
    assert "Late." in answer.content.decode()
    assert fresh(row).content["steps"] == ""


@pytest.mark.parametrize("is_new", [True, False])
def test_text_that_a_colleague_gave_up_meanwhile_keeps_what_was_typed(
    client: Client, ncp_a: Person, officer: Person, is_new: bool
) -> None:
    row = begin(by=ncp_a) if is_new else Manuscript.revise(publish(by=ncp_a), by=ncp_a)
    row.drop(by=officer)
    client.force_login(ncp_a)

    answer = press(
        client, row, "edit/", **text(Kind.PRACTICE), steps="Late.", seen=seen_of(row),
        marking="clear",
    )  # fmt: skip

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Late." in html
    assert "A colleague gave this text up after you opened it." in html
    assert ("/en/guidelines/practices/add/" in html, row.record.get_absolute_url() in html) == (
        is_new, not is_new,
    )  # fmt: skip
    assert (fresh(row).content["steps"], fresh(row).stage) == ("", "dropped")


def test_text_that_somebody_else_gave_up_is_written_by_no_stranger(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = begin(by=ncp_a)
    row.drop(by=ncp_a)
    for person in (ncp_b, secretariat):
        client.force_login(person)
        assert press(client, row, "edit/", title="Mine.").status_code == 404


def test_buttons_lead_from_writing_to_clearance(
    client: Client, officer: Person, ncp_a: Person
) -> None:
    row = begin(by=officer)
    client.force_login(officer)
    assert "Send to be cleared" in page_of(client, row)

    press(client, row, "send/")
    client.force_login(ncp_a)
    page = page_of(client, row)

    assert fresh(row).stage == Stage.CLEARANCE
    assert signing_of(row).get_absolute_url() in page


def test_button_of_a_holder_says_that_it_signs(client: Client, ncp_a: Person) -> None:
    row = begin(by=ncp_a)
    client.force_login(ncp_a)
    before = page_of(client, row)

    answer = client.post(f"{ROOM}{row.public_id}/send/", follow=True)

    assert "Clear it and send to review" in before
    assert f"you sign for {ncp_a.administration} that this text is cleared" in before
    assert fresh(row).stage == Stage.REVIEW
    assert "Sent on. The Secretariat reads it now." in answer.content.decode()


def test_button_of_a_text_that_is_cleared_asks_for_no_clearance(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)
    journey.give_back(row, by=secretariat, reason="Why so?")
    client.force_login(ncp_a)

    page = page_of(client, row)

    assert "Send to review" in page
    others = ("Clear it", "Send to be cleared", "you sign")
    assert [words for words in others if words in page] == []


def test_reviewer_reviews_on_a_page(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)
    client.force_login(secretariat)
    press(client, row, "reviewers/", people=[ncp_b.public_id])
    client.force_login(ncp_b)
    page_of(client, row, "review/")

    answer = press(client, row, "review/", verdict="accepted", seen=row.digest)

    assert answer.status_code == 302
    assert Review.objects.get().state == "accepted"


def test_review_of_a_text_that_changed_meanwhile_is_sent_again(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)
    Review.ask(row, ncp_b, by=secretariat)
    opened = row.digest
    journey.take_back(fresh(row), by=ncp_a)
    back = fresh(row)
    back.write(by=ncp_a, content={**back.content, "steps": "Anew."}, seen=back.seen())
    journey.send_on(fresh(row), by=ncp_a)
    client.force_login(ncp_b)

    page = press(client, row, "review/", verdict="accepted", seen=opened)
    before = Review.objects.get().state
    seen = page.context["form"]["seen"].value()
    again = press(client, row, "review/", verdict="accepted", seen=seen)

    assert (page.status_code, "Anew." in page.content.decode(), before) == (200, True, "asked")
    assert (again.status_code, Review.objects.get().state) == (302, "accepted")


def test_second_press_of_a_new_version_lands_on_it(client: Client, ncp_a: Person) -> None:
    record = publish(by=ncp_a)
    client.force_login(ncp_a)

    answers = [client.post(f"/en/guidelines/{record.public_id}/revise/") for _press in range(2)]

    row = Manuscript.objects.open().get(record=record)
    assert [each.headers["Location"] for each in answers] == [row.get_absolute_url()] * 2


def test_refusal_of_a_reviewer_stands_in_the_form(
    client: Client, ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)
    client.force_login(secretariat)

    answer = press(client, row, "reviewers/", email=officer.email)

    assert "is of the administration that wrote this text" in answer.content.decode()


def test_comment_is_written_and_answered_on_pages(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE)
    client.force_login(secretariat)
    form = client.get(f"{ROOM}{row.public_id}/comment/?section=lesson").context["form"]
    (place, _words), *_rest = form.fields["place"].choices

    press(client, row, "comment/?section=lesson", place=place, words="Which corridor?")
    found = Comment.objects.get()
    client.force_login(ncp_a)
    page = page_of(client, row)
    client.post(found.answer_url, {"state": "refused", "answer": "It is secret."})

    assert f'id="c-{found.public_id}"' in page
    found.refresh_from_db()
    assert (found.state, found.answer) == ("refused", "It is secret.")
    assert "It is secret." in page_of(client, row)


def test_page_of_a_hidden_text_names_nobody(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(
        ncp_a, Kind.EXPERIENCE, attribution=Attribution.REGION
    )  # fmt: skip
    client.force_login(secretariat)

    page = page_of(client, row)

    assert "Cleared by its administration on" in page
    assert [word for word in ("Arcadia", "Ada", "Arcadi") if word in page] == []


def test_list_costs_the_same_with_more_texts(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            begin(by=ncp_a)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(ROOM)
        counts.append(len(asked))
        assert page.status_code == 200

    assert counts[0] == counts[1]
    assert len(page.context["lines"]) == 3


def test_reviewers_cost_the_same_however_many(
    client: Client, ncp_a: Person, secretariat: Person, europe: Region
) -> None:
    row = in_review(ncp_a, Kind.PRACTICE)
    client.force_login(secretariat)
    counts = []
    for letter in "KLM":
        home = make_administration(f"X{letter}", f"Land {letter}", europe)
        seat(make_person(f"{letter} Point", administration=home), "contact-point",
             administration=home)  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"{ROOM}{row.public_id}/reviewers/")
        counts.append(len(asked))
        assert page.status_code == 200
        assert f"{letter} Point" in page.content.decode()

    assert counts[0] == counts[2]


def test_page_costs_the_same_with_more_comments(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE)
    client.force_login(secretariat)
    page_of(client, row)
    counts = []
    for more in (1, 2):
        for number in range(more):
            form = client.get(f"{ROOM}{row.public_id}/comment/?section=lesson").context["form"]
            (place, _words), *_rest = form.fields["place"].choices
            words = f"Why {more} {number}?"
            press(client, row, "comment/?section=lesson", place=place, words=words)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, row)
        counts.append(len(asked))

    assert counts == [10, 10]


def test_document_holds_the_words_and_nothing_that_acts(client: Client, ncp_a: Person) -> None:
    content = text(
        Kind.PRACTICE,
        steps=f"{HOSTILE}\n\n- one\n- two",
        risks=[{"risk": HOSTILE, "answer": "\x07"}],
    )
    row = begin(by=ncp_a, content=content)
    client.force_login(ncp_a)

    answer = client.get(f"{ROOM}{row.public_id}/text.docx")

    document = docx.Document(io.BytesIO(answer.content))
    words = [each.text for each in document.paragraphs]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{row.public_id}.docx"'
    assert "Measure before you buy" in words[:3]
    assert '<script>alert(1)</script> =HYPERLINK("x") bold <https://example.org> a' in words
    assert {each.text for each in document.paragraphs if each.style.name == "List Bullet"} >= {
        "one", "two"
    }  # fmt: skip
    assert document.tables[0].rows[1].cells[0].text == HOSTILE
    body = document.element.xml
    assert [tag for tag in ("w:hyperlink", "w:fldSimple", "w:instrText") if tag in body] == []


def test_visitor_of_another_administration_finds_nothing(client: Client, ncp_a: Person) -> None:
    row = begin(by=ncp_a)
    client.force_login(contact_point("XC", "ASP"))

    for path in ("", "comment/?section=title", "text.docx", "review/"):
        assert client.get(f"{ROOM}{row.public_id}/{path}").status_code == 404


def test_session_that_ends_under_a_long_text_keeps_it(client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    row = begin(by=officer)
    Session.objects.all().delete()
    sent = {"steps": "Word " * 700, "risks-risk": ["Fire", "Flood"], "seen": seen_of(row)}

    answer = press(client, row, "edit/", **text(Kind.PRACTICE), **sent)

    assert (answer.status_code, fresh(row).content["steps"]) == (302, "")
    kept = HeldForm.objects.get().fields
    assert [value for name, value in kept if name == "risks-risk"] == ["Fire", "Flood"]
    assert {("steps", sent["steps"]), ("seen", sent["seen"])} <= {*map(tuple, kept)}


def test_buttons_lead_back_and_out(client: Client, ncp_a: Person) -> None:
    row = in_review(ncp_a)
    client.force_login(ncp_a)

    press(client, row, "back/")
    back = fresh(row).stage
    press(client, row, "drop/")

    assert (row.stage, back, fresh(row).stage) == (Stage.REVIEW, Stage.WRITING, Stage.DROPPED)
