"""TLP:RED: topics that named persons of a room read, and nobody else learns of."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.escalating import escalate
from forums.models import UNANSWERED, Post, Topic, red
from portal.audit.models import Event as Logged
from portal.desk.models import WorkItem
from portal.notifications.models import Event, Mail, Notification
from portal.refusals import Refused
from portal.search.models import Entry
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Workspace


@pytest.fixture
def named(arcadia: Administration) -> Person:
    return make_person("Nora Named", administration=arcadia)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person, officer: Person, named: Person) -> Workspace:
    """A room that A writes in; B owns it too, the officer contributes."""
    room = make_room(ncp_a, ncp_b)
    for person in (officer, named):
        admit(room, person)
    return room


@pytest.fixture
def topic(room: Workspace, officer: Person, named: Person) -> Topic:
    return ask(room, officer, "Our informant", marking="red", readers=[named])


def readers(rows: Any, *people: Person) -> set[str]:
    """Return who of these reads the one row."""
    return {each.family_name for each in people if rows.readable_by(as_reader(each)).exists()}


def shown(client: Client, address: str) -> str:
    """Return a page without the tokens of its forms, which are new each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", client.get(address).content.decode())


def test_red_topic_is_read_by_those_named_alone(
    topic: Topic, ncp_a: Person, ncp_b: Person, officer: Person, named: Person
) -> None:
    everybody = [ncp_a, ncp_b, officer, named]

    answer(topic, named)

    for rows in (Topic.objects.all(), Post.objects.filter(number=1), Post.objects.filter(number=2)):
        assert readers(rows, *everybody) == {"Officer", "Named"}
    assert Post.objects.get(number=2).marking == "red"


def test_red_topic_leaves_no_trace_for_the_others(
    client: Client, room: Workspace, officer: Person, named: Person, ncp_a: Person, ncp_b: Person
) -> None:
    ask(room, ncp_a, "Before")
    client.force_login(ncp_b)
    addresses = [
        room.get_absolute_url(), reverse("forums:topic_list", args=[room.public_id]),
        reverse("workspaces:workspace_list"), reverse("workspaces:listed_list"),
    ]  # fmt: skip
    before = [shown(client, each) for each in addresses]

    topic = ask(room, officer, "Our informant", marking="red", readers=[named],
                source="@Boris Bordur knows.")  # fmt: skip
    answer(topic, named, "@Anna Arcadi, too.")

    room.refresh_from_db()
    assert room.marking == "amber"
    assert [shown(client, each) for each in addresses] == before
    assert ask(room, ncp_a, "After").reference == "T-2"
    assert topic.reference.startswith("R-")


def test_nothing_is_told_or_indexed_of_a_red_topic(topic: Topic, officer: Person) -> None:
    post = answer(topic, officer, "More.")
    post.accept(by=officer)
    topic.close(by=officer, why="Done.")

    assert not Event.objects.filter(kind="forum").exists()
    assert topic.search_document() is None
    assert not Entry.objects.filter(object_type="forums.topic", is_hidden=False).exclude(
        marking="red"
    ).exists()  # fmt: skip


def test_named_reader_who_leaves_the_room_reads_it_no_longer(
    topic: Topic, room: Workspace, named: Person, ncp_a: Person
) -> None:
    room.admissions.get(person=named).end(by=ncp_a, why="Moved on")

    assert readers(Topic.objects.all(), named) == set()
    assert readers(Post.objects.all(), named) == set()


def test_readers_are_named_and_taken_off_at_once(
    topic: Topic, named: Person, ncp_b: Person, officer: Person
) -> None:
    assert topic.name_readers([ncp_b, named], by=as_reader(officer)) == 1
    assert readers(Post.objects.all(), ncp_b, named) == {"Bordur", "Named"}

    assert topic.unname_reader(named, by=as_reader(officer))
    assert not topic.unname_reader(named, by=as_reader(officer))

    assert readers(Topic.objects.all(), ncp_b, named) == {"Bordur"}
    assert readers(Post.objects.all(), ncp_b, named) == {"Bordur"}
    verbs = Logged.objects.about(topic).order_by("pk").values_list("verb", flat=True)
    assert [each for each in verbs if "name_reader" in each] == [
        "forums.name_reader", "forums.name_reader", "forums.unname_reader",
    ]  # fmt: skip


