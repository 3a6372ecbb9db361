"""What a person may send in a day holds for two files at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from directory.models import Person
from portal.files import purposes
from portal.files.models import StoredFile
from portal.files.purposes import purpose_of
from tests.files import samples
from tests.files.conftest import received
from tests.people import make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import at_once, meanwhile

pytestmark = pytest.mark.usefixtures("own_database")
LETTERS = [samples.pdf(pages) for pages in (1, 2)]


@pytest.fixture
def sender(own_database: None, monkeypatch: pytest.MonkeyPatch) -> Person:  # noqa: F811 the fixture
    """Somebody who may send one letter a day, and not two."""
    limited = replace(purpose_of("test_letter"), a_day=max(map(len, LETTERS)))
    monkeypatch.setitem(purposes._purposes, "test_letter", limited)
    return make_person("Rhea Racer")


def sending(body: bytes, by: Person) -> Callable[[], str]:
    return lambda: received(by, body=body).get_state_display()


def test_letter_that_arrives_while_another_is_kept_waits_and_is_counted(sender: Person) -> None:
    first, second = (sending(body, sender) for body in LETTERS)

    answer = meanwhile(first, second)

    assert "You may send" in answer
    assert StoredFile.objects.get().size == len(LETTERS[0])


def test_of_two_letters_at_once_one_is_taken(sender: Person) -> None:
    answers = at_once(*(sending(body, sender) for body in LETTERS))

    assert sorted("You may send" in answer for answer in answers) == [False, True]
    assert StoredFile.objects.count() == 1


def test_letter_of_somebody_else_waits_for_nobody(sender: Person) -> None:
    other = make_person("Sam Sender")

    assert meanwhile(sending(LETTERS[0], sender), sending(LETTERS[1], other)) == "Received"
