"""Two people at one text at the same moment: one of them acts, nothing is lost."""

from typing import Any

import pytest

from directory.models import Person, Seat, Signing
from guidelines.kinds import Kind, Stage
from guidelines.models import Manuscript, Record, Version, journey
from guidelines.models.comment import Comment
from guidelines.text.paragraphs import paragraph_of
from tests.guidelines.advice import begin
from tests.guidelines.ways import fresh, in_check, in_clearance, in_review, region, signing_of
from tests.people import make_administration, make_person, make_role_holder, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import at_once, meanwhile

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def author(own_database: None) -> Person:  # noqa: F811 the fixture
    home = make_administration("XR", "Raceland", region("EUR"))
    return seat(
        make_person("Ann Race", administration=home), Seat.Kind.CONTACT_POINT, administration=home
    )


@pytest.fixture
def officer(own_database: None) -> Person:  # noqa: F811 the fixture
    return make_role_holder("secretariat")


def late(row: Manuscript, by: Person) -> Any:
    """Return what writes in a text from a page that was open before."""
    page = fresh(row)
    seen = page.seen()
    return lambda: page.write(by=by, content={**page.content, "steps": "Late."}, seen=seen)


def test_two_publishers_publish_once(author: Person, officer: Person) -> None:
    row = in_check(author, officer)
    publishers = [make_role_holder("publisher"), make_person("Pia Second")]
    publishers[1].assign_role("publisher", by=None)
    pages = [fresh(row), fresh(row)]

    done = at_once(
        *(
            lambda page=page, by=by: journey.publish(page, by=by)  # type: ignore[misc]
            for page, by in zip(pages, publishers, strict=True)
        )
    )

    assert sorted(map(str, done)) == ["False", "True"]
    assert [each.number for each in Version.objects.all()] == [1]
    assert Record.objects.get().state == "published"


def test_writing_while_it_is_sent_on_is_refused(author: Person) -> None:
    row = begin(by=author)
    write = late(row, author)

    answer = meanwhile(lambda: journey.send_on(fresh(row), by=author), write)

    row = fresh(row)
    assert "stands still" in answer
    assert (row.stage, row.content["steps"], row.cleared_digest) == (Stage.REVIEW, "", row.digest)


def test_clearing_while_it_is_taken_back_is_refused(author: Person) -> None:
    mate = make_person("Olaf Race", administration=author.administration)
    row = in_clearance(mate)
    signing = signing_of(row)

    answer = meanwhile(
        lambda: journey.take_back(fresh(row), by=mate),
        lambda: signing.sign(by=author, seen=signing.digest),
    )

    row = fresh(row)
    assert answer is False or "taken back" in str(answer)
    assert (row.stage, row.cleared_at) == (Stage.WRITING, None)


def test_comment_while_it_goes_on_is_not_overlooked(author: Person, officer: Person) -> None:
    row = in_review(author, Kind.EXPERIENCE)
    page = fresh(row)

    def comment() -> None:
        about = paragraph_of(page.kind, page.content, "lesson", 1)
        assert about
        Comment.write(
            page, by=author, section="lesson", paragraph=1, words="Wait.", seen=about.digest
        )

    answer = meanwhile(comment, lambda: journey.pass_on(fresh(row), by=officer))

    assert "1 comment is open" in answer
    assert fresh(row).stage == Stage.REVIEW


def test_two_who_send_it_on_send_it_once(author: Person) -> None:
    row = begin(by=author)
    pages = [fresh(row), fresh(row)]

    done = at_once(*(lambda page=page: journey.send_on(page, by=author) for page in pages))  # type: ignore[misc]

    assert sorted(done) == [False, True]
    assert fresh(row).stage == Stage.REVIEW


def test_sending_on_while_an_earlier_clearance_is_withdrawn(author: Person) -> None:
    row = in_review(author)
    earlier = signing_of(row)
    journey.take_back(fresh(row), by=author)
    page = fresh(row)
    page.write(by=author, content={**page.content, "steps": "More."}, seen=page.seen())
    again = fresh(row)

    def holds() -> None:
        Signing.objects.select_for_update().get(pk=earlier.pk)

    answer = meanwhile(
        holds, lambda: journey.send_on(again, by=author), then=lambda: earlier.withdraw(by=author)
    )

    # The one that waits holds nothing that the other one wants.
    earlier.refresh_from_db()
    assert (answer, earlier.state, fresh(row).stage) == (True, "withdrawn", Stage.REVIEW)