def test_only_people_of_the_room_are_named(
    topic: Topic, officer: Person, secretariat: Person, monkeypatch: pytest.MonkeyPatch,
    ncp_a: Person, ncp_b: Person,
) -> None:  # fmt: skip
    with pytest.raises(Refused, match="Only people of this workspace"):
        topic.name_readers([secretariat], by=as_reader(officer))

    monkeypatch.setattr(red, "MOST_NAMED", 2)
    with pytest.raises(Refused, match="At most 2 persons"):
        topic.name_readers([ncp_a, ncp_b], by=as_reader(officer))


def test_author_raises_a_topic_and_it_goes_from_the_others_at_once(
    client: Client, room: Workspace, officer: Person, named: Person, ncp_b: Person
) -> None:
    topic = ask(room, officer, "Our informant")
    post = answer(topic, ncp_b, "I know him.")
    entries = Entry.objects.filter(object_type="forums.topic", object_id=topic.pk)
    events = Event.objects.filter(object_type__in=["forums.topic", "forums.post"])
    assert readers(entries, ncp_b, named) == {"Bordur", "Named"}

    with pytest.raises(Refused, match="began a topic"):
        topic.put_under("red", by=as_reader(ncp_b))
    assert topic.put_under("red", by=as_reader(officer), people=[named])

    for rows in (Topic.objects.all(), Post.objects.filter(pk=post.pk), entries):
        assert readers(rows, ncp_b, named) == {"Named"}
    # No mail leaves of what is under TLP:RED, and nobody else reads a line of it.
    assert set(events.values_list("marking", flat=True)) == {"red"}
    assert not events.filter(audience__in=as_reader(ncp_b).reader.audience_ids).exists()
    client.force_login(ncp_b)
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(post.get_absolute_url()).status_code == 404


def test_only_the_author_lowers_and_never_below_what_others_wrote(
    topic: Topic, officer: Person, named: Person, ncp_b: Person
) -> None:
    with pytest.raises(Refused, match="Only whoever wrote it"):
        topic.put_under("amber", by=as_reader(named))
    assert topic.put_under("amber", by=as_reader(officer))
    assert readers(Topic.objects.all(), ncp_b) == {"Bordur"}
    assert not topic.named.exists()

    assert topic.put_under("red", by=as_reader(officer), people=[named])
    answer(topic, named, "Under red.")
    with pytest.raises(Refused, match="Posts of others"):
        topic.put_under("amber", by=as_reader(officer))


def test_what_others_changed_under_red_is_lowered_by_them_alone(
    room: Workspace, officer: Person, named: Person
) -> None:
    topic = ask(room, officer, "Our informant")
    post = answer(topic, named, "I know somebody.")
    topic.put_under("red", by=as_reader(officer), people=[named])
    # What nobody changed is as it was before.
    topic.put_under("amber", by=as_reader(officer))
    topic.put_under("red", by=as_reader(officer), people=[named])

    post.edit(by=as_reader(named), source="I know Mabuse.", language="en", seen=0)

    with pytest.raises(Refused, match="Posts of others"):
        topic.put_under("amber", by=as_reader(officer))


def test_topic_with_what_moderators_look_at_is_not_raised(
    room: Workspace, officer: Person, ncp_b: Person
) -> None:
    topic = ask(room, officer)
    answer(topic, ncp_b).flag(by=officer, why="Names")

    with pytest.raises(Refused, match="wait for a moderator"):
        topic.put_under("red", by=as_reader(officer))


