"""Topics and posts: begun, answered, held, signed, changed and removed."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import Administration, Person, Seat, Signing
from forums.models import FLAGGED, HELD, Post, Topic
from portal.desk.models import WorkItem
from portal.markings.models import Marking
from portal.notifications.models import Event
from portal.refusals import Refused
from portal.search.models import Entry
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def colleague(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


def readers(rows: Any, people: list[Person]) -> set[str]:
    """Return who of these reads the one row."""
    return {each.family_name for each in people if rows.readable_by(as_reader(each)).exists()}


def test_topic_is_read_by_the_room_alone(
    room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    topic = ask(room, ncp_a)

    everybody = [ncp_a, ncp_b, officer, secretariat]
    assert readers(Topic.objects.all(), everybody) == {ncp_a.family_name, ncp_b.family_name}
    assert readers(Post.objects.all(), everybody) == {ncp_a.family_name, ncp_b.family_name}
    assert (topic.reference, topic.outcome, topic.posts.get().number) == ("T-1", "open", 1)


def test_same_form_twice_is_one_topic_and_one_post(room: Workspace, ncp_a: Person) -> None:
    token, other = uuid.uuid4(), uuid.uuid4()
    topics = {ask(room, ncp_a, token=token).pk for _press in range(2)}
    topic = Topic.objects.get()
    posts = {answer(topic, ncp_a, token=other).pk for _press in range(2)}

    assert (len(topics), len(posts)) == (1, 1)
    assert Topic.objects.get().last_number == 2


def test_other_text_in_a_form_that_was_sent_is_another_post(room: Workspace, ncp_a: Person) -> None:
    token = uuid.uuid4()
    topic = ask(room, ncp_a, token=token)
    answer(topic, ncp_a, "One", token=token)
    answer(topic, ncp_a, "Two", token=token)

    assert list(topic.posts.order_by("number").values_list("source", flat=True)) == [
        "What do you do?", "One", "Two"
    ]  # fmt: skip


def test_answer_to_a_closed_topic_is_refused(room: Workspace, ncp_a: Person) -> None:
    topic = ask(room, ncp_a)
    topic.close(by=ncp_a, why="Decided.")

    with pytest.raises(Refused, match="closed"):
        answer(topic, ncp_a)


def test_stricter_post_makes_its_topic_stricter(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    topic = ask(room, ncp_a, marking="green")
    assert readers(Topic.objects.all(), [ncp_b, officer]) == {
        ncp_b.family_name, officer.family_name
    }  # fmt: skip

    answer(topic, ncp_b, marking="amber")

    topic.refresh_from_db()
    assert topic.marking == "amber"
    assert readers(Topic.objects.all(), [ncp_b, officer]) == {ncp_b.family_name}
    assert readers(Post.objects.filter(number=1), [ncp_b, officer]) == {ncp_b.family_name}


def test_first_words_in_an_open_room_wait_and_trigger_nothing(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b)
    admit(room, officer)
    topic = ask(room, officer, marking="green")

    assert (topic.state, topic.posts_shown) == ("held", 0)
    assert readers(Topic.objects.all(), [ncp_a, ncp_b, officer]) == {
        each.family_name for each in (ncp_a, ncp_b, officer)
    }  # fmt: skip
    assert not Event.objects.filter(kind="forum").exists()
    assert WorkItem.objects.filter(kind=HELD).count() == 1

    post = topic.posts.get()
    assert post.release(by=ncp_a)
    assert not post.release(by=ncp_a)

    topic.refresh_from_db()
    assert (topic.state, topic.posts_shown) == ("shown", 1)
    assert [event.verb for event in Event.objects.filter(kind="forum")] == ["forums.start_topic"]
    assert ask(room, officer, "Another").state == "shown"


def test_position_is_shown_once_the_holder_signs(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    topic = ask(room, ncp_b)
    post = answer(topic, colleague, is_position=True)

    assert post.state == "unsigned"
    assert readers(Post.objects.filter(pk=post.pk), [ncp_a, ncp_b, colleague]) == {
        ncp_a.family_name, colleague.family_name
    }  # fmt: skip
    signing = Signing.objects.get()
    assert topic.title not in f"{signing.title} {signing.text}"
    with translation.override("fr"):
        assert signing.sign(by=as_reader(ncp_a), seen=signing.digest)

    post.refresh_from_db()
    assert (post.state, post.signing) == ("shown", signing)
    assert readers(Post.objects.filter(pk=post.pk), [ncp_b]) == {ncp_b.family_name}
    with pytest.raises(Refused, match="position"):
        post.edit(by=colleague, source="Other", language="en", seen=0)


def test_withdrawn_position_leaves_a_stone(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    post = answer(ask(room, ncp_b), ncp_a, is_position=True)
    assert Post.objects.get(pk=post.pk).state == "shown"

    assert Signing.objects.get().withdraw(by=as_reader(ncp_a))

    post.refresh_from_db()
    assert (post.state, post.html, post.versions.count()) == ("removed", "", 1)


def test_answers_are_accepted_and_taken_back(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    topic = ask(room, ncp_a)
    first, second = (answer(topic, ncp_b, f"Answer {n}") for n in range(2))

    assert first.accept(by=ncp_a)
    assert second.accept(by=ncp_a)
    assert not second.accept(by=ncp_a)
    assert Topic.objects.get().outcome == "answered"
    assert first.unaccept(by=ncp_a)
    assert Topic.objects.get().outcome == "answered"
    assert second.unaccept(by=ncp_a)
    assert Topic.objects.get().outcome == "open"


def test_changed_post_keeps_what_it_said(room: Workspace, ncp_a: Person) -> None:
    post = ask(room, ncp_a).posts.get()

    changed = post.edit(by=ncp_a, source="What **share**?", language="en", seen=0)

    assert "<strong>share</strong>" in changed.html
    assert [version.source for version in post.versions.all()] == ["What do you do?"]
    with pytest.raises(Refused, match="changed meanwhile"):
        post.edit(by=ncp_a, source="Stale", language="en", seen=0)


def test_reported_post_is_removed_and_a_stone_stays(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    topic = ask(room, ncp_a)
    post = answer(topic, colleague, "Names of traders")
    assert post.flag(by=ncp_b, why="Names")
    assert not post.flag(by=ncp_b, why="Again")
    assert WorkItem.objects.filter(kind=FLAGGED).count() == 1

    assert post.remove_flagged(by=ncp_a, reason="Names of traders")

    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, post.html, post.why) == ("removed", "", "Names of traders")
    assert topic.posts_shown == 1
    assert readers(Post.objects.filter(pk=post.pk), [ncp_b]) == {ncp_b.family_name}


def test_removal_on_the_page_settles_what_was_reported(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    post = answer(ask(room, ncp_a), colleague, "Names of traders")
    post.flag(by=ncp_b, why="Names")

    assert post.remove(by=ncp_a, reason="Names of traders")

    assert not WorkItem.objects.filter(kind=FLAGGED).waiting().exists()
    assert not post.standing_flags.exists()
    told = Event.objects.filter(verb="forums.answer_flag")
    assert told.count() == 1


def test_removed_member_loses_topics_posts_and_search_at_once(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    topic = ask(room, ncp_a)
    entries = Entry.objects.filter(object_type="forums.topic", object_id=topic.pk)
    assert readers(entries, [colleague]) == {colleague.family_name}

    room.admissions.get(person=colleague).end(by=ncp_a, why="Moved on")

    for rows in (Topic.objects.all(), Post.objects.all(), entries):
        assert readers(rows, [colleague]) == set()


def test_seat_that_ends_ends_what_it_let_in(
    ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    room = make_room(ncp_a, ncp_b)
    ask(room, ncp_a)
    officer = make_person("Dora Deputy", administration=arcadia)
    deputy = Seat.objects.create(role_id="deputy", administration=arcadia)
    deputy.give_to(officer, by=None)
    admit(room, deputy, Role.CONTRIBUTOR)
    assert readers(Topic.objects.all(), [officer]) == {"Deputy"}

    deputy.holdings.get().end(by=None)

    assert readers(Topic.objects.all(), [officer]) == set()


def test_post_quotes_nothing_of_a_stricter_label(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_a)
    strict = answer(topic, ncp_b, "Seven.", marking=Marking.AMBER_STRICT)
    quote = f"> [quote {strict.public_id}]\n> Seven."

    first = topic.posts.get(number=1).edit(by=as_reader(ncp_a), source=quote, language="en", seen=0)
    third = answer(topic, ncp_a, f"{quote}\n\nAgreed.")

    labels = {each.marking for each in (first, third, *topic.posts.all())}
    assert labels == {Marking.AMBER_STRICT}
    other = ask(room, ncp_a, "Milder", source=quote).posts.get()
    assert (other.marking, strict.public_id in other.html) == (Marking.AMBER, False)


def test_earlier_titles_are_read_as_they_might_have_been_then(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(make_room(ncp_a, ncp_b), ncp_a, "Trader X", marking=Marking.AMBER_STRICT)
    url = reverse("forums:topic_history", args=[topic.public_id])
    client.force_login(ncp_b)
    assert "Earlier titles" not in client.get(topic.get_absolute_url()).content.decode()
    topic.revise(by=as_reader(ncp_a), title="A trader")
    topic.put_under(Marking.AMBER, by=as_reader(ncp_a))
    Topic.objects.get().revise(by=as_reader(ncp_a), title="Risk")
    Topic.objects.get().revise(by=as_reader(ncp_a), title="Risk", language="fr")

    assert url in client.get(topic.get_absolute_url()).content.decode()
    # The first stood under a stricter label: it is for who wrote it.
    assert titles(client.get(url)) == ["A trader"]
    client.force_login(ncp_a)
    assert titles(client.get(url)) == ["A trader", "Trader X"]


def test_title_that_nobody_else_read_is_for_its_keepers(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a)
    admit(room, ncp_b)
    topic = ask(room, ncp_b, "Too early", marking="green")
    assert topic.state == "held"
    topic.revise(by=as_reader(ncp_b), title="In time")
    topic.posts.get().release(by=as_reader(ncp_a))
    url = reverse("forums:topic_history", args=[topic.public_id])

    client.force_login(officer)
    assert titles(client.get(url)) == []
    assert url not in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(ncp_a)
    assert titles(client.get(url)) == ["Too early"]


def titles(page: Any) -> list[str]:
    """Return the earlier titles that a page shows."""
    return [each.title for each in page.context["wordings"]]
