"""A row that the clock cannot mind, here one that somebody holds, keeps none of the others."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import Error, connection
from django.utils import timezone

from directory.models import Person, Seat
from guidelines.kinds import Attribution, Kind
from guidelines.minding import mind_reviews
from guidelines.models import Manuscript, Record, Unsealing
from guidelines.models.anew import tell_left
from guidelines.models.one_by_one import one_by_one
from guidelines.models.unsealing import tell_unsealed
from guidelines.running import ask_due
from tests.guidelines.advice import begin, publish
from tests.guidelines.ways import moved, region
from tests.people import as_reader, make_administration, make_person, make_role_holder, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import meanwhile

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def author(own_database: None) -> Person:  # noqa: F811 the fixture
    home = make_administration("XR", "Raceland", region("EUR"))
    return make_person("Ann Race", administration=home)


def while_held(held: Record, clock: Callable[[], int]) -> int:
    """Return what a task does while somebody else holds a record for longer than it waits."""
    is_over = Event()

    def run() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            return clock()
        finally:
            is_over.set()

    answer: int = meanwhile(held.lock, run, then=lambda: is_over.wait(30))
    return answer


def test_experience_that_is_held_keeps_no_other_from_being_asked_of(author: Person) -> None:
    held, _other = (publish(Kind.EXPERIENCE, by=author) for _each in range(2))
    Record.objects.update(running_at="2020-01-01T00:00Z")

    assert (while_held(held, ask_due), ask_due()) == (1, 1)


def test_record_that_is_held_keeps_no_other_from_its_review(author: Person) -> None:
    held, _other = (publish(Kind.PRACTICE, by=author) for _each in range(2))
    Record.objects.update(review_by=timezone.localdate().replace(year=2020, day=1))

    assert (while_held(held, mind_reviews), mind_reviews()) == (1, 1)


def test_unsealing_that_is_held_keeps_no_other_untold(author: Person) -> None:
    rows = [publish(Kind.EXPERIENCE, by=author, attribution=Attribution.REGION) for _ in range(2)]
    home = author.administration
    moved(author, None)
    officers = [make_role_holder("secretariat"), make_role_holder("publisher")]
    officers[1].assign_role("secretariat", by=None)
    for row in rows:
        asked = Unsealing.ask(row, by=as_reader(officers[0]), reason="A court asks.")
        asked.agree(by=as_reader(officers[1]))
    point = make_person("Petra Point", administration=home)
    seat(point, Seat.Kind.CONTACT_POINT, administration=home)

    assert (while_held(rows[0], tell_unsealed), tell_unsealed()) == (1, 1)


def test_text_that_is_held_keeps_no_other_from_the_log(author: Person) -> None:
    rows = [begin(by=author) for _each in range(2)]
    Manuscript.objects.update(silent_until=timezone.localdate())

    assert (while_held(rows[0].record, tell_left), tell_left()) == (1, 1)


def test_row_that_fails_is_told_in_the_log(
    author: Person, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [publish(Kind.PRACTICE, by=author) for _each in range(2)]

    def mind(row: Record) -> bool:
        if row == rows[0]:
            raise ValueError("Nobody expected this text.")
        return True

    assert one_by_one(rows, mind) == 1
    assert f"guidelines.Record {rows[0].pk} cannot be minded." in caplog.text
    assert "Nobody expected this text." in caplog.text


def test_database_that_is_away_is_no_fault_of_a_row(
    author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [publish(Kind.PRACTICE, by=author) for _each in range(2)]
    minded = []

    def mind(row: Record) -> bool:
        minded.append(row)
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        connection.connection.close()
        return Record.objects.exists()

    with pytest.raises(Error):
        one_by_one(rows, mind)
    assert minded == rows[:1]