def test_topic_that_becomes_red_leaves_the_desk_and_never_comes_there(
    topic: Topic, room: Workspace, ncp_a: Person, officer: Person
) -> None:
    late = ask(room, officer, "Late")
    long_ago = late.started_at.date() - datetime.timedelta(days=90)
    Topic.objects.update(waits_from=long_ago)
    escalate()
    escalate()
    assert set(WorkItem.objects.waiting().values_list("kind", "subject")) == {
        (UNANSWERED, str(late.pk))
    }  # fmt: skip

    late.refresh_from_db()
    assert late.put_under("red", by=as_reader(officer))

    assert not WorkItem.objects.waiting().exists()


def test_red_is_no_first_word_no_position_no_report_and_no_label_of_an_answer(
    topic: Topic, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person, named: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    admit(open_room, officer)
    with pytest.raises(Refused, match="first post"):
        ask(open_room, officer, marking="red")
    with pytest.raises(Refused, match="no position"):
        answer(topic, officer, is_position=True)
    with pytest.raises(Refused, match="names its readers"):
        answer(ask(room, ncp_a), officer, marking="red")
    assert not topic.posts.get().flag(by=named, why="Names")


def test_removed_red_topic_is_read_by_its_author_alone(
    topic: Topic, officer: Person, named: Person, ncp_a: Person
) -> None:
    topic.name_readers([ncp_a], by=as_reader(officer))

    topic.posts.get().remove(by=as_reader(ncp_a), reason="Names of traders")

    assert readers(Topic.objects.all(), officer, named, ncp_a) == {"Officer"}


def test_each_reading_is_logged_and_the_page_carries_its_reader(
    client: Client, topic: Topic, officer: Person, named: Person
) -> None:
    client.force_login(named)
    logged = Logged.objects.filter(verb="forums.read_red", actor_id=named.pk)
    post = topic.posts.get()

    page = client.get(topic.get_absolute_url()).content.decode()
    client.get(topic.get_absolute_url())
    client.head(topic.get_absolute_url())
    client.get(reverse("forums:post_history", args=[post.public_id]))

    assert [each.detail["what"] for each in logged.order_by("pk")] == [
        "topic_detail", "topic_detail", "post_history"
    ]  # fmt: skip
    assert page.count("<bdi>Nora Named</bdi> · 20") == 9
    assert "TLP:RED" in page


def test_author_begins_one_in_the_browser(
    client: Client, room: Workspace, officer: Person, named: Person, ncp_b: Person
) -> None:
    client.force_login(officer)
    values = {
        "kind": "idea", "title": "Our informant", "body": "Words.", "language": "en",
        "voice": "personal", "marking": "red", "token": str(uuid.uuid4()),
    }  # fmt: skip
    add = reverse("forums:topic_add", args=[room.public_id])
    refused = client.post(add, values | {"readers": "Nora Named\nSamir Secretariat"})
    assert "no member of this workspace" in refused.content.decode()
    assert not Topic.objects.exists()

    client.post(add, values | {"readers": "Nora Named"})

    topic = Topic.objects.get()
    assert (topic.marking, list(topic.named)) == ("red", [named])
    page = reverse("forums:topic_readers", args=[topic.public_id])
    assert "Nora Named" in client.get(page).content.decode()
    client.post(page, {"readers": "Boris Bordur"})
    assert set(topic.named) == {named, ncp_b}
    remove = reverse("forums:topic_reader_remove", args=[topic.public_id])
    assert client.post(remove, {"person": "\x00"}).status_code == 404
    client.post(remove, {"person": named.public_id})
    assert set(topic.named) == {ncp_b}
    label = reverse("forums:topic_label", args=[topic.public_id])
    client.post(label, {"marking": "amber"})
    assert Topic.objects.get().marking == "amber"


@pytest.mark.parametrize("number", [1, 3])
def test_red_page_asks_a_fixed_number_of_queries(
    client: Client, topic: Topic, named: Person, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        answer(topic, named, f"Answer {n}")
    client.force_login(named)
    client.get(topic.get_absolute_url())

    with django_assert_num_queries(10):
        client.get(topic.get_absolute_url())


def test_no_line_and_no_mail_is_written_of_a_red_topic(topic: Topic) -> None:
    assert not Notification.objects.exists()
    assert not Mail.objects.exists()
