"""The pages of questions: whom to ask, what one is asked, what waits, and who may not."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Administration, Person
from forums.escalating import expire
from forums.models import Ask, Post, Rest, Step, Topic
from forums.models.proposing import proposed
from portal.needs import standing_of
from portal.taxonomy.models import Technology
from tests.forums.experts import expert, make_technology, question
from tests.forums.talk import answer
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_open_room, make_room, today
from workspaces.models import Admission, Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def blockchain(db: None) -> Technology:
    return make_technology()


@pytest.fixture
def asked(room: Workspace, borduria: Administration, blockchain: Technology) -> Person:
    return expert("Elsa Expert", borduria, blockchain, speaks="fr", room=room)


@pytest.fixture
def topic(room: Workspace, ncp_a: Person, asked: Person) -> Topic:
    return question(room, ncp_a)


def seen(client: Client, person: Person, address: str, **data: Any) -> str:
    """Return a page as somebody sees it."""
    client.force_login(person)
    answered = client.get(address, data)
    assert answered.status_code == 200
    return answered.content.decode()


def people_of(topic: Topic) -> str:
    return reverse("forums:topic_people", args=[topic.public_id])


def test_asker_and_moderators_see_whom_to_ask_and_nobody_else(
    client: Client, topic: Topic, ncp_a: Person, ncp_b: Person, asked: Person
) -> None:
    pages = [seen(client, each, topic.get_absolute_url()) for each in (ncp_a, ncp_b, asked)]

    assert ["works on Blockchain" in page for page in pages] == [True, True, False]
    client.force_login(asked)
    assert client.get(people_of(topic)).status_code == 403


def test_whoever_is_chosen_is_asked_once_however_often_it_is_pressed(
    client: Client, topic: Topic, ncp_a: Person, asked: Person
) -> None:
    client.force_login(ncp_a)
    values = {"people": [asked.public_id], "note": "You wrote about it."}
    pressed = [client.post(people_of(topic), values) for _twice in range(2)]

    assert [each.status_code for each in pressed] == [302, 200]
    assert "cannot be asked now" in pressed[1].content.decode()
    (ask,) = Ask.objects.all()
    assert (ask.person, ask.asked_by, ask.note) == (asked, ncp_a, "You wrote about it.")
    assert "You wrote about it." in seen(client, ncp_a, topic.get_absolute_url())


def test_one_of_two_chosen_who_cannot_be_asked_is_left_out(
    client: Client, topic: Topic, room: Workspace, ncp_a: Person, ncp_b: Person, asked: Person
) -> None:
    Ask.send(question(room, ncp_a, title="Other"), [asked.pk], by=ncp_a)
    client.force_login(ncp_a)
    values = {"people": [asked.public_id], "name": ncp_b.email}
    page = client.post(people_of(topic), values, follow=True).content.decode()

    assert ("Asked: Boris Bordur." in page, "was left out" in page) == (True, True)
    assert [each.person for each in topic.asks.all()] == [ncp_b]


@pytest.mark.parametrize(
    "values",
    [
        {}, {"people": ["x" * 12]}, {"people": ["\x00"]}, {"name": "Nobody Known"},
        {"name": "\u202e"}, {"people": ["x" * 12] * 3, "note": "n" * 301},
        {"people": list("abcdef")},
    ],
)  # fmt: skip
def test_nobody_is_asked_by_what_names_nobody(
    client: Client, topic: Topic, ncp_a: Person, values: dict[str, Any]
) -> None:
    client.force_login(ncp_a)

    assert client.post(people_of(topic), values).status_code == 200
    assert not Ask.objects.exists()


def test_outsider_cannot_be_asked_by_name(
    client: Client, topic: Topic, ncp_a: Person, officer: Person
) -> None:
    client.force_login(ncp_a)
    page = client.post(people_of(topic), {"name": officer.email}).content.decode()

    assert "cannot be asked now" in page
    assert not Ask.objects.exists()


def test_asked_person_answers_declines_or_passes_on(
    client: Client, topic: Topic, ncp_a: Person, ncp_b: Person, asked: Person
) -> None:
    (ask,) = Ask.send(topic, [asked.pk], by=ncp_a, note="Please.")
    page = seen(client, asked, topic.get_absolute_url())
    assert "You were asked by Ada Arcadi" in page
    assert "Please." in page
    assert "You were asked" not in seen(client, ncp_b, topic.get_absolute_url())

    client.force_login(ncp_b)
    for name in ("ask_decline", "ask_pass"):
        address = reverse(f"forums:{name}", args=[ask.public_id])
        assert client.post(address).status_code == 404
    client.force_login(asked)
    passing = reverse("forums:ask_pass", args=[ask.public_id])
    assert client.get(passing).status_code == 200
    assert client.post(passing, {"name": ncp_a.email}).status_code == 200
    assert client.post(passing, {"name": ncp_b.email}).status_code == 302

    ask.refresh_from_db()
    assert (ask.state, ask.passed_to.person) == ("passed", ncp_b)
    client.force_login(ncp_b)
    mine = reverse("forums:ask_decline", args=[ask.passed_to.public_id])
    assert [client.post(mine).status_code for _twice in range(2)] == [302, 302]
    assert ask.passed_to.__class__.objects.get(person=ncp_b).state == "declined"
    assert client.get(mine).status_code == 405


def test_who_leaves_the_room_meets_nothing_of_what_they_were_asked(
    client: Client, topic: Topic, ncp_a: Person, asked: Person
) -> None:
    (ask,) = Ask.send(topic, [asked.pk], by=ncp_a)
    title = "You are asked to answer 1 question"
    assert title in [due.title for due in standing_of(as_reader(asked)).due]
    assert topic.title in seen(client, asked, reverse("forums:ask_list"))

    Admission.objects.current().get(person=asked).end(by=ncp_a)

    assert title not in [due.title for due in standing_of(as_reader(asked)).due]
    assert topic.title not in seen(client, asked, reverse("forums:ask_list"))
    declined = client.post(reverse("forums:ask_decline", args=[ask.public_id]))
    assert declined.status_code == 404


def test_own_question_without_an_answer_needs_its_asker(topic: Topic, ncp_a: Person) -> None:
    def needs() -> list[str]:
        return [due.title for due in standing_of(as_reader(ncp_a)).due if "of yours" in due.title]

    assert needs() == []
    Topic.objects.update(step=Step.TOLD)
    assert needs() == ["1 question of yours has no answer"]


def test_rest_is_taken_and_ended_with_one_press(client: Client, asked: Person) -> None:
    client.force_login(asked)
    address = reverse("forums:rest_edit")
    for until in ("", "x", today(-1).isoformat(), today(400).isoformat()):
        assert client.post(address, {"until": until}).status_code == 302
    assert not Rest.objects.exists()

    for days in (7, 9):
        client.post(address, {"until": today(days).isoformat()})
    assert Rest.objects.get().until == today(9)
    assert "Let people ask me again" in client.get(reverse("forums:ask_list")).content.decode()
    client.post(address, {"rest": "no"})
    assert not Rest.objects.exists()


def test_expired_question_offers_another_day_to_its_asker(
    client: Client, topic: Topic, ncp_a: Person, asked: Person
) -> None:
    Topic.objects.update(deadline=today(-1))
    assert expire() == 1
    assert "Ask again" not in seen(client, asked, topic.get_absolute_url())
    assert "Ask again" in seen(client, ncp_a, topic.get_absolute_url())

    address = reverse("forums:topic_again", args=[topic.public_id])
    client.post(address, {"deadline": today(-1).isoformat()})
    assert Topic.objects.get().outcome == "expired"
    client.post(address, {"deadline": today(1).isoformat()})
    assert (Topic.objects.get().outcome, Topic.objects.get().is_late) == ("open", False)


def test_asker_alone_marks_what_was_useful_and_its_author_alone_reads_the_count(
    client: Client, topic: Topic, ncp_a: Person, ncp_b: Person, asked: Person
) -> None:
    post = answer(topic, asked)
    address = reverse("forums:post_useful", args=[post.public_id])
    client.force_login(ncp_b)
    assert client.post(address).status_code == 403
    client.force_login(ncp_a)
    assert "This was useful" in client.get(topic.get_absolute_url()).content.decode()
    assert [client.post(address).status_code for _twice in range(2)] == [302, 302]
    assert Post.objects.filter(useful_at__isnull=False).get() == post
    own = reverse("forums:post_useful", args=[topic.posts.get(number=1).public_id])
    assert client.post(own).status_code == 403

    assert "Useful to whoever asked" in seen(client, ncp_b, topic.get_absolute_url())
    pages = [seen(client, each, reverse("forums:ask_list")) for each in (asked, ncp_b)]
    assert ["1 answer of yours was marked" in page for page in pages] == [True, False]


def test_topic_says_what_it_is_about_and_is_changed(
    client: Client, topic: Topic, ncp_a: Person
) -> None:
    assert "Blockchain" in seen(client, ncp_a, topic.get_absolute_url())
    address = reverse("forums:topic_edit", args=[topic.public_id])
    values = {"title": "New", "language": "en", "technologies": ["nothing"]}
    client.force_login(ncp_a)
    assert client.post(address, values).status_code == 200
    client.post(address, values | {"technologies": []})

    topic.refresh_from_db()
    assert (topic.title, topic.technologies) == ("New", [])
    assert "Say what it is about" in seen(client, ncp_a, topic.get_absolute_url())


def test_queue_shows_what_the_reader_may_read_the_urgent_first(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, asked: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    question(room, ncp_a, title="Whenever")
    question(room, ncp_a, title="Next week", deadline=today(7), languages=["fr"])
    question(open_room, ncp_a, title="Tomorrow", deadline=today(1), marking="green",
             languages=["ru"], terms={"technologies": []})  # fmt: skip
    done = question(room, ncp_a, title="Done")
    answer(done, ncp_b).accept(by=ncp_a)
    Topic.objects.filter(title="Whenever").update(step=Step.TOLD)

    def titles(person: Person, **data: Any) -> list[str]:
        page = seen(client, person, reverse("forums:question_list"), **data)
        known = ("Whenever", "Next week", "Tomorrow", "Done")
        return sorted((each for each in known if f">{each}<" in page), key=page.index)

    assert titles(asked) == ["Tomorrow", "Next week", "Whenever"]
    assert titles(officer) == ["Tomorrow"]
    assert titles(asked, languages="on") == ["Next week", "Whenever"]
    assert titles(asked, technologies="on") == ["Next week", "Whenever"]
    assert titles(asked, overdue="on") == ["Whenever"]
    assert titles(asked, sort="x", after="forged") == ["Tomorrow", "Next week", "Whenever"]


def test_queue_without_questions_teaches(client: Client, ncp_a: Person) -> None:
    address = reverse("forums:question_list")

    assert "Ask one in a workspace" in seen(client, ncp_a, address)
    assert "No question fits" in seen(client, ncp_a, address, overdue="on")


def test_queue_turns_pages_and_loses_nothing(
    client: Client, room: Workspace, ncp_a: Person
) -> None:
    for n in range(60):
        day = today(n % 7) if n % 3 else None
        question(room, ncp_a, title=f"Question {n:02}", deadline=day)
    client.force_login(ncp_a)
    address: str | None = reverse("forums:question_list")
    found: list[str] = []
    while address:
        page = client.get(address).context["page"]
        found += [row.title for row in page.rows]
        address = page.next

    assert sorted(found) == [f"Question {n:02}" for n in range(60)]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, borduria: Administration,
    blockchain: Technology, number: int,
) -> None:  # fmt: skip
    for n in range(number):
        topic = question(room, ncp_a, title=f"Question {n}")
        own = question(room, ncp_b, title=f"Own {n}")
        people = [expert(f"Expert N{n}{m}", borduria, blockchain, room=room) for m in range(number)]
        Ask.send(topic, [each.pk for each in people], by=ncp_a)
    Ask.send(topic, [ncp_b.pk], by=ncp_a)
    admit(make_open_room(ncp_a, ncp_b), people[0])
    counts = {}
    for person, name, args in (
        (ncp_b, "question_list", []), (ncp_b, "ask_list", []),
        (ncp_a, "topic_people", [topic.public_id]), (ncp_a, "topic_detail", [topic.public_id]),
        (ncp_b, "topic_detail", [own.public_id]), (people[0], "topic_detail", [own.public_id]),
    ):  # fmt: skip
        seen(client, person, reverse(f"forums:{name}", args=args))
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse(f"forums:{name}", args=args))
        counts[name, person.given_name] = len(statements)

    assert list(counts.values()) == [6, 9, 7, 10, 10, 9]


def test_officer_outside_an_open_room_joins_and_answers(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic = question(make_open_room(ncp_a, ncp_b), ncp_a, marking="green")
    (ask,) = Ask.send(topic, [officer.pk], by=ncp_a)
    assert "Join and answer" in seen(client, officer, topic.get_absolute_url())

    joined = client.post(reverse("forums:ask_join", args=[ask.public_id]))

    assert joined.headers["Location"] == f"{topic.get_absolute_url()}#reply"
    page = seen(client, officer, topic.get_absolute_url())
    assert ("<textarea" in page, "Join and answer" in page) == (True, False)
    # A first contribution waits for a moderator; until then the ask does, too.
    post = answer(topic, officer)
    ask.refresh_from_db()
    assert (post.state, ask.state) == ("held", "waiting")
    post.release(by=ncp_a)
    ask.refresh_from_db()
    assert ask.state == "answered"


def test_reader_of_a_room_is_not_asked(
    room: Workspace, topic: Topic, ncp_a: Person, borduria: Administration, blockchain: Technology
) -> None:
    reader = expert("Rita Reader", borduria, blockchain)
    admit(room, reader, Role.READER)

    assert [each.person.given_name for each in proposed(topic, by=as_reader(ncp_a))] == ["Elsa"]
