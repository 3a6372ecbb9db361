"""Questions find people: who is proposed and why, who is asked, and what they say to that."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from directory.models import Administration, Person
from forums.models import Ask, Rest, Topic
from forums.models.proposing import proposed
from portal.audit.models import Event as AuditEntry
from portal.notifications.models import Event
from portal.refusals import Refused
from portal.taxonomy.models import Process, Technology
from tests.forums.experts import expert, make_process, make_technology, question
from tests.forums.talk import answer
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace

MONDAY = "2026-11-23T10:30:00Z"


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def blockchain(db: None) -> Technology:
    return make_technology()


@pytest.fixture
def transit(db: None) -> Process:
    return make_process()


def names(topic: Topic, by: Person) -> list[str]:
    """Return who is proposed, in order."""
    return [each.person.given_name for each in proposed(topic, by=as_reader(by))]


def test_proposed_are_those_who_read_work_on_it_and_speak(
    room: Workspace, ncp_a: Person, arcadia: Administration, borduria: Administration,
    blockchain: Technology, transit: Process,
) -> None:  # fmt: skip
    expert("Both Topics", borduria, blockchain, transit, speaks="fr", level="B1", room=room)
    expert("Fluent French", borduria, blockchain, speaks="fr", room=room)
    expert("Good French", borduria, blockchain, speaks="fr", level="B2", room=room)
    expert("Basic French", borduria, blockchain, speaks="fr", level="A2", room=room)
    expert("English Only", borduria, blockchain, speaks="en", room=room)
    expert("Other Topic", borduria, speaks="fr", room=room)
    expert("Outside Room", borduria, blockchain, speaks="fr")
    topic = question(room, ncp_a, languages=["fr"], terms={"processes": ["transit"]})

    assert names(topic, ncp_a) == ["Both", "Fluent", "Good"]
    assert [each.state for each in Ask.objects.all()] == []


def test_five_at_most_are_proposed_in_one_statement(
    room: Workspace, ncp_a: Person, borduria: Administration, blockchain: Technology
) -> None:
    topic = question(room, ncp_a)
    counts = []
    for n in range(7):
        expert(f"Expert Number{n}", borduria, blockchain, room=room)
        person = as_reader(ncp_a)
        assert person.reader.audience_ids
        proposed(topic, by=person)
        with CaptureQueriesContext(connection) as statements:
            found = proposed(topic, by=person)
        counts.append((len(found), len(statements)))

    assert counts == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (5, 1), (5, 1)]


@time_machine.travel(MONDAY, tick=False)
def test_reasons_are_words_in_the_language_of_the_asker(
    room: Workspace, ncp_a: Person, borduria: Administration, blockchain: Technology
) -> None:
    expert("Fluent French", borduria, blockchain, speaks="fr", zone="Asia/Tokyo", room=room)
    expert("Works Now", borduria, blockchain, speaks="fr", zone="Europe/Paris", room=room)
    deadline = datetime.date(2026, 11, 25)
    topic = question(room, ncp_a, languages=["fr"], deadline=deadline)

    near, far = proposed(topic, by=as_reader(ncp_a))
    assert (near.person.given_name, near.reasons) == ("Works", [
        "works on Blockchain", "speaks FR", "it is 11:30 there, in office hours",
        "3 working days there before your day",
    ])  # fmt: skip
    assert far.reasons[2:] == [
        "it is 19:30 there, back on Tuesday at 09:00", "2 working days there before your day",
    ]  # fmt: skip
    with translation.override("fr"):
        assert proposed(topic, by=as_reader(ncp_a))[0].reasons[0].endswith("blockchain (fr)")


@time_machine.travel("2026-11-27T10:00:00Z", tick=False)
def test_week_of_the_country_decides_who_works_before_the_day(
    room: Workspace, ncp_a: Person, arcadia: Administration, borduria: Administration,
    blockchain: Technology,
) -> None:  # fmt: skip
    # A Friday; the answer is wished by Sunday.
    Administration.objects.filter(pk=borduria.pk).update(weekend_first=4, weekend_last=5)
    expert("Friday Rest", borduria, blockchain, room=room)
    expert("Sunday Rest", arcadia, blockchain, room=room)
    sunday = question(room, ncp_a, deadline=datetime.date(2026, 11, 29))
    saturday = question(room, ncp_a, deadline=datetime.date(2026, 11, 28))

    assert set(names(sunday, ncp_a)) == {"Friday", "Sunday"}
    assert names(saturday, ncp_a) == ["Sunday"]


def test_what_names_its_readers_is_put_to_nobody(
    room: Workspace, ncp_a: Person, borduria: Administration, blockchain: Technology
) -> None:
    person = expert("Expert One", borduria, blockchain, room=room)
    topic = question(room, ncp_a)
    Topic.objects.filter(pk=topic.pk).update(marking="red")
    topic.refresh_from_db()

    assert names(topic, ncp_a) == []
    with pytest.raises(Refused, match="RED"):
        Ask.send(topic, [person.pk], by=ncp_a)


def test_open_room_asks_outsiders_and_a_partner_is_proposed_nobody(
    ncp_a: Person, ncp_b: Person, partner: Person, borduria: Administration, blockchain: Technology
) -> None:
    open_room = make_open_room(ncp_a, ncp_b, is_open_to_partners=True)
    admit(open_room, partner)
    expert("Expert Outside", borduria, blockchain)
    topic = question(open_room, ncp_a, marking="green")

    assert names(topic, ncp_a) == ["Expert"]
    # A partner reads no cards of officers.
    assert names(topic, partner) == []


def test_nobody_is_asked_twice_in_a_week_nor_while_they_rest(
    room: Workspace, ncp_a: Person, ncp_b: Person, borduria: Administration,
    blockchain: Technology,
) -> None:  # fmt: skip
    one = expert("Expert One", borduria, blockchain, room=room)
    two = expert("Expert Two", borduria, blockchain, room=room)
    topic, other = question(room, ncp_a), question(room, ncp_a, title="Another")
    Ask.send(topic, [one.pk], by=ncp_a, note="You wrote about it.")
    Rest.take(by=two, until=datetime.datetime.now(datetime.UTC).date())

    assert (names(topic, ncp_a), names(other, ncp_a)) == ([], [])
    for person in (one, two):
        with pytest.raises(Refused, match="cannot be asked"):
            Ask.send(other, [person.pk], by=ncp_a)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=7)):
        assert set(names(other, ncp_a)) == {"Expert"}
        assert len(Ask.send(other, [one.pk, two.pk], by=ncp_a)) == 2
    Rest.end(by=two)
    assert AuditEntry.objects.filter(verb="forums.ask_people").count() == 2


def test_who_does_not_read_the_question_is_not_asked(
    room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic = question(room, ncp_a)

    for outsider in (officer, ncp_a):
        with pytest.raises(Refused):
            Ask.send(topic, [outsider.pk], by=ncp_a)
    assert len(Ask.send(topic, [officer.pk, ncp_b.pk], by=ncp_a)) == 1


def test_six_at_a_time_are_refused(
    room: Workspace, ncp_a: Person, borduria: Administration, blockchain: Technology
) -> None:
    people = [expert(f"Expert {n}", borduria, blockchain, room=room) for n in "ABCDEF"]
    topic = question(room, ncp_a)
    Ask.send(topic, [each.pk for each in people[:5]], by=ncp_a)

    with pytest.raises(Refused, match="Five people"):
        Ask.send(topic, [people[5].pk], by=ncp_a)
    topic.refresh_from_db()
    assert topic.asked == 5


def test_answer_ends_the_ask_and_the_end_of_the_question_ends_the_rest(
    room: Workspace, ncp_a: Person, ncp_b: Person, borduria: Administration,
    blockchain: Technology,
) -> None:  # fmt: skip
    other = expert("Expert One", borduria, blockchain, room=room)
    topic = question(room, ncp_a)
    Ask.send(topic, [ncp_b.pk, other.pk], by=ncp_a)

    post = answer(topic, ncp_b)
    states = dict(Ask.objects.values_list("person", "state"))
    assert states == {ncp_b.pk: "answered", other.pk: "waiting"}
    post.accept(by=ncp_a)

    assert Ask.objects.get(person=other).state == "over"


def test_declined_and_passed_on_is_told_to_the_asker(
    room: Workspace, ncp_a: Person, ncp_b: Person, borduria: Administration,
    blockchain: Technology,
) -> None:  # fmt: skip
    one = expert("Expert One", borduria, blockchain, room=room)
    two = expert("Expert Two", borduria, blockchain, room=room)
    topic = question(room, ncp_a)
    first, second = Ask.send(topic, [ncp_b.pk, one.pk], by=ncp_a)
    mine = {each.person_id: each for each in (first, second)}

    assert mine[ncp_b.pk].decline(by=ncp_b)
    assert not mine[ncp_b.pk].decline(by=ncp_b)
    passed = mine[one.pk].pass_on(two, by=one, note="She knows.")
    with pytest.raises(Refused, match="meanwhile"):
        mine[one.pk].pass_on(two, by=one)

    assert (passed.person, passed.asked_by, passed.instead_of) == (two, one, mine[one.pk])
    assert [each.state for each in Ask.objects.order_by("pk")][-1] == "waiting"
    told = Event.objects.filter(kind="question").order_by("pk")
    assert [(each.verb.partition(".")[2], each.people) for each in told] == [
        ("ask_people", sorted([ncp_b.pk, one.pk])), ("decline_ask", [ncp_a.pk]),
        ("ask_people", [two.pk]), ("pass_on_ask", [ncp_a.pk]),
    ]  # fmt: skip


def test_useful_is_marked_once_and_told_to_its_author(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    post = answer(question(room, ncp_a), ncp_b)

    assert (post.mark_useful(True, by=ncp_a), post.mark_useful(True, by=ncp_a)) == (True, False)
    assert Event.objects.get(verb="forums.mark_useful").people == [ncp_b.pk]
    assert post.mark_useful(False, by=ncp_a)
    assert post.useful_at is None
