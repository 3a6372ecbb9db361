"""Is it still running? Asked every half year, answered by one click; and the course of a record."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Progress
from guidelines.models import Manuscript, Record
from guidelines.models.course import STANDS
from guidelines.running import ask_due
from portal.needs import standing_of
from portal.notifications.models import Event as Told
from portal.refusals import Refused
from tests.guidelines.advice import publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
LATER = STANDS + datetime.timedelta(days=1)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def experience(by: Person | None, progress: str = Progress.ADOPTED, **values: Any) -> Record:
    """Return a published experience."""
    return publish(
        Kind.EXPERIENCE, by=by, content=text(Kind.EXPERIENCE, progress=progress), **values
    )


def test_author_is_asked_after_half_a_year_once(ncp_a: Person, clock: Any) -> None:
    experience(ncp_a, attribution=Attribution.REGION)

    assert ask_due() == 0
    clock.shift(LATER)
    assert (ask_due(), ask_due()) == (1, 0)

    (event,) = Told.objects.filter(verb="guidelines.ask_running")
    assert (event.people, event.actor_id) == ([ncp_a.pk], None)
    needs = [each.title for each in standing_of(as_reader(ncp_a)).due]
    assert "1 experience: is it still running?" in needs


def test_author_who_does_not_answer_is_asked_after_another_half_year(
    ncp_a: Person, clock: Any
) -> None:
    experience(ncp_a)

    asked = []
    for _each in range(3):
        clock.shift(LATER)
        asked.append(ask_due())

    assert asked == [1, 1, 1]


@pytest.mark.parametrize("progress", ["planned", "discontinued", "withdrawn", "failed"])
def test_what_does_not_run_is_not_asked_of(ncp_a: Person, clock: Any, progress: str) -> None:
    experience(ncp_a, progress)

    clock.shift(LATER)
    assert ask_due() == 0


def test_what_nobody_handed_in_is_not_asked_of(clock: Any, db: None) -> None:
    experience(None)

    clock.shift(LATER)
    assert ask_due() == 0


def test_one_click_keeps_that_it_runs(
    client: Client, ncp_a: Person, ncp_b: Person, clock: Any
) -> None:
    row = experience(ncp_a)
    address = f"/en/guidelines/{row.public_id}/"

    def says(words: str, person: Person = ncp_b) -> bool:
        client.force_login(person)
        return words in client.get(address).content.decode()

    assert says("Still running, said on 2 Nov 2026.")
    clock.shift(LATER)
    ask_due()
    assert says("Not confirmed since 2 Nov 2026.")
    assert not says("No, it ended")
    assert client.post(f"{address}running/", {"answer": "yes"}).status_code == 403
    assert says("No, it ended", ncp_a)
    assert client.post(f"{address}running/", {"answer": "yes"}).status_code == 302
    assert says("Still running, said on")
    row.refresh_from_db()
    assert row.running_waits is False


@pytest.mark.parametrize(
    ("answer", "progress"), [("ended", "discontinued"), ("changed", "adopted")]
)
def test_no_leads_to_a_new_version(
    client: Client, ncp_a: Person, clock: Any, answer: str, progress: str
) -> None:
    row = experience(ncp_a, attribution=Attribution.SEALED, sealed_until=datetime.date(2028, 5, 1))
    clock.shift(LATER)
    ask_due()
    client.force_login(ncp_a)

    for _each in range(2):
        sent = client.post(f"/en/guidelines/{row.public_id}/running/", {"answer": answer})
        manuscript = Manuscript.objects.open().get()
        assert sent.headers["Location"] == manuscript.get_absolute_url()

    row.refresh_from_db()
    assert (manuscript.content["progress"], manuscript.changed_by) == (progress, None)
    assert (row.running_waits, ask_due()) == (False, 0)


def test_what_ended_is_not_said_to_run(ncp_a: Person) -> None:
    row = experience(ncp_a, "failed")

    with pytest.raises(Refused):
        row.say_running(by=ncp_a)


def test_course_tells_each_change_of_progress_once(
    client: Client, ncp_a: Person, clock: Any
) -> None:
    row = experience(ncp_a, "under-development")
    for progress in ("under-development", "adopted", "withdrawn"):
        clock.shift(datetime.timedelta(days=30))
        content = text(
            Kind.EXPERIENCE, progress=progress,
            stages=[{"phase": "pilot", "begin": "2024", "end": "2025"}],
        )  # fmt: skip
        row.issue(content, by=None, marking=row.marking)

    assert [(step["progress"], step["version"]) for step in row.course] == [
        ("under-development", 1), ("adopted", 3), ("withdrawn", 4),
    ]  # fmt: skip
    assert row.running_at is None
    client.force_login(ncp_a)
    page = client.get(row.get_absolute_url()).content.decode()
    steps = ["2024–2025", "Under development or pilot, ", "In operation, ", "Withdrawn, "]
    places = [page.index(words) for words in steps]
    assert places == sorted(places)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_often_however_many(
    client: Client, ncp_a: Person, rows: int, django_assert_num_queries: Any
) -> None:
    for _each in range(rows):
        experience(ncp_a)
    client.force_login(ncp_a)
    client.get("/en/guidelines/running/")

    with django_assert_num_queries(6):
        client.get("/en/guidelines/running/")
