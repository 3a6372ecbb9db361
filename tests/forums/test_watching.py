"""How closely a topic and its workspace are followed, and where their pages stand."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from forums.models import Bookmark, Topic
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.following import heard, states_of
from portal.notifications.models import Follow, Notification
from tests.forums.talk import answer, ask
from tests.people import as_reader
from tests.workspaces.rooms import make_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def topic(room: Workspace, ncp_b: Person) -> Topic:
    return ask(room, ncp_b)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def page_of(client: Client, topic: Topic) -> str:
    page: str = client.get(topic.get_absolute_url()).content.decode()
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("own", "rooms", "says"),
    [
        ("", "", "You hear of it when you are named."),
        ("", "muted", "Expect: nothing"),
        ("watching", "muted", "Expect: nothing"),
        ("tracking", "watching", "Expect: only in the portal, no mail"),
    ],
)
def test_topic_page_shows_both_levels_and_what_comes_of_them(
    signed_in: Client, topic: Topic, ncp_a: Person, own: str, rooms: str, says: str
) -> None:
    Follow.objects.filter(person=ncp_a).delete()
    for subject, level in ((topic.subject, own), (topic.workspace.subject, rooms)):
        if level:
            Follow.set(subject, by=ncp_a, level=level)

    page = page_of(signed_in, topic)

    assert f"Topic · <strong>{own or 'not followed'}</strong>" in page
    assert f"Workspace · <strong>{rooms or 'not followed'}</strong>" in page
    assert says in page
    for level in {"watching", "normal", "tracking", "muted"} - {own}:
        assert f'name="level" value="{level}"' in page


def test_level_is_set_for_the_workspace_on_the_page_of_a_topic(
    signed_in: Client, topic: Topic, ncp_a: Person
) -> None:
    subject = topic.workspace.subject

    sent = signed_in.post(
        reverse("notifications:follow_set"),
        {"subject": subject, "level": "muted", "next": topic.get_absolute_url()},
    )

    assert sent.headers["Location"] == topic.get_absolute_url()
    assert Follow.objects.get(person=ncp_a, subject=subject).level == "muted"
    assert "Workspace · <strong>muted</strong>" in page_of(signed_in, topic)


@pytest.mark.parametrize("own", ["", "watching", "normal", "tracking", "muted"])
@pytest.mark.parametrize("rooms", ["", "watching", "normal", "tracking", "muted"])
def test_page_says_what_the_dispatcher_does(
    topic: Topic, ncp_a: Person, ncp_b: Person, own: str, rooms: str
) -> None:
    dispatch_waiting()
    Follow.objects.filter(person=ncp_a).delete()
    for subject, level in ((topic.subject, own), (topic.workspace.subject, rooms)):
        if level:
            Follow.set(subject, by=ncp_a, level=level)
    subjects = [topic.subject, topic.workspace.subject]
    said = heard(list(states_of(subjects, as_reader(ncp_a)).values()))
    before = set(Notification.objects.values_list("pk", flat=True))
    topic.close(by=ncp_b, why="Decided")

    dispatch_waiting()

    lines = Notification.objects.filter(person=ncp_a).exclude(pk__in=before)
    levels = {"watching": "now", "normal": "daily", "tracking": "portal"}
    expected = [levels[said.level]] if said and said.level in levels else []
    assert [line.frequency for line in lines] == expected


def test_workspaces_are_marked_current_on_pages_of_forums(
    signed_in: Client, topic: Topic, ncp_a: Person, ncp_b: Person
) -> None:
    post = answer(topic, ncp_b)
    Bookmark.put(post, by=ncp_a)
    current = f'<a href="{reverse("workspaces:workspace_list")}" aria-current="page">Workspaces</a>'
    for name, args in (
        ("topic_detail", [topic.public_id]), ("post_history", [post.public_id]),
        ("bookmark_list", []), ("bookmark_edit", [post.public_id]),
    ):  # fmt: skip
        page = signed_in.get(reverse(f"forums:{name}", args=args)).content.decode()
        assert current in page, name
    listed = signed_in.get(reverse("workspaces:workspace_list")).content.decode()
    assert f'<a href="{reverse("forums:bookmark_list")}">My bookmarks</a>' in listed


def test_keys_of_topics_are_in_the_list_of_keys(signed_in: Client, topic: Topic) -> None:
    page = page_of(signed_in, topic)

    listed = page.split('id="keys"')[1].split("</dialog>")[0]
    for key in "JKRBV":
        assert f"<kbd>{key}</kbd>" in listed, key
    assert "data-mark" in page
