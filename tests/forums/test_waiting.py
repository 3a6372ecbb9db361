"""What waits in a topic shows itself by nothing; it appears as if it was written then."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person, Signing
from forums.models import HELD, Post, ReadMark, Topic
from forums.section import news
from portal.desk.models import WorkItem
from portal.notifications.models import Notification
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.forums.test_told import send_all, told
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person, officer: Person) -> Workspace:
    """A room that anybody may join; what `officer` writes first waits for a moderator."""
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    return room


@pytest.fixture
def topic(room: Workspace, ncp_a: Person) -> Topic:
    return ask(room, ncp_a, marking="green")


@pytest.fixture
def reader(borduria: Administration) -> Person:
    return make_person("Rosa Reader", administration=borduria)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_words_that_were_sent_back_stay_unread_after_others_are_shown(
    client: Client, topic: Topic, ncp_a: Person, officer: Person, reader: Person
) -> None:
    post = answer(topic, officer, "Trader Mabuse", marking="green")
    post.give_back(by=as_reader(ncp_a), reason="No names.")
    post.edit(by=as_reader(officer), source="A trader", language="en", seen=0)
    fresh(post).release(by=as_reader(ncp_a))
    fresh(post).edit(by=as_reader(officer), source="Two traders", language="en", seen=1)

    seen = {}
    for person in (ncp_a, officer, reader):
        client.force_login(person)
        page = client.get(reverse("forums:post_history", args=[post.public_id]))
        seen[person.given_name] = (
            "Mabuse" in page.content.decode(),
            "Two" in page.content.decode(),
        )

    assert seen == {"Ada": (True, True), "Olga": (True, True), "Rosa": (False, True)}


def test_waiting_reply_makes_no_topic_unread_and_no_page(
    client: Client, topic: Topic, ncp_b: Person, officer: Person, reader: Person
) -> None:
    for n in range(2, 21):
        answer(topic, ncp_b, f"Answer {n}", marking="green")
    client.force_login(reader)
    client.get(topic.get_absolute_url())
    waits = answer(topic, officer, "Waits", marking="green")

    page = client.get(topic.get_absolute_url()).content.decode()
    room = topic.workspace

    assert (fresh(topic).last_number, fresh(topic).posts_shown) == (20, 20)
    assert news([room], as_reader(reader).reader) == {}
    assert ("Page 1 of" in page, client.get(f"{topic.get_absolute_url()}?page=2").status_code) == (
        False, 200,
    )  # fmt: skip
    client.force_login(officer)
    own = client.get(f"{topic.get_absolute_url()}?page=2").content.decode()
    assert f'id="p{waits.number}"' in own


def test_released_reply_comes_after_what_was_read_meanwhile(
    client: Client, topic: Topic, ncp_a: Person, ncp_b: Person, officer: Person, reader: Person
) -> None:
    waits = answer(topic, officer, "Waits", marking="green")
    answer(topic, ncp_b, "Read", marking="green")
    client.force_login(reader)
    client.get(topic.get_absolute_url())
    assert ReadMark.objects.get(person=reader).number == 3
    before = fresh(topic).last_post_at

    assert fresh(waits).release(by=as_reader(ncp_a))

    now = fresh(topic)
    assert (fresh(waits).number, now.last_number, now.posts_shown) == (4, 4, 3)
    assert (now.last_author, now.last_post_at > before) == (officer, True)
    assert news([topic.workspace], as_reader(reader).reader) == {topic.workspace_id: 1}


def test_rejected_reply_leaves_nothing_unread(
    client: Client, topic: Topic, ncp_a: Person, officer: Person, reader: Person
) -> None:
    client.force_login(reader)
    client.get(topic.get_absolute_url())
    post = answer(topic, officer, "Waits", marking="green")

    post.reject(by=as_reader(ncp_a), reason="No.")

    assert news([topic.workspace], as_reader(reader).reader) == {}


def test_waiting_post_raises_no_label_until_it_is_shown(
    topic: Topic, ncp_a: Person, officer: Person, reader: Person
) -> None:
    post = answer(topic, officer, "Strict", marking="amber")
    assert (fresh(topic).marking, fresh(topic.workspace).marking) == ("green", "green")
    assert Topic.objects.readable_by(as_reader(reader)).exists()

    fresh(post).release(by=as_reader(ncp_a))

    assert (fresh(topic).marking, fresh(topic.workspace).marking) == ("amber", "amber")
    assert not Post.objects.readable_by(as_reader(reader)).exists()


def test_topic_that_waits_raises_no_label(room: Workspace, ncp_a: Person, officer: Person) -> None:
    topic = ask(room, officer, marking="amber")
    assert fresh(room).marking == "clear"

    fresh(topic.posts.get()).release(by=as_reader(ncp_a))

    assert fresh(room).marking == "amber"


def test_first_post_alone_shows_its_topic(room: Workspace, ncp_a: Person, officer: Person) -> None:
    topic = ask(room, officer, marking="green")
    reply = answer(topic, ncp_a, "What do you mean?", marking="green")

    with pytest.raises(Refused, match="first post"):
        reply.release(by=as_reader(ncp_a))
    assert fresh(topic).state == "held"

    fresh(topic.posts.get(number=1)).release(by=as_reader(ncp_a))
    assert (fresh(topic).state, fresh(topic).posts_shown) == ("shown", 1)
    fresh(reply).release(by=as_reader(ncp_a))
    assert (fresh(topic).posts_shown, fresh(reply).number) == (2, 2)


def test_topic_stands_as_its_first_post_does(
    room: Workspace, ncp_a: Person, officer: Person
) -> None:
    topic = ask(room, officer, marking="green")
    post = topic.posts.get()
    states = []
    post.give_back(by=as_reader(ncp_a), reason="Shorter.")
    states.append(fresh(topic).state)
    post = post.edit(by=as_reader(officer), source="Short", language="en", seen=0)
    states.append(fresh(topic).state)
    fresh(post).reject(by=as_reader(ncp_a), reason="No.")
    states.append(fresh(topic).state)

    assert states == ["returned", "held", "rejected"]


def test_mention_in_words_that_waited_is_told_when_they_are_shown(
    topic: Topic, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    post = answer(topic, officer, f"@{ncp_b.name}, which?", marking="green")
    assert "mention_person" not in told()

    fresh(post).release(by=as_reader(ncp_a))

    assert told()["mention_person"] == {ncp_b.family_name}


def test_nothing_of_a_removed_topic_is_released(
    topic: Topic, ncp_a: Person, officer: Person
) -> None:
    post = answer(topic, officer, marking="green")
    fresh(topic).remove(by=ncp_a, why="Names")

    with pytest.raises(Refused, match="removed"):
        fresh(post).release(by=as_reader(ncp_a))


def test_removed_answer_is_no_answer(topic: Topic, ncp_a: Person, ncp_b: Person) -> None:
    post = answer(topic, ncp_b, marking="green")
    post.accept(by=ncp_a)

    fresh(post).remove(by=as_reader(ncp_a), reason="Names")

    assert (fresh(post).accepted_at, fresh(topic).outcome) == (None, "open")
    assert (fresh(topic).last_author, fresh(topic).last_number) == (ncp_a, 2)


def test_words_of_a_removed_post_are_those_it_had_at_that_moment(
    topic: Topic, ncp_a: Person, ncp_b: Person
) -> None:
    post = answer(topic, ncp_b, "One", marking="green")
    opened = fresh(post)
    fresh(post).edit(by=as_reader(ncp_b), source="Two", language="en", seen=0)

    opened.remove(by=as_reader(ncp_a), reason="Names")

    assert [each.source for each in post.versions.order_by("number")] == ["One", "Two"]
    assert fresh(post).source == ""


def test_position_of_a_newcomer_waits_for_a_moderator_then_for_its_holder(
    topic: Topic, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    post = answer(topic, officer, marking="green", is_position=True)
    assert (post.state, Signing.objects.exists()) == ("held", False)
    assert WorkItem.objects.filter(kind=HELD).waiting().count() == 1

    assert fresh(post).release(by=as_reader(ncp_b))
    assert fresh(post).state == "unsigned"
    signing = Signing.objects.get()
    signing.sign(by=as_reader(ncp_a), seen=signing.digest)

    assert (fresh(post).state, fresh(topic).posts_shown) == ("shown", 2)


def test_whoever_leaves_the_room_reads_nothing_of_their_own_that_waits(
    client: Client, room: Workspace, topic: Topic, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    held = answer(topic, officer, marking="green")
    gone = ask(room, officer, "Gone", marking="amber")
    gone.posts.get().remove(by=as_reader(ncp_a), reason="Names")
    sent_back = ask(room, officer, "Sent back", marking="amber").posts.get()
    sent_back.give_back(by=as_reader(ncp_a), reason="Shorter")
    unsigned = answer(topic, make_member(room, officer), is_position=True, marking="green")
    own = [held, gone, sent_back]
    assert all(type(row).objects.readable_by(as_reader(officer)).filter(pk=row.pk) for row in own)
    send_all()
    assert Notification.objects.readable_by(as_reader(officer)).exists()

    for member in (officer, unsigned.author):
        room.admissions.get(person=member).end(by=ncp_a, why="Moved on")

    for row in own:
        assert not type(row).objects.readable_by(as_reader(officer)).filter(pk=row.pk).exists()
    waits = Post.objects.filter(pk=unsigned.pk)
    assert not waits.readable_by(as_reader(unsigned.author)).exists()
    assert not Notification.objects.filter(event__kind="forum").readable_by(
        as_reader(officer)
    ).exists()  # fmt: skip


def make_member(room: Workspace, officer: Person) -> Person:
    """Return somebody who wrote in the room already, of the same administration."""
    person = make_person("Mila Member", administration=officer.administration)
    admit(room, person)
    post = ask(room, person, "Before", marking="green").posts.get()
    post.release(by=as_reader(Person.objects.get(given_name="Ada")))
    return person
