"""What comes too late, twice or garbled: refused beside its text, and done once."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import HELD, Post, Topic
from portal.desk.models import WorkItem
from portal.desk.models.queues import Conflict
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace

TYPED = {
    "kind": "question", "title": "Which share?", "body": "Too late", "language": "en",
    "marking": "amber", "voice": "personal",
}  # fmt: skip


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def carl(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


@pytest.fixture
def signed_in(client: Client, carl: Person) -> Client:
    client.force_login(carl)
    return client


def edit_of(post: Post) -> str:
    return reverse("forums:post_edit", args=[post.public_id])


def test_topic_for_a_room_frozen_meanwhile_keeps_its_text(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    room.freeze(by=ncp_a, why="Audit")
    address = reverse("forums:topic_add", args=[room.public_id])

    refused = signed_in.post(address, TYPED)

    assert (refused.status_code, "Too late" in refused.content.decode()) == (409, True)
    assert "read-only" in refused.content.decode()
    assert signed_in.get(address).status_code == 403
    assert not Topic.objects.exists()


@pytest.mark.parametrize("meanwhile", ["closed", "removed", "frozen"])
def test_change_of_a_post_that_comes_too_late_keeps_its_text(
    signed_in: Client, room: Workspace, ncp_a: Person, carl: Person, meanwhile: str
) -> None:
    topic = ask(room, ncp_a, "Canary title")
    post = answer(topic, carl)
    if meanwhile == "closed":
        topic.close(by=ncp_a, why="Decided")
    elif meanwhile == "removed":
        topic.remove(by=ncp_a, why="Names")
    else:
        room.freeze(by=ncp_a, why="Audit")

    values = {"body": "Too late", "language": "en", "version": "0"}
    refused = signed_in.post(edit_of(post), values)

    page = refused.content.decode()
    assert (refused.status_code, "Too late" in page) == (409, True)
    assert ("Canary title" in page) == (meanwhile != "removed")
    assert Post.objects.get(pk=post.pk).source == "Seven per cent."


def test_change_that_is_pressed_twice_is_one(
    signed_in: Client, room: Workspace, ncp_a: Person, carl: Person
) -> None:
    post = answer(ask(room, ncp_a), carl)
    values = {"body": "Eight.", "language": "en", "version": "0"}

    answers = [signed_in.post(edit_of(post), values).status_code for _press in range(2)]

    assert (answers, post.versions.count()) == ([302, 302], 1)


@pytest.mark.parametrize("state", ["removed", "rejected"])
def test_post_that_a_moderator_took_away_is_not_changed(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, state: str
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    topic = ask(room, ncp_a, marking="green")
    post = answer(topic, officer, marking="green")
    if state == "rejected":
        post.reject(by=as_reader(ncp_a), reason="No.")
    else:
        post.release(by=as_reader(ncp_a))
        Post.objects.get(pk=post.pk).remove(by=as_reader(ncp_a), reason="No.")

    with pytest.raises(Refused, match="took this post away"):
        post.edit(by=as_reader(officer), source="Again", language="en", seen=0)
    client.force_login(officer)
    assert client.get(edit_of(post)).status_code == 403
    assert f"{post.public_id}/edit/" not in client.get(topic.get_absolute_url()).content.decode()


def test_post_that_others_do_not_read_is_not_reported(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    post = answer(ask(room, ncp_a), ncp_b)
    post.remove(by=as_reader(ncp_a), reason="Names")
    client.force_login(ncp_a)

    assert client.get(reverse("forums:post_flag", args=[post.public_id])).status_code == 403


def test_moderator_decides_about_the_words_that_were_opened(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    topic = ask(room, officer, marking="green")
    opened = WorkItem.objects.get(kind=HELD)
    topic.posts.get().edit(by=as_reader(officer), source="Mabuse", language="en", seen=0)

    with pytest.raises(Conflict):
        WorkItem.objects.get().decide("release", by=as_reader(ncp_a), seen=opened.turn)
    second = WorkItem.objects.get(kind=HELD)
    Topic.objects.get().revise(by=as_reader(officer), title="Mabuse again")
    with pytest.raises(Conflict):
        WorkItem.objects.get().decide("release", by=as_reader(ncp_a), seen=second.turn)

    now = WorkItem.objects.get(kind=HELD)
    assert now.decide("release", by=as_reader(ncp_a), seen=now.turn) == "done"


def test_asker_says_how_a_question_ended_and_moderators_moderate_on_the_page(
    signed_in: Client, room: Workspace, ncp_a: Person, carl: Person
) -> None:
    topic = ask(room, carl)
    page = signed_in.get(topic.get_absolute_url()).content.decode()
    assert ("/conclude/" in page, "/pin/" in page) == (True, False)

    signed_in.force_login(ncp_a)

    page = signed_in.get(topic.get_absolute_url()).content.decode()
    assert ("/conclude/" in page, "/pin/" in page, "/close/" in page) == (True, True, True)


def test_preview_under_a_label_that_is_none_is_shown(signed_in: Client, room: Workspace) -> None:
    address = reverse("forums:topic_add", args=[room.public_id])
    values = TYPED | {"press": "preview", "marking": "zzz", "body": "@Ada Arcadi *so*"}

    answered = signed_in.post(address, values)

    assert (answered.status_code, "<em>so</em>" in answered.content.decode()) == (200, True)


def test_quote_that_a_draft_holds_is_not_doubled(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a)
    address = f"{topic.get_absolute_url()}?quote={topic.posts.get().public_id}"
    opened = signed_in.get(address).context["form"].initial["body"]
    signed_in.post(address, {"press": "save", "body": f"{opened}\n\nMine", "language": "en"})

    again = signed_in.get(address).context["form"].initial["body"]

    assert again.count("[quote") == 1
    assert "Mine" in again


def test_title_that_somebody_changed_meanwhile_is_not_lost_unseen(
    client: Client, room: Workspace, ncp_a: Person, carl: Person
) -> None:
    topic = ask(room, carl, "Which share?")
    client.force_login(carl)
    address = reverse("forums:topic_edit", args=[topic.public_id])
    seen = client.get(address).context["form"].initial["seen"]
    Topic.objects.get().revise(by=as_reader(ncp_a), title="Which share of bags?")

    typed = {"title": "Which share of cargo?", "language": "en", "seen": seen}
    refused = client.post(address, typed)

    page = refused.content.decode()
    assert ("changed this topic meanwhile" in page, "Which share of bags?" in page) == (True, True)
    assert Topic.objects.get().title == "Which share of bags?"
    again = client.post(address, typed | {"seen": refused.context["form"].data["seen"]})
    assert (again.status_code, Topic.objects.get().title) == (302, "Which share of cargo?")


def test_history_compares_the_last_changes_alone(
    signed_in: Client, room: Workspace, carl: Person
) -> None:
    post = answer(ask(room, carl), carl, "Text 0")
    for n in range(23):
        post.edit(by=as_reader(carl), source=f"Text {n + 1}", language="en", seen=n)

    shown = signed_in.get(reverse("forums:post_history", args=[post.public_id]))

    assert [version.source for version, _change in shown.context["changes"]] == [
        f"Text {n}" for n in range(22, 2, -1)
    ]
    assert "Only the last 20 changes" in shown.content.decode()
