"""What topics were called and posts said before: read where it stood, and by whom it was for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.leaving import sections
from forums.models import Post, Topic
from portal.markings.models import Marking
from tests.forums.talk import answer, ask
from tests.forums.test_export import ask_for, opened
from tests.forums.test_moved import move
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def other(ncp_a: Person, ncp_b: Person, officer: Person) -> Workspace:
    """A room with an officer who is not of the first one."""
    other = make_room(ncp_a, ncp_b, name="Other")
    admit(other, officer)
    return other


@pytest.fixture
def keeper(borduria: Administration, other: Workspace) -> Person:
    """Somebody who moderates the other room alone."""
    person = make_person("Mona Moderator", administration=borduria)
    admit(other, person, Role.MODERATOR)
    return person


def retitle(topic: Topic, title: str, by: Person) -> None:
    """Call a topic something else."""
    Topic.objects.get(pk=topic.pk).revise(by=as_reader(by), title=title)


def rewrite(post: Post, source: str, by: Person) -> None:
    """Write a post anew."""
    row = Post.objects.get(pk=post.pk)
    row.edit(by=as_reader(by), source=source, language="en", seen=row.versions.count())


def history(topic: Topic) -> str:
    return reverse("forums:topic_history", args=[topic.public_id])


def seen(client: Client, topic: Topic, *people: Person) -> dict[str, tuple[bool, list[str]]]:
    """Return whether the topic leads each of these to earlier titles, and which they read."""
    found = {}
    for person in people:
        client.force_login(person)
        page = client.get(topic.get_absolute_url()).content.decode()
        titles = [each.title for each in client.get(history(topic)).context["wordings"]]
        found[person.given_name] = (history(topic) in page, titles)
    return found


def history_page(client: Client, post: Post, person: Person) -> str:
    """Return the page of what a post said before, as somebody reads it."""
    client.force_login(person)
    return client.get(reverse("forums:post_history", args=[post.public_id])).content.decode()


def said(client: Client, post: Post, *people: Person) -> dict[str, list[str]]:
    """Return what each of these reads of what a post said before."""
    found = {}
    for person in people:
        client.force_login(person)
        page = client.get(reverse("forums:post_history", args=[post.public_id]))
        found[person.given_name] = [each.source for each, _change in page.context["changes"]]
    return found


def test_earlier_titles_of_a_moved_topic_stay_with_their_room(
    client: Client, room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person,
    officer: Person, keeper: Person,
) -> None:  # fmt: skip
    topic = ask(room, ncp_a, "Trader X")
    retitle(topic, "A trader", ncp_a)
    # Its author wrote all of it, and takes it to new readers.
    move(topic, other, ncp_a)
    people = (officer, keeper, ncp_b, ncp_a)

    nothing: tuple[bool, list[str]] = (False, [])
    assert seen(client, topic, *people) == {
        "Olga": nothing, "Mona": nothing, "Boris": nothing, "Ada": (True, ["Trader X"]),
    }  # fmt: skip

    retitle(topic, "Risk", ncp_a)

    # The title that it came with stood here, too.
    here = (True, ["A trader"])
    assert seen(client, topic, *people) == {
        "Olga": here, "Mona": here, "Boris": here, "Ada": (True, ["A trader", "Trader X"]),
    }  # fmt: skip
    move(topic, room, ncp_a)
    assert seen(client, topic, ncp_b) == {"Boris": (True, ["Trader X"])}


def test_earlier_words_of_a_moved_post_stay_with_their_room(
    client: Client, room: Workspace, other: Workspace, ncp_a: Person, officer: Person,
    keeper: Person,
) -> None:  # fmt: skip
    topic = ask(room, ncp_a, source="Trader X hides it.")
    post = topic.posts.get()
    rewrite(post, "A trader hides it.", ncp_a)
    move(topic, other, ncp_a)
    rewrite(post, "Somebody hides it.", ncp_a)

    assert said(client, post, officer, keeper, ncp_a) == {
        "Olga": ["A trader hides it."],
        "Mona": ["A trader hides it."],
        "Ada": ["A trader hides it.", "Trader X hides it."],
    }


def label(topic: Topic, marking: str, by: Person, **people: Any) -> None:
    """Put a topic under a label."""
    Topic.objects.get(pk=topic.pk).put_under(marking, by=as_reader(by), **people)


def test_earlier_words_are_read_under_no_milder_label(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    topic = ask(room, ncp_a, source="Trader X hides it.")
    post = topic.posts.get()
    rewrite(post, "A trader hides it.", ncp_a)
    label(topic, Marking.GREEN, ncp_a)

    # Every officer reads the topic now. Whoever moderates the room reads no more than they.
    before, after = ["Trader X hides it."], ["A trader hides it.", "Trader X hides it."]
    assert said(client, post, officer, ncp_b, ncp_a) == {"Olga": [], "Boris": [], "Ada": before}
    for person in (officer, ncp_b):
        assert "Trader X" not in history_page(client, post, person)

    rewrite(post, "Somebody hides it.", ncp_a)

    # What stood under GREEN, too; nothing says that it is the second.
    assert said(client, post, officer, ncp_b, ncp_a) == {
        "Olga": ["A trader hides it."], "Boris": ["A trader hides it."], "Ada": after,
    }  # fmt: skip
    page = history_page(client, post, officer)
    assert ("Trader X" in page, page.count("<h3>")) == (False, 1)

    label(topic, Marking.AMBER, ncp_a)
    admit(room, officer)
    assert said(client, post, officer, ncp_b) == {"Olga": after, "Boris": after}


def test_no_copy_holds_what_a_post_said_before(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_a, source="Trader X hides it.")
    rewrite(topic.posts.get(), "A trader hides it.", ncp_a)
    label(topic, Marking.GREEN, ncp_a)
    quote = {"quote": topic.posts.get().public_id}
    client.force_login(ncp_b)

    copy = opened(ask_for(client, room)).values()
    quoted = client.get(topic.get_absolute_url(), quote).content
    own = str(sections(as_reader(ncp_a))).encode()

    for text in (b"".join(copy), quoted, own):
        assert (b"A trader hides it." in text, b"Trader X" in text) == (True, False)


def test_label_of_a_post_alone_opens_what_stood_under_it(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    admit(room, officer)
    topic = ask(room, ncp_a, marking=Marking.AMBER_STRICT)
    post = answer(topic, ncp_b, "Trader X hides it.")
    rewrite(post, "A trader hides it.", ncp_b)
    Topic.objects.update(marking=Marking.AMBER)

    assert said(client, post, officer) == {"Olga": ["Trader X hides it."]}


def test_words_of_named_readers_are_for_no_moderator(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    admit(room, officer)
    topic = ask(room, ncp_a, marking=Marking.RED, source="Trader X hides it.", readers=[officer])
    post = topic.posts.get()
    rewrite(post, "A trader hides it.", ncp_a)
    words = ["Trader X hides it."]
    assert said(client, post, officer, ncp_a) == {"Olga": words, "Ada": words}

    label(topic, Marking.AMBER, ncp_a)

    assert said(client, post, ncp_b, officer, ncp_a) == {"Boris": [], "Olga": [], "Ada": words}


def test_words_without_a_label_are_for_their_author(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    admit(room, officer)
    post = ask(room, ncp_a, source="Trader X hides it.").posts.get()
    rewrite(post, "A trader hides it.", ncp_a)
    post.versions.update(marking="")

    assert said(client, post, ncp_b, officer, ncp_a) == {
        "Boris": [], "Olga": [], "Ada": ["Trader X hides it."],
    }  # fmt: skip


def test_nothing_tells_of_a_title_that_is_not_shown(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_a, "Trader X", marking=Marking.AMBER_STRICT)
    retitle(topic, "A trader", ncp_a)
    Topic.objects.get().put_under(Marking.AMBER, by=as_reader(ncp_a))
    assert seen(client, topic, ncp_b, ncp_a) == {"Boris": (False, []), "Ada": (True, ["Trader X"])}

    retitle(topic, "Risk", ncp_a)

    assert seen(client, topic, ncp_b) == {"Boris": (True, ["A trader"])}
    # Each line begins with its day; a number would say that it is the second.
    (wording,) = topic.wordings.filter(title="A trader")
    page = client.get(history(topic)).content.decode()
    assert f'<span class="ref">{wording.at:%Y-%m-%d}</span>' in page
    assert '<span class="ref">2</span>' not in page


def test_title_that_a_moderator_replaced_is_for_its_keepers(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    admit(room, officer)
    author: Any = make_person("Carl Colleague", administration=ncp_a.administration)
    admit(room, author)
    topic = ask(room, author, "Trader X cheats")

    retitle(topic, "A trader", ncp_b)

    kept = (True, ["Trader X cheats"])
    assert seen(client, topic, officer, author, ncp_a) == {
        "Olga": (False, []), "Carl": kept, "Ada": kept,
    }  # fmt: skip
