"""What is held triggers nothing: no mail, count, index, name, need or read number of others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import HELD, Post, ReadMark, Topic
from portal.desk.models import WorkItem
from portal.needs import standing_of
from portal.notifications.models import Event, Follow
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room
from workspaces.models import Workspace


@pytest.fixture
def reader(arcadia: Administration) -> Person:
    return make_person("Gina Reader", administration=arcadia)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person, officer: Person, reader: Person) -> Workspace:
    room = make_open_room(ncp_a, ncp_b)
    for person in (officer, reader):
        admit(room, person)
    return room


def told_others(officer: Person, people: list[Person]) -> dict[str, Any]:
    """Return all that others meet of a topic: events, counts, index, names, needs."""
    return {
        "events": Event.objects.filter(kind="forum").count(),
        "counts": list(Topic.objects.order_by("pk").values_list("posts_shown", "last_post_at")),
        "last": list(Topic.objects.order_by("pk").values_list("last_author", flat=True)),
        "follows": set(Follow.objects.filter(subject__startswith="topic:").values_list("person")),
        "index": [
            document.bodies
            for topic in Topic.objects.all()
            if (document := topic.search_document())
        ],
        "marks": list(ReadMark.objects.exclude(person=officer).values_list("person", "number")),
        "read": [
            set(Post.objects.readable_by(as_reader(each)).values_list("pk")) for each in people
        ],
    }


def held_topic(room: Workspace, officer: Person, base: Topic) -> Post:
    post: Post = ask(
        room, officer, "Held", source="@Gina Reader, look", marking="green"
    ).posts.get()
    return post


def held_post(room: Workspace, officer: Person, base: Topic) -> Post:
    return answer(base, officer, "@Gina Reader, held words")


@pytest.mark.parametrize("make", [held_topic, held_post])
def test_held_words_trigger_nothing_and_released_ones_everything(
    client: Client, room: Workspace, ncp_a: Person, officer: Person, reader: Person,
    make: Callable[..., Post],
) -> None:  # fmt: skip
    base = ask(room, ncp_a, marking="green")
    client.force_login(reader)
    before = told_others(officer, [reader])
    needs = str(standing_of(as_reader(reader)).due)
    topics = Topic.objects.count()

    post = make(room, officer, base)

    after = told_others(officer, [reader])
    if Topic.objects.count() > topics:
        # The row itself stands there, with nothing in it.
        for name in ("counts", "last"):
            after[name] = after[name][:topics]
    assert after == before
    assert str(standing_of(as_reader(reader)).due) == needs
    listed = client.get(reverse("forums:topic_list", args=[room.public_id])).content.decode()
    assert "Held" not in listed
    page = client.get(base.get_absolute_url()).content.decode()
    assert "held words" not in page
    edited = Post.objects.get(pk=post.pk).edit(
        by=officer, source="@Gina Reader, other held words", language="en", seen=0
    )
    assert Event.objects.filter(kind="forum").count() == before["events"]
    assert edited.state == "held"

    WorkItem.objects.get(kind=HELD).decide("release", by=as_reader(ncp_a))

    verbs = Event.objects.filter(kind="forum").values_list("verb", flat=True)
    verb = "forums.start_topic" if post.is_first else "forums.reply_topic"
    assert set(verbs) == {"forums.start_topic", "forums.mention_person", verb}
    assert Event.objects.get(verb="forums.mention_person").people == [reader.pk]
    post.refresh_from_db()
    assert post in Post.objects.readable_by(as_reader(reader))
    topic = Topic.objects.get(pk=post.topic_id)
    assert (topic.last_author, topic.posts_shown) == (officer, 1 if post.is_first else 2)


@pytest.mark.parametrize("code", ["return", "reject"])
def test_what_is_not_released_stays_unseen(
    room: Workspace, ncp_a: Person, officer: Person, reader: Person, code: str
) -> None:
    base = ask(room, ncp_a, marking="green")
    before = told_others(officer, [reader])
    answer(base, officer, "Held words")

    WorkItem.objects.get(kind=HELD).decide(code, by=as_reader(ncp_a), reason="Names.")

    after = told_others(officer, [reader])
    assert after.pop("events") == before.pop("events") + 1
    assert after == before
    (event,) = Event.objects.filter(verb__in=["forums.return_post", "forums.reject_post"])
    assert (event.people, event.subjects) == ([officer.pk], [])
