"""The pages of topics: read, answered, changed, kept and denied."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import Post, ReadMark, Topic
from portal.notifications.models import Event
from tests.forums.talk import answer, ask
from tests.people import make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Admission, Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def test_topic_is_begun_and_answered_in_the_browser(signed_in: Client, room: Workspace) -> None:
    address = reverse("forums:topic_add", args=[room.public_id])
    assert signed_in.get(address).status_code == 200
    values = {
        "kind": "question", "title": "Which share?", "body": "What do *you* do?",
        "language": "en", "marking": "amber", "voice": "personal",
        "token": "7a2f2a4e-0000-4000-8000-000000000001",
    }  # fmt: skip
    begun = [signed_in.post(address, values) for _press in range(2)]
    topic = Topic.objects.get()
    assert [each.headers["Location"] for each in begun] == [topic.get_absolute_url()] * 2

    page = signed_in.get(topic.get_absolute_url())
    assert "<em>you</em>" in page.content.decode()
    posted = signed_in.post(
        topic.get_absolute_url(),
        {"body": "Seven.", "language": "en", "voice": "personal", "marking": "amber"},
    )
    post = Post.objects.get(number=2)
    assert posted.headers["Location"] == post.get_absolute_url()
    opened = signed_in.get(post.get_absolute_url())
    assert opened.headers["Location"] == f"{topic.get_absolute_url()}?page=1#p2"


def test_answer_to_a_topic_closed_meanwhile_keeps_the_text(
    signed_in: Client, room: Workspace, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b)
    topic.close(by=ncp_b, why="Decided")

    values = {"body": "Too late", "language": "en", "voice": "personal", "marking": "amber"}
    refused = signed_in.post(topic.get_absolute_url(), values)

    page = refused.content.decode()
    assert (refused.status_code, "Too late" in page) == (409, True)
    assert "was closed meanwhile" in page
    assert not Post.objects.filter(number=2).exists()


def test_answer_to_a_topic_removed_meanwhile_keeps_the_text(
    signed_in: Client, room: Workspace, ncp_b: Person, officer: Person
) -> None:
    topic = ask(room, ncp_b, "Gone topic")
    Admission.objects.filter(person__family_name="Arcadi").update(role=Role.CONTRIBUTOR)
    topic.remove(by=ncp_b, why="Names of traders")
    values = {"body": "Too late", "language": "en", "voice": "personal", "marking": "amber"}

    refused = signed_in.post(topic.get_absolute_url(), values)

    page = refused.content.decode()
    assert (refused.status_code, "Too late" in page) == (409, True)
    assert "was removed meanwhile" in page
    assert (topic.title in page, "Names of traders" in page) == (False, False)
    assert signed_in.get(topic.get_absolute_url()).status_code == 404
    signed_in.force_login(officer)
    assert signed_in.post(topic.get_absolute_url(), values).status_code == 404


def test_reader_sees_why_no_answer_is_asked_for(
    client: Client, room: Workspace, ncp_a: Person, arcadia: Administration
) -> None:
    topic = ask(room, ncp_a)
    reader = make_person("Rita Reader", administration=arcadia)
    admit(room, reader, Role.READER)
    client.force_login(reader)

    page = client.get(topic.get_absolute_url()).content.decode()
    refused = client.post(topic.get_absolute_url(), {"body": "Let me in", "language": "en"})

    assert "You read in this workspace. Its contributors write." in page
    assert ("<textarea" in page, 'name="accept"' in page) == (False, False)
    assert refused.status_code == 403


def test_archived_room_is_read_and_not_written_in(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a)
    room.archive(by=ncp_a)

    page = signed_in.get(topic.get_absolute_url()).content.decode()
    listed = signed_in.get(reverse("forums:topic_list", args=[room.public_id])).content.decode()

    assert ("<textarea" in page, "archived" in page) == (False, True)
    assert ("New topic" in listed, topic.title in listed) == (False, True)


def test_officer_outside_an_open_room_reads_without_buttons(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    topic = ask(open_room, ncp_a, marking="green")
    reply = answer(topic, ncp_b, marking="green")
    client.force_login(officer)

    page = client.get(topic.get_absolute_url()).content.decode()

    assert "Seven per cent." in page
    for button in (
        "<textarea",
        "/accept/",
        f"{reply.public_id}/report/",
        "/remove/",
        "/pin/",
        "/edit/",
    ):
        assert button not in page, button


def test_author_sees_what_is_held_and_why(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    admit(open_room, officer)
    topic = ask(open_room, officer, marking="green")
    client.force_login(officer)

    assert "Waits for a moderator" in client.get(topic.get_absolute_url()).content.decode()


def test_reply_link_begins_with_a_quote(signed_in: Client, room: Workspace, ncp_b: Person) -> None:
    topic = ask(room, ncp_b)
    post = topic.posts.get()

    page = signed_in.get(topic.get_absolute_url(), {"quote": post.public_id}).content.decode()
    other = ask(room, ncp_b, "Another").posts.get()
    strange = signed_in.get(topic.get_absolute_url(), {"quote": other.public_id}).content.decode()

    assert f"&gt; [quote {post.public_id}]" in page
    assert "[quote" not in strange
    text = f"> [quote {post.public_id}]\n> What do you do?\n\n@Boris Bordur, seven."
    quoting = answer(topic, ncp_b, text)
    assert f'href="/posts/{post.public_id}/"' in quoting.html
    assert "@Boris Bordur</a>" in quoting.html
    assert "Boris Bordur, post 1" in quoting.html
    led = signed_in.get(f"/posts/{post.public_id}/", follow=True)
    assert led.redirect_chain[-1][0].endswith("?page=1#p1")


def test_nobody_outside_the_room_is_named(room: Workspace, ncp_a: Person, officer: Person) -> None:
    post = answer(ask(room, ncp_a), ncp_a, f"@{officer.name}, what do you think?")

    assert "<a" not in post.html
    assert not Event.objects.filter(verb="forums.mention_person").exists()


def test_arabic_post_runs_from_right_to_left(
    signed_in: Client, room: Workspace, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b, "نسبة", source="ما هي النسبة؟", language="ar")

    page = signed_in.get(topic.get_absolute_url()).content.decode()

    assert '<h1 lang="ar" dir="auto">' in page
    assert '<p dir="auto"' in page
    assert '<div class="post-body" lang="ar">' in page


def test_list_without_topics_says_so(signed_in: Client, room: Workspace) -> None:
    page = signed_in.get(reverse("forums:topic_list", args=[room.public_id])).content.decode()

    assert "No topics here" in page


def test_topic_is_changed_by_whoever_began_it(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a)
    address = reverse("forums:topic_edit", args=[topic.public_id])
    assert signed_in.get(address).status_code == 200

    for title in ("x" * 201, " ", "Zero\u200bwidth"):
        assert signed_in.post(address, {"title": title, "language": "en"}).status_code == 200
    signed_in.post(address, {"title": "x" * 200, "language": "fr", "languages": ["fr", "en"]})

    topic.refresh_from_db()
    assert (topic.title, topic.language, topic.languages) == ("x" * 200, "fr", ["fr", "en"])


def test_words_of_a_removed_post_are_for_moderators(
    client: Client, signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person,
    arcadia: Administration,
) -> None:  # fmt: skip
    colleague = make_person("Carl Colleague", administration=arcadia)
    admit(room, colleague)
    post = answer(ask(room, ncp_a), ncp_b, "Names of traders")
    post.remove(by=ncp_a, reason="Names")
    address = reverse("forums:post_history", args=[post.public_id])
    assert "Names of traders" in signed_in.get(address).content.decode()

    client.force_login(colleague)

    assert client.get(address).status_code == 403
    stone = client.get(post.topic.get_absolute_url()).content.decode()
    assert ("Removed by a moderator: Names" in stone, "Names of traders" in stone) == (True, False)


def test_topic_opens_at_the_first_unread_post(
    signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b)
    for n in range(2, 24):
        answer(topic, ncp_b, f"Answer {n}")
    first = signed_in.get(topic.get_absolute_url()).content.decode()
    assert ('id="p1"' in first, 'id="p21"' in first) == (True, False)
    assert ReadMark.objects.get(person=ncp_a).number == 20

    second = signed_in.get(topic.get_absolute_url()).content.decode()

    assert ('id="p20"' in second, 'id="p21"' in second) == (False, True)
    assert second.count('id="unread"') == 1
    signed_in.get(topic.get_absolute_url(), {"page": "1"})
    assert ReadMark.objects.get(person=ncp_a).number == 23


@pytest.mark.parametrize("quote", ["x" * 12, "x" * 10_000, "\x00", "\x00" * 12, "٣"])
def test_quote_of_no_post_quotes_nothing(
    signed_in: Client, room: Workspace, ncp_b: Person, quote: str
) -> None:
    topic = ask(room, ncp_b)

    page = signed_in.get(topic.get_absolute_url(), {"quote": quote})

    assert (page.status_code, "[quote" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("page", ["0", "999999", "-1", "x", "\x00"])
def test_page_that_is_none_shows_one_that_is(
    signed_in: Client, room: Workspace, ncp_b: Person, page: str
) -> None:
    topic = ask(room, ncp_b)

    assert signed_in.get(topic.get_absolute_url(), {"page": page}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(
    signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(number):
        topic = ask(room, ncp_b, f"Topic {n}")
        for m in range(number):
            answer(topic, ncp_a if m % 2 else ncp_b, f"Answer {m}")
    signed_in.get(topic.get_absolute_url())
    with django_assert_num_queries(7):
        signed_in.get(reverse("forums:topic_list", args=[room.public_id]))
    with django_assert_num_queries(9):
        signed_in.get(topic.get_absolute_url())


def test_history_shows_what_a_change_did(signed_in: Client, room: Workspace, ncp_a: Person) -> None:
    post = ask(room, ncp_a).posts.get()
    values = {"body": "What do they do?", "language": "en", "version": "0"}
    changed = signed_in.post(reverse("forums:post_edit", args=[post.public_id]), values)
    assert changed.headers["Location"] == post.get_absolute_url()

    page = signed_in.get(reverse("forums:post_history", args=[post.public_id])).content.decode()

    assert "<del>" in page
    assert "<ins>" in page
