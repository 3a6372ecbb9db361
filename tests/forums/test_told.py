"""What forums tell, line by line: to whom, and which words travel in a mail."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Administration, Person
from forums.models import Post, Topic
from portal.markings.models import Audience
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.lines import in_mail, lines_of
from portal.notifications.models import Event, Follow, Notification
from portal.search.models import Entry
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def carl(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


@pytest.fixture
def dora(borduria: Administration, room: Workspace) -> Person:
    """Somebody who follows the whole room and wrote nothing."""
    person = make_person("Dora Follower", administration=borduria)
    admit(room, person)
    Follow.objects.create(person=person, subject=room.subject)
    return person


def send_all() -> None:
    """Tell of everything now, of what would grow for a minute, too."""
    Event.objects.update(due_at=timezone.now())
    dispatch_waiting()


def told() -> dict[str, set[str]]:
    """Return what was told since the last look, verb by verb, and to whom."""
    send_all()
    lines: dict[str, set[str]] = {}
    for line in Notification.objects.filter(event__kind="forum").select_related("event", "person"):
        verb = line.event.verb.removeprefix("forums.")
        lines.setdefault(verb, set()).add(line.person.family_name)
    Notification.objects.all().delete()
    Event.objects.all().delete()
    return lines


def test_mention_is_told_to_whom_it_names_alone(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person, dora: Person
) -> None:
    topic = ask(room, ncp_a)
    told()

    answer(topic, ncp_b, f"@{carl.name}, which share?")

    assert told()["mention_person"] == {"Colleague"}


def test_report_and_its_end_are_told_to_whom_they_concern_alone(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person, dora: Person
) -> None:
    topic = ask(room, ncp_a)
    kept, gone = (answer(topic, carl, f"Names {n}") for n in range(2))
    for post in (kept, gone):
        post.flag(by=ncp_b, why="Names")
    told()

    assert kept.keep_flagged(by=ncp_a)
    assert told() == {"keep_post": {ncp_b.family_name}}

    assert gone.remove_flagged(by=ncp_a, reason="Names of traders")
    assert told() == {"answer_flag": {ncp_b.family_name}, "remove_post": {"Colleague"}}


def test_words_that_are_sent_back_are_told_to_their_author_alone(
    ncp_a: Person, ncp_b: Person, officer: Person, dora: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    for person in (ncp_b, dora):
        Follow.objects.create(person=person, subject=room.subject)
    first, second = (ask(room, officer, f"Topic {n}").posts.get() for n in range(2))
    told()

    first.give_back(by=ncp_a, reason="Shorter, please.")
    second.reject(by=ncp_a, reason="Not here.")

    name = officer.family_name
    assert told() == {"return_post": {name}, "reject_post": {name}}


def test_title_of_a_topic_that_became_amber_is_in_no_mail(
    ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    admit(room, carl)
    topic = ask(room, ncp_a, "Secret share", marking="green")
    reply = answer(topic, ncp_b, "One", marking="green")
    send_all()
    answer(topic, ncp_b, "Two", marking="amber")

    lines = lines_of(
        Notification.objects.filter(person=ncp_a, event__object_id=reply.pk).select_related(
            "event"
        ),
        as_reader(ncp_a),
    )

    assert {post.marking for post in topic.posts.all()} == {"amber"}
    assert {each.marking for each in Event.objects.filter(kind="forum")} == {"amber"}
    assert ["Secret" in in_mail(line) for line in lines] == [False]
    assert Topic.objects.get().marking == "amber"


@pytest.mark.parametrize("replies", [1, 6])
def test_raising_a_topic_asks_as_much_for_many_posts_as_for_few(
    ncp_a: Person, ncp_b: Person, officer: Person, replies: int
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    topic = ask(room, ncp_a, marking="green")
    for n in range(replies):
        answer(topic, ncp_b if n % 2 else ncp_a, f"Answer {n}", marking="green")
    locked = Topic.objects.get(pk=topic.pk)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        locked.raise_to("amber")

    assert len(asked) <= RAISED, [each["sql"] for each in asked]
    everything: list[Any] = [Topic.objects.all(), Post.objects.all()]
    entries = Entry.objects.filter(object_type="forums.topic")
    for rows in [*everything, entries]:
        assert not rows.readable_by(as_reader(officer)).exists()
        assert rows.readable_by(as_reader(ncp_b)).exists()


# What carrying a label to a topic, its posts and its events asks at most.
RAISED = 25


def test_removed_topic_is_told_to_its_author_and_to_whoever_reported_it(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person, dora: Person
) -> None:
    post = ask(room, carl).posts.get()
    post.flag(by=ncp_b, why="Names")
    told()

    assert post.remove(by=as_reader(ncp_a), reason="Names of traders")

    assert told() == {"remove_topic": {"Colleague"}, "answer_report": {ncp_b.family_name}}


def test_nobody_is_named_whose_card_the_author_does_not_read(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    topic = ask(room, ncp_b)
    Person.objects.filter(pk=carl.pk).update(
        audience=Audience.objects.intern([f"administration:{carl.administration_id}"])
    )

    texts = [answer(topic, by, f"@{carl.name}?").html for by in (ncp_a, ncp_b)]

    assert [carl.public_id in text for text in texts] == [True, False]
