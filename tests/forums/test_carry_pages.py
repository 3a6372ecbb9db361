"""The pages that move, split and merge, what stands where a topic was, and the yearly figures."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums import counts
from forums.models import HELD, Post, Topic, Transfer
from portal.desk.models import WorkItem
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def other(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b, name="Other")


@pytest.fixture
def colleague(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def seen_on(page: Any) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def address(way: str, topic: Topic, **query: str) -> str:
    query_string = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse(f'forums:topic_{way}', args=[topic.public_id])}?{query_string}"


def test_topic_is_moved_after_a_look_at_who_reads_it(
    signed_in: Client, room: Workspace, other: Workspace, ncp_b: Person, colleague: Person
) -> None:
    topic = ask(room, ncp_b, "Moving topic")
    answer(topic, colleague)
    bare = signed_in.get(reverse("forums:topic_move", args=[topic.public_id])).content.decode()
    assert (other.name in bare, f'value="{room.public_id}"' in bare) == (True, False)
    url = address("move", topic, room=other.public_id)
    preview = signed_in.get(url)
    page = preview.content.decode()
    assert ("Nobody who does not read it now." in page, "1 person loses reading" in page) == (
        True, True
    )  # fmt: skip
    assert ("Carl Colleague" in page, "1 of them wrote here" in page) == (True, True)
    assert Topic.objects.get().workspace == room

    done = signed_in.post(url, {"seen": seen_on(preview), "why": "It fits there."})

    assert done.headers["Location"] == topic.get_absolute_url()
    again = signed_in.post(url, {"seen": seen_on(preview), "why": "It fits there."})
    assert (again.status_code, Transfer.objects.count()) == (200, 1)
    signed_in.force_login(colleague)
    gone = signed_in.get(topic.get_absolute_url())
    assert (gone.status_code, topic.title in gone.content.decode()) == (404, False)


def test_change_meanwhile_is_shown_before_the_next_press(
    signed_in: Client, room: Workspace, other: Workspace, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b)
    url = address("move", topic, room=other.public_id)
    seen = seen_on(signed_in.get(url))
    answer(topic, ncp_b, "Meanwhile")

    late = signed_in.post(url, {"seen": seen, "why": "My reason"})

    page = late.content.decode()
    assert (late.status_code, "My reason" in page, "Something changed" in page) == (409, True, True)
    signed_in.post(url, {"seen": seen_on(late), "why": "My reason"})
    assert Topic.objects.get().workspace == other


def test_refused_move_says_why_and_has_no_button(
    signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    wider = make_room(ncp_a, ncp_b, name="Wider")
    admit(wider, officer)
    topic = ask(room, ncp_b)

    preview = signed_in.get(address("move", topic, room=wider.public_id)).content.decode()

    assert "only its authors give it to others" in preview
    assert 'name="seen"' not in preview


@pytest.mark.parametrize(
    "posts", ["", "x", "1", "2-", "9", "0", "99999999999", "2-999999999", "-1", "1,,2"]
)
def test_numbers_that_are_none_split_nothing(
    signed_in: Client, room: Workspace, ncp_b: Person, posts: str
) -> None:
    topic = ask(room, ncp_b)
    url = address("split", topic, room=room.public_id, title="New", posts=posts)
    page = signed_in.get(url)

    assert (page.status_code, 'name="seen"' in page.content.decode()) == (200, False)
    signed_in.post(url, {"seen": "x", "why": "y"})
    assert Topic.objects.count() == 1


def test_split_posts_are_found_by_their_address(
    signed_in: Client, room: Workspace, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b)
    posts = [answer(topic, ncp_b, f"Answer {n}") for n in range(2, 6)]
    url = address("split", topic, room=room.public_id, title="Apart", posts="3-4")

    signed_in.post(url, {"seen": seen_on(signed_in.get(url)), "why": "Another subject"})

    new = Topic.objects.get(title="Apart")
    for post, whose, number in ((posts[1], new, 1), (posts[2], new, 2), (posts[3], topic, 3)):
        led = signed_in.get(post.get_absolute_url())
        assert led.headers["Location"] == f"{whose.get_absolute_url()}?page=1#p{number}"
    assert signed_in.get(new.get_absolute_url()).status_code == 200


def test_address_of_a_merged_topic_leads_on_for_those_who_read_the_new_place(
    signed_in: Client, room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person,
    colleague: Person,
) -> None:  # fmt: skip
    topic, into = ask(room, ncp_a, "Ending topic"), ask(other, ncp_b, "Going on")
    url = address("merge", topic, into=into.public_id)
    signed_in.post(url, {"seen": seen_on(signed_in.get(url)), "why": "The same question"})
    assert Topic.objects.get(pk=topic.pk).state == "merged"

    page = signed_in.get(topic.get_absolute_url()).content.decode()
    assert (into.get_absolute_url() in page, "Ending topic" in page) == (True, False)
    listed = signed_in.get(reverse("forums:topic_list", args=[room.public_id])).content.decode()
    assert "Ending topic" not in listed
    words = {"body": "Too late", "language": "en", "voice": "personal", "marking": "amber"}
    late = signed_in.post(topic.get_absolute_url(), words)
    text = late.content.decode()
    assert (late.status_code, "Too late" in text) == (409, True)
    assert f'action="{into.get_absolute_url()}#reply"' in text
    signed_in.force_login(colleague)
    for gone in (topic, into):
        answered = signed_in.get(gone.get_absolute_url())
        assert (answered.status_code, "Going on" in answered.content.decode()) == (404, False)
    left = signed_in.post(topic.get_absolute_url(), words)
    assert (left.status_code, "Too late" in left.content.decode()) == (409, True)
    assert ("Going on" in left.content.decode(), other.name in left.content.decode()) == (
        False, False
    )  # fmt: skip


@pytest.mark.parametrize("into", ["T-99", "T-1", "nothing", "zzzzzzzzzzzz", "/topics/x/"])
def test_topic_is_merged_into_none_that_is_not_there(
    signed_in: Client, room: Workspace, ncp_b: Person, into: str
) -> None:
    topic = ask(room, ncp_b)
    page = signed_in.get(address("merge", topic, into=into)).content.decode()

    assert "No other topic that you read has this address or number." in page


@pytest.mark.parametrize("number", [1, 3])
def test_preview_asks_a_fixed_number_of_queries(
    signed_in: Client, room: Workspace, other: Workspace, ncp_b: Person, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    topic = ask(room, ncp_b)
    for n in range(number):
        answer(topic, ncp_b, f"Answer {n}")
    signed_in.get(topic.get_absolute_url())
    with django_assert_num_queries(12):
        signed_in.get(address("move", topic, room=other.public_id))


@pytest.mark.parametrize("number", [1, 3])
def test_figures_are_published_without_small_ones(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    for n in range(number):
        answer(ask(room, ncp_a, f"Topic {n}", marking="green"), officer)
    for item in WorkItem.objects.filter(kind=HELD):
        item.decide("reject", by=as_reader(ncp_a), reason="Names")
    client.force_login(officer)
    client.get(reverse("forums:count_list"))

    with django_assert_num_queries(8):
        page = client.get(reverse("forums:count_list")).content.decode()

    table = client.get(reverse("forums:count_table")).content.decode().splitlines()
    cell = "fewer than 3" if number == 1 else "3"
    assert f"<td>{cell}</td>" in page
    assert table[1].split(",")[1:5] == [f'"{cell}"', '"0"', '"0"', f'"{cell}"']
    assert table[1].endswith('"–"' if number == 1 else '"0"')
    (year,) = counts.years()
    assert (year.counts["held"], year.counts["rejected"]) == (number, number)
    assert not Post.objects.filter(state="shown", author=officer).exists()
