"""Two publishers at once: nothing leads in a circle, and nothing is done twice."""

from typing import Any

import pytest

from directory.models import Person
from guidelines.kinds import Kind, State
from guidelines.models import Pair, Record
from guidelines.models.succession import merge
from tests.guidelines.advice import publish, text
from tests.people import make_role_holder
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import at_once

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def people(own_database: None) -> list[Person]:  # noqa: F811 the fixture
    return [make_role_holder("publisher"), make_role_holder("editor")]


def two() -> list[Record]:
    """Return two practices, as two pages fetched them."""
    return [publish(content=text(Kind.PRACTICE, title=each)) for each in ("One", "Two")]


def seen(row: Any) -> Record:
    """Return a record as another page fetched it."""
    return Record.objects.get(pk=row.pk)


def test_records_merged_crosswise_leave_one(people: list[Person]) -> None:
    one, two_ = two()

    answers = at_once(
        lambda: merge(seen(one), by=people[0], successor=seen(two_), note="Here."),
        lambda: merge(seen(two_), by=people[0], successor=seen(one), note="There."),
    )

    assert sorted(answers, key=str)[1] is True
    states = sorted(Record.objects.values_list("state", flat=True))
    assert states == [State.PUBLISHED, State.SUPERSEDED]


def test_answers_given_at_once_are_all_counted(people: list[Person]) -> None:
    one, two_ = two()

    at_once(
        *(
            lambda person=person: Pair.compare(one, two_, by=person, answer="yes")  # type: ignore[misc]
            for person in people
        )
    )

    pair = Pair.objects.get()
    assert (pair.yes, pair.no) == (2, 0)
