"""What a moved topic says of it, and what goes with it: polls, files, answers, followers."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import Attachment, Plan, Poll, Post, Topic, Transfer, Way
from portal.files.purposes import purpose_of
from portal.files.uploads import keep_upload
from portal.notifications.models import Event, Follow
from tests.forums.talk import answer, ask
from tests.forums.voting import put_to_vote, vote
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def other(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b, name="Other")


@pytest.fixture
def left(arcadia: Administration, room: Workspace) -> Person:
    """Somebody who reads the old room alone."""
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


def move(topic: Topic, to: Workspace, by: Person) -> None:
    """Move a topic, as its moderator does."""
    plan = Plan(way=Way.MOVE, topic=Topic.objects.get(pk=topic.pk), room=to)
    Transfer.carry_out(plan, by=as_reader(by), seen=plan.seen, why="It fits there.")


def page(client: Client, person: Person, address: str) -> tuple[int, str]:
    """Return what somebody gets at an address."""
    client.force_login(person)
    found = client.get(address)
    return found.status_code, b"".join(found).decode(errors="replace")


def test_moved_topic_says_where_from_to_whoever_reads_that(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    wider = make_room(ncp_a, ncp_b, name="Wider")
    admit(wider, officer)
    topic = ask(room, ncp_a)
    assert "Moved here" not in page(client, ncp_a, topic.get_absolute_url())[1]

    move(topic, wider, ncp_a)

    _status, seen = page(client, ncp_b, topic.get_absolute_url())
    assert "Moved here from “Seals” by Ada Arcadi on" in seen
    status, outside = page(client, officer, topic.get_absolute_url())
    assert (status, "Moved here on" in outside, "Seals" in outside) == (200, True, False)


def test_poll_of_a_moved_topic_is_voted_in_by_the_new_room(
    client: Client, room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, left: Person
) -> None:
    poll = put_to_vote(room, ncp_a, shows="always")
    vote(poll, left, 0)
    url = reverse("forums:poll_vote", args=[poll.topic.public_id])
    assert page(client, left, url)[0] == 200

    move(poll.topic, other, ncp_a)

    vote(poll, ncp_b, 1)
    assert Poll.objects.get(pk=poll.pk).points == [1, 1, 0]
    assert [page(client, each, url)[0] for each in (ncp_a, ncp_b, left)] == [200, 200, 404]
    # The vote that was given stays in the count; whoever gave it is asked no more.
    assert "2 of 3 members voted; 1 did not." in page(client, ncp_a, url)[1]
    late = client.post(url, {"ballot": "2", "seen": "0"})
    assert late.status_code == 302
    client.force_login(left)
    assert client.post(url, {"ballot": "2", "seen": "0"}).status_code == 404


def test_file_of_a_moved_topic_is_fetched_in_the_new_room(
    client: Client, room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, left: Person,
    tmp_path: Path, settings: Any,
) -> None:  # fmt: skip
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage",
               "OPTIONS": {"location": str(tmp_path)}}  # fmt: skip
    settings.STORAGES = settings.STORAGES | {"default": storage}
    topic = ask(room, ncp_a)
    upload = ContentFile(b"A plan.", name="plan.txt")
    kept = keep_upload(upload, purpose_of("forums.post"), owner=str(left.pk))
    file = Attachment.receive(kept, room=room, by=left)
    answer(topic, left, files=[file])
    file.file.release(kind="txt", scanner="clamd", pages=None, width=None, height=None)
    url = Attachment.objects.get().get_absolute_url()
    assert page(client, left, url) == (200, "A plan.")

    move(topic, other, ncp_a)

    assert Attachment.objects.get().workspace == other
    assert page(client, ncp_b, url) == (200, "A plan.")
    assert page(client, left, url)[0] == 404


def test_answer_stays_accepted_and_followers_of_the_new_room_are_told(
    room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, left: Person
) -> None:
    topic = ask(room, ncp_a)
    reply = answer(topic, left)
    reply.accept(by=as_reader(ncp_a))
    Follow.objects.get_or_create(person=ncp_b, subject=topic.subject)

    move(topic, other, ncp_a)

    assert (Topic.objects.get().outcome, Post.objects.get(pk=reply.pk).accepted_by) == (
        "answered", ncp_a,
    )  # fmt: skip
    # Whoever lost it follows it still, and is told nothing: the right is asked at every event.
    assert set(Follow.objects.filter(subject=topic.subject).values_list("person", flat=True)) == {
        ncp_a.pk, ncp_b.pk, left.pk,
    }  # fmt: skip
    answer(Topic.objects.get(), ncp_b, "More.")
    told = Event.objects.get(verb="forums.reply_topic", object_id=Post.objects.latest("pk").pk)
    assert told.audience_id == Topic.objects.get().audience_id
    assert not Topic.objects.readable_by(as_reader(left)).exists()
