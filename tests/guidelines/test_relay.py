"""Asking the author: words go both ways, and no name comes back that the record does not tell."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Record, Relay
from guidelines.models.relay import A_DAY, MOST_TEXTS, REPORTED
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.needs import standing_of
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Notification
from portal.refusals import Refused
from tests.guidelines.advice import publish
from tests.guidelines.ways import contact_point
from tests.people import as_reader, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(ncp_a: Person) -> Record:
    return publish(Kind.EXPERIENCE, by=ncp_a, attribution=Attribution.REGION)


@pytest.fixture
def relay(record: Record, ncp_b: Person) -> Relay:
    return Relay.ask(record, by=ncp_b, text="How did you begin?")


def page(client: Client, person: Person, address: str) -> str:
    """Return a page as somebody sees it."""
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told() -> set[tuple[str, str, int | None]]:
    """Return who was told what, by whom."""
    dispatch_waiting()
    rows = Notification.objects.filter(event__verb__startswith="guidelines.")
    return set(rows.values_list("person__given_name", "event__verb", "event__actor"))


def test_author_is_told_who_asks_and_asker_never_who_answers(
    client: Client, relay: Relay, ncp_a: Person, ncp_b: Person
) -> None:
    relay.say("With one corridor.", by=ncp_a)

    assert told() == {
        ("Ada", "guidelines.ask_author", ncp_b.pk), ("Boris", "guidelines.answer_relay", None),
    }  # fmt: skip
    own = page(client, ncp_a, relay.get_absolute_url())
    assert ("Boris Bordur" in own, "Borduria" in own, "How did you begin?" in own) == (True,) * 3
    asked = page(client, ncp_b, relay.get_absolute_url())
    assert "With one corridor." in asked
    assert [words for words in ("Ada", "Arcadi", "administration:") if words in asked] == []
    for address in ("/en/guidelines/questions/", "/en/notifications/"):
        assert "Arcadi" not in page(client, ncp_b, address)
    assert set(Event.objects.about(relay).values_list("actor_id", flat=True)) == {None}


def test_named_author_answers_under_the_name_of_the_administration(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    relay = Relay.ask(publish(Kind.EXPERIENCE, by=ncp_a), by=ncp_b, text="How?")
    relay.say("So.", by=ncp_a)

    asked = page(client, ncp_b, relay.get_absolute_url())
    assert ("Arcadia" in asked, "Ada Arcadi" in asked) == (True, False)


def test_relay_is_read_by_its_two_sides_alone(
    relay: Relay, ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    third = make_person("Tess Third", administration=ncp_b.administration)

    readers = {
        each.given_name
        for each in (ncp_a, ncp_b, officer, secretariat, third)
        if Relay.objects.readable_by(as_reader(each)).exists()
    }
    assert readers == {"Ada", "Boris", "Olga"}


def test_question_waits_once_and_own_records_are_not_asked(
    record: Record, relay: Relay, officer: Person, ncp_b: Person
) -> None:
    assert Relay.ask(record, by=ncp_b, text="How did you begin?") == relay
    assert relay.texts.count() == 1
    with pytest.raises(Refused):
        Relay.ask(record, by=officer, text="Who wrote this?")


def test_nobody_is_asked_of_what_nobody_handed_in(ncp_b: Person) -> None:
    with pytest.raises(Refused):
        Relay.ask(publish(Kind.EXPERIENCE), by=ncp_b, text="How?")


def test_person_asks_so_much_a_day(ncp_a: Person, ncp_b: Person) -> None:
    rows = [publish(Kind.PITFALL, by=ncp_a, attribution="sealed", sealed_until="2028-05-01")
            for _each in range(A_DAY + 1)]  # fmt: skip
    relays = [Relay.ask(row, by=ncp_b, text="How?") for row in rows[:A_DAY]]

    with pytest.raises(Refused):
        Relay.ask(rows[-1], by=ncp_b, text="How?")
    with pytest.raises(Refused):
        relays[0].say("And then?", by=ncp_b)
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1, minutes=1)
    with time_machine.travel(tomorrow):
        relays[0].say("And then?", by=ncp_b)


def test_exchange_is_no_forum(relay: Relay, ncp_a: Person) -> None:
    for number in range(MOST_TEXTS - 1):
        relay.say(f"Answer {number}.", by=ncp_a)

    with pytest.raises(Refused):
        relay.say("One more.", by=ncp_a)


@pytest.mark.parametrize(("who", "actor"), [("ncp_a", False), ("ncp_b", True)])
def test_either_ends_it_and_nobody_writes_any_more(
    request: pytest.FixtureRequest, relay: Relay, ncp_a: Person, ncp_b: Person, who: str,
    actor: bool,
) -> None:  # fmt: skip
    person = request.getfixturevalue(who)

    assert relay.end(by=person)
    assert not relay.end(by=person)

    relay.refresh_from_db()
    assert relay.ended_by == ("asker" if who == "ncp_b" else "author")
    for each in (ncp_a, ncp_b):
        with pytest.raises(Refused):
            relay.say("Wait!", by=each)
    (row,) = Event.objects.about(relay).filter(verb="guidelines.end_relay")
    assert row.actor_id == (person.pk if actor else None)


@pytest.mark.parametrize("who", ["ncp_a", "ncp_b"])
def test_reported_exchange_is_ended_by_the_secretariat_that_learns_no_author(
    client: Client, request: pytest.FixtureRequest, relay: Relay, secretariat: Person, who: str
) -> None:
    reporter = request.getfixturevalue(who)
    item = relay.report(by=reporter)

    assert item.opened_by == (reporter if who == "ncp_b" else None)
    shown = page(client, secretariat, item.get_absolute_url())
    assert ("How did you begin?" in shown, "Boris Bordur" in shown) == (True, True)
    assert ("Arcadi" in shown, "Ada" in shown) == (False, False)
    item.decide("stop", by=as_reader(secretariat), reason="It goes too far.")

    relay.refresh_from_db()
    assert (relay.state, relay.ended_by) == ("ended", "secretariat")


def test_ended_exchange_leaves_the_desk(relay: Relay, ncp_a: Person) -> None:
    relay.report(by=ncp_a)
    relay.end(by=ncp_a)

    assert WorkItem.objects.about(REPORTED, relay).standing().count() == 0


def test_question_needs_the_author_until_it_is_answered(relay: Relay, ncp_a: Person) -> None:
    def needs() -> list[str]:
        return [each.title for each in standing_of(as_reader(ncp_a)).due]

    before = needs()
    relay.say("So.", by=ncp_a)

    assert "1 question to the author of your record" in before
    assert "1 question to the author of your record" not in needs()


def test_question_is_asked_and_answered_on_the_pages(
    client: Client, record: Record, ncp_a: Person, ncp_b: Person
) -> None:
    assert "Ask the author" in page(client, ncp_b, record.get_absolute_url())
    asked = client.post(f"/en/guidelines/{record.public_id}/ask/", {"text": "<b>How</b>?\n=1+1"})
    relay = Relay.objects.get()
    assert asked.headers["Location"] == relay.get_absolute_url()
    assert "&lt;b&gt;How&lt;/b&gt;?" in page(client, ncp_a, relay.get_absolute_url())
    assert client.post(relay.get_absolute_url(), {"text": "So."}).status_code == 302
    assert client.post(relay.get_absolute_url() + "report/").status_code == 302
    assert client.post(relay.get_absolute_url() + "end/").status_code == 302
    assert "So." in page(client, ncp_b, relay.get_absolute_url())
    assert "Ask the author" not in page(client, ncp_a, record.get_absolute_url())


@pytest.mark.parametrize("relays", [1, 3])
def test_list_of_questions_asks_as_often_however_many(
    client: Client, ncp_a: Person, ncp_b: Person, relays: int, django_assert_num_queries: Any
) -> None:
    for _each in range(relays):
        Relay.ask(publish(Kind.PITFALL, by=ncp_a, attribution="region"), by=ncp_b, text="How?")
    client.force_login(ncp_b)
    client.get("/en/guidelines/questions/")

    with django_assert_num_queries(6):
        client.get("/en/guidelines/questions/")


def test_log_of_an_exchange_never_says_who_answered_even_of_a_named_record(
    ncp_a: Person, ncp_b: Person
) -> None:
    relay = Relay.ask(publish(Kind.EXPERIENCE, by=ncp_a), by=ncp_b, text="How?")
    relay.say("So.", by=ncp_a)
    relay.report(by=ncp_a)
    relay.end(by=ncp_a)

    assert set(Event.objects.about(relay).values_list("actor_id", flat=True)) == {None}
    assert {each[2] for each in told() if each[0] == "Boris"} == {None}


@pytest.mark.parametrize(
    ("who", "code"), [("ncp_a", "leave"), ("officer", "stop"), ("ncp_b", "stop")]
)
def test_nobody_decides_on_a_report_about_their_own_side(
    request: pytest.FixtureRequest, relay: Relay, ncp_a: Person, who: str, code: str
) -> None:
    relay.report(by=ncp_a)
    person = request.getfixturevalue(who)
    person.assign_role("editor", by=None)

    with pytest.raises(Refused, match="one of its sides"):
        WorkItem.objects.about(REPORTED, relay).get().decide(
            code, by=as_reader(person), reason="Mine."
        )

    relay.refresh_from_db()
    assert relay.is_open


def test_whoever_reported_it_does_not_decide_it(relay: Relay, ncp_b: Person) -> None:
    relay.report(by=ncp_b)
    ncp_b.assign_role("editor", by=None)

    with pytest.raises(Refused):
        WorkItem.objects.about(REPORTED, relay).get().decide("leave", by=as_reader(ncp_b))


def test_both_sides_are_told_that_a_report_shows_their_words(
    client: Client, record: Record, relay: Relay, ncp_a: Person
) -> None:
    third = contact_point("XT", "EUR")

    assert "the Secretariat if one of you reports it" in page(
        client, third, f"/en/guidelines/{record.public_id}/ask/"
    )
    assert "the Secretariat reads your words too" in page(client, ncp_a, relay.get_absolute_url())
