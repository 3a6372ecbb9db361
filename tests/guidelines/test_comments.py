"""Comments on a paragraph: beside its section, each with what became of it."""

import pytest

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Stage
from guidelines.models import Comment, Manuscript, journey
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.text.paragraphs import Paragraph, paragraphs_of
from guidelines.text.sections import section_of
from portal.refusals import Refused
from tests.guidelines.advice import begin, text
from tests.guidelines.ways import fresh, in_review
from tests.people import as_reader

pytestmark = pytest.mark.django_db
STEPS = "First measure.\n\nThen **decide**."


@pytest.fixture
def row(ncp_a: Person) -> Manuscript:
    """An experience of A in review, with a text of two paragraphs."""
    return in_review(ncp_a, Kind.EXPERIENCE, content=text(Kind.EXPERIENCE, scale=STEPS))


def paragraph(row: Manuscript, code: str = "scale", number: int = 1) -> Paragraph:
    """Return one paragraph of a text."""
    section = section_of(row.kind, code)
    assert section
    return paragraphs_of(section, row.content)[number - 1]


def comment(row: Manuscript, by: Person, number: int = 2, code: str = "scale") -> Comment:
    """Return a comment on a paragraph as it stands."""
    seen = paragraph(row, code, number).digest
    return Comment.write(row, by=by, section=code, paragraph=number, words="Why?", seen=seen)


def test_comment_stands_beside_its_section(row: Manuscript, secretariat: Person) -> None:
    comment(row, secretariat)

    remarks = ManuscriptPage(fresh(row), as_reader(secretariat)).remarks
    assert {code: [(r.number, r.is_stale) for r in found] for code, found in remarks.items()} == {
        "scale": [(2, False)]
    }


def test_open_comment_keeps_a_text_from_going_on(row: Manuscript, secretariat: Person) -> None:
    comment(row, secretariat)

    with pytest.raises(Refused, match="1 comment is open"):
        journey.pass_on(fresh(row), by=secretariat)


def test_second_press_of_a_comment_is_once(
    row: Manuscript, ncp_a: Person, secretariat: Person
) -> None:
    first, again = comment(row, secretariat), comment(row, secretariat)
    other = comment(row, ncp_a)
    first.settle("accepted", by=ncp_a)

    anew = comment(row, secretariat)

    assert again == first
    assert set(Comment.objects.all()) == {first, other, anew}


@pytest.mark.parametrize("state", ["accepted", "changed", "refused"])
def test_answered_comment_lets_it_go_on(
    row: Manuscript, ncp_a: Person, secretariat: Person, state: str
) -> None:
    found = comment(row, secretariat)

    found.settle(state, by=ncp_a, answer="Because.")

    assert journey.pass_on(fresh(row), by=secretariat)
    assert (found.state, found.answered_by) == (state, ncp_a)


def test_refused_comment_says_why(row: Manuscript, ncp_a: Person, secretariat: Person) -> None:
    found = comment(row, secretariat)

    with pytest.raises(Refused, match="Say why"):
        found.settle("refused", by=ncp_a, answer=" ")

    assert Comment.objects.waiting().get() == found


def test_second_answer_changes_nothing(row: Manuscript, ncp_a: Person, secretariat: Person) -> None:
    found = comment(row, secretariat)
    again = Comment.objects.select_related("manuscript__record").get(pk=found.pk)
    found.settle("accepted", by=ncp_a)

    assert again.settle("refused", by=ncp_a, answer="No.") is False


def test_comment_on_a_changed_paragraph_says_so(
    row: Manuscript, ncp_a: Person, secretariat: Person
) -> None:
    comment(row, secretariat, number=1)
    comment(row, secretariat, number=2)
    journey.take_back(fresh(row), by=ncp_a)
    back = fresh(row)
    scale = "A new beginning.\n\nFirst measure,  then **decide**.\n\nThen\n**decide**."
    back.write(by=ncp_a, content={**back.content, "scale": scale}, seen=back.seen())

    remarks = ManuscriptPage(fresh(row), as_reader(ncp_a)).remarks["scale"]

    # The second stands further down, in other lines; the first is nowhere any more.
    assert [(each.is_stale, each.number) for each in remarks] == [(True, 1), (False, 3)]
    assert remarks[0].comment.quote == "First measure."


def test_comment_on_words_that_changed_meanwhile_is_refused(ncp_a: Person) -> None:
    row = begin(by=ncp_a)

    with pytest.raises(Refused, match="Read it again"):
        Comment.write(row, by=ncp_a, section="problem", paragraph=1, words="?", seen="0" * 64)

    assert not Comment.objects.exists()


def test_published_text_takes_no_comment(
    row: Manuscript, secretariat: Person, publisher: Person
) -> None:
    journey.pass_on(row, by=secretariat)
    journey.publish(fresh(row), by=publisher)

    with pytest.raises(Refused, match="takes no comments"):
        comment(fresh(row), secretariat)


def test_comment_of_hidden_authors_has_no_name(ncp_a: Person, officer: Person) -> None:
    row = begin(Kind.PITFALL, by=ncp_a, attribution=Attribution.SECRETARIAT)
    found = comment(row, officer, number=1, code="title")

    found.settle("accepted", by=ncp_a)

    assert (found.by, found.answered_by, row.stage) == (None, None, Stage.WRITING)


def test_missing_section_can_be_commented_on(row: Manuscript, secretariat: Person) -> None:
    comment(row, secretariat, number=1, code="legal_change")

    page = ManuscriptPage(fresh(row), as_reader(secretariat))
    assert "legal_change" in {each["code"] for _c, _t, rows in page.parts for each in rows}
