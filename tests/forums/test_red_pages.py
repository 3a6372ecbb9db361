"""Every page of what is under TLP:RED carries its reader, and each that is shown is logged."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from forums.models import Bookmark, Poll
from portal.audit.models import Event as Logged
from tests.forums.voting import put_to_vote, vote
from tests.people import as_reader
from tests.workspaces.rooms import make_room


@pytest.fixture
def poll(ncp_a: Person, ncp_b: Person) -> Poll:
    """A poll that both owners of a room read; one of them began it, and voted."""
    room = make_room(ncp_a, ncp_b)
    poll = put_to_vote(room, ncp_a, shows="always", marking="red", readers=[ncp_b])
    vote(poll, ncp_a, 0)
    return poll


def test_each_page_of_a_red_poll_is_logged_once_and_carries_its_reader(
    client: Client, poll: Poll, ncp_a: Person
) -> None:
    pages = ["poll_vote", "poll_edit", "poll_end", "vote_list"]
    client.force_login(ncp_a)

    seen = [
        client.get(reverse(f"forums:{page}", args=[poll.topic.public_id])).content.decode()
        for page in pages
    ]

    assert [page.count("<bdi>Ada Arcadi</bdi> · 20") for page in seen] == [9] * 4
    logged = Logged.objects.filter(verb="forums.read_red", actor_id=ncp_a.pk).order_by("pk")
    assert [each.detail["what"] for each in logged] == pages


def test_what_else_shows_a_red_topic_is_logged_too(
    client: Client, poll: Poll, ncp_a: Person
) -> None:
    post = poll.topic.posts.get()
    Bookmark.put(post, by=as_reader(ncp_a))
    client.force_login(ncp_a)
    addresses = [
        reverse("forums:bookmark_edit", args=[post.public_id]),
        reverse("forums:topic_move", args=[poll.topic.public_id]),
    ]

    seen = [client.get(address).content.decode() for address in addresses]

    assert [page.count("<bdi>Ada Arcadi</bdi> · 20") for page in seen] == [9] * 2
    logged = Logged.objects.filter(verb="forums.read_red", actor_id=ncp_a.pk).order_by("pk")
    assert [each.detail["what"] for each in logged] == ["bookmark_edit", "carry"]
