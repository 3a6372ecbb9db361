"""Two publishers at once: nothing leads in a circle, and nothing is done twice."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Person, Signing
from guidelines.kinds import Kind, State
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Pair, Record, Translation, Wording
from guidelines.models.succession import merge, supersede
from guidelines.text.sections import digest_of
from tests.guidelines.advice import language, publish, text
from tests.guidelines.answering import give
from tests.guidelines.ways import contact_point
from tests.people import make_role_holder
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import at_once, meanwhile

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


@pytest.mark.parametrize("way", ["withdraw", "supersede"])
def test_second_of_two_publishers_is_told_that_it_was_done(people: list[Person], way: str) -> None:
    one, two_ = two()
    acts: dict[str, Any] = {
        "withdraw": lambda: seen(one).withdraw(by=people[0], reason="Wrong."),
        "supersede": lambda: supersede(
            seen(one), by=people[0], successor=seen(two_), note="Better."
        ),
    }
    client = Client()
    client.force_login(people[0])
    sent = {"reason": "Mine.", "successor": two_.code, "note": "Mine."}
    address = f"/en/guidelines/{one.public_id}/{way}/"

    page = meanwhile(acts[way], lambda: client.post(address, sent, follow=True))

    html = page.content.decode()
    assert "A colleague was faster: your words were not kept." in html


@pytest.mark.parametrize("is_checked", [False, True])
def test_record_withdrawn_meanwhile_is_translated_no_more(
    people: list[Person], is_checked: bool
) -> None:
    row, _other = two()
    mate = contact_point("XR", "EUR")
    row.translate("title", "Un", language=language("fr"), by=None)
    if is_checked:
        Translation.objects.get().check_words(by=people[1], seen=digest_of("Un"))
    client = Client()
    client.force_login(mate)
    address = f"/en/guidelines/{row.public_id}/translations/fr/title/"
    found = client.get(address).context["form"].initial
    sent = {"text": "Deux", "seen": found["seen"], "source": found["source"]}

    page = meanwhile(
        lambda: seen(row).withdraw(by=people[0], reason="Wrong."),
        lambda: client.post(address, sent),
    )

    html = page.content.decode()
    words = "Somebody withdrew or replaced this record meanwhile."
    assert (page.status_code, words in html, "Deux" in html) == (200, True, True)
    assert (Translation.objects.get().text, Wording.objects.count()) == ("Un", 0)


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


def test_answer_taken_back_while_its_record_is_merged_is_not_counted(people: list[Person]) -> None:
    one, two_ = two()
    point = contact_point("XR", "EUR")
    give(seen(one), point, answer=Answered.FAILED)
    signing = Signing.objects.get()

    answer = meanwhile(
        lambda: merge(seen(one), by=people[0], successor=seen(two_), note="The same."),
        lambda: signing.withdraw(by=point),
    )

    assert (answer, Outcome.objects.signed().count(), seen(two_).answers["failed"]) == (True, 0, 0)
