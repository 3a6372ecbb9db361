"""What moderators decide, what authors do then, and who looks again."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import APPEAL, FLAGGED, HELD, Appeal, Post, Topic
from portal.audit.models import Event as Logged
from portal.desk.models import ReasonTemplate, WorkItem
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces import appeals, requests
from workspaces.models import JoinAppeal, JoinRequest, Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_open_room(ncp_a, ncp_b)


@pytest.fixture
def writer(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia, language="fr")
    admit(room, person)
    return person


def item(kind: str) -> WorkItem:
    return WorkItem.objects.filter(kind=kind).latest("pk")


def told(verb: str) -> list[list[int]]:
    return list(Event.objects.filter(verb=verb).values_list("people", flat=True))


def rejected(room: Workspace, writer: Person, by: Person) -> Post:
    post = answer(ask(room, by, marking="green"), writer, "First words")
    item(HELD).decide("reject", by=as_reader(by), reason="Hors sujet.")
    return Post.objects.get(pk=post.pk)


def test_kept_text_is_offered_in_the_language_of_the_author(
    client: Client, room: Workspace, writer: Person, ncp_a: Person
) -> None:
    ReasonTemplate.add(
        by=None, kind=HELD, name="Names", text_en="It names a trader.", text_fr="Un opérateur.",
    )  # fmt: skip
    text = ReasonTemplate.objects.get()
    answer(ask(room, ncp_a, marking="green"), writer, "Premiers mots", language="fr")
    answer(ask(room, ncp_a, "Other", marking="green"), make_english(room), "First words")
    client.force_login(ncp_a)

    said = {}
    for each in WorkItem.objects.filter(kind=HELD).order_by("pk"):
        address = reverse("desk:item_decide", args=[each.public_id])
        page = client.post(address, {"use": "1", "text": text.pk, "seen": each.turn})
        said[each.reviewable.row(each.subject).author.language] = page.content.decode()

    assert ("Un opérateur.</textarea>" in said["fr"], "It names" in said["en"]) == (True, True)
    assert "It names a trader.</textarea>" not in said["fr"]


def make_english(room: Workspace) -> Person:
    person = make_person("Edna English", administration=Administration.objects.first())
    admit(room, person)
    return person


def test_returned_post_is_changed_and_sent_again(
    client: Client, room: Workspace, writer: Person, ncp_a: Person
) -> None:
    post = answer(ask(room, ncp_a, marking="green"), writer, "Names of traders")
    item(HELD).decide("return", by=as_reader(ncp_a), reason="Retirez les noms.")
    assert (item(HELD).state, told("forums.return_post")) == ("returned", [[writer.pk]])
    client.force_login(writer)
    page = client.get(post.topic.get_absolute_url()).content.decode()
    address = reverse("forums:post_edit", args=[post.public_id])
    assert ("Retirez les noms." in page, address in page) == (True, True)

    client.post(address, {"body": "No names", "language": "fr", "version": "0"})

    post.refresh_from_db()
    assert (post.state, post.source, item(HELD).state) == ("held", "No names", "open")
    assert WorkItem.objects.filter(kind=HELD).count() == 1
    item(HELD).decide("release", by=as_reader(ncp_a))
    assert Post.objects.get(pk=post.pk).state == "shown"


def test_author_appeals_once_and_another_moderator_answers(
    client: Client, room: Workspace, writer: Person, ncp_a: Person, ncp_b: Person
) -> None:
    post = rejected(room, writer, ncp_a)
    address = reverse("forums:post_appeal", args=[post.public_id])
    client.force_login(writer)
    assert address in client.get(post.topic.get_absolute_url()).content.decode()
    for _press in range(2):
        client.post(address, {"words": "It is about seals."})
    assert Appeal.objects.count() == 1
    assert "It is about seals." in client.get(address).content.decode()
    work = item(APPEAL)

    client.force_login(ncp_a)
    assert client.get(work.get_absolute_url()).status_code == 403
    with pytest.raises(Refused):
        Appeal.lodge(post, by=ncp_b, words="Not mine")
    client.force_login(ncp_b)
    assert "First words" not in client.get(work.get_absolute_url()).content.decode()
    read = reverse("forums:appeal_read", args=[Appeal.objects.get().public_id])
    assert "First words" in client.get(read).content.decode()
    work.decide("overturn", by=as_reader(ncp_b), reason="It is.")

    post.refresh_from_db()
    assert (post.state, post.decided_by, Topic.objects.get(pk=post.topic_id).posts_shown) == (
        "shown", None, 2
    )  # fmt: skip
    assert told("forums.overturn_decision") == [sorted([writer.pk, ncp_a.pk])]
    assert client.get(read).status_code == 404
    assert not Logged.objects.filter(verb="forums.read_appealed").exists()


def test_appeal_without_another_moderator_goes_to_the_secretariat(
    client: Client, room: Workspace, writer: Person, ncp_a: Person, ncp_b: Person,
    secretariat: Person,
) -> None:  # fmt: skip
    post = rejected(room, writer, ncp_a)
    room.admissions.filter(person=ncp_b).update(role=Role.READER)
    appeal = Appeal.lodge(post, by=writer, words="Please look")
    assert appeal.is_for_secretariat
    client.force_login(secretariat)
    page = client.get(item(APPEAL).get_absolute_url()).content.decode()
    assert (post.topic.title in page, room.name in page, "First words" in page) == (False,) * 3

    read = client.get(reverse("forums:appeal_read", args=[appeal.public_id])).content.decode()

    assert ("First words" in read, "What do you do?" in read) == (True, False)
    logged = Logged.objects.get(verb="forums.read_appealed")
    assert (logged.actor_id, logged.object_id) == (secretariat.pk, post.pk)
    assert client.get(post.get_absolute_url()).status_code == 404
    item(APPEAL).decide("uphold", by=as_reader(secretariat), reason="It is off topic.")
    assert told("forums.uphold_decision") == [sorted([writer.pk, ncp_a.pk])]
    assert Post.objects.get(pk=post.pk).state == "rejected"


def test_appeal_that_nobody_of_the_room_can_answer_any_more_is_passed_up(
    room: Workspace, writer: Person, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    Appeal.lodge(rejected(room, writer, ncp_a), by=writer, words="Please look")
    assert appeals.pass_up() == 0
    assert not WorkItem.objects.readable_by(as_reader(secretariat)).exists()
    room.admissions.filter(person=ncp_b).update(role=Role.READER)

    assert (appeals.pass_up(), appeals.pass_up()) == (1, 0)

    assert WorkItem.objects.readable_by(as_reader(secretariat)).get() == item(APPEAL)
    assert not item(APPEAL).is_readable_by(as_reader(ncp_a))


def test_removed_post_and_topic_come_back(room: Workspace, writer: Person, ncp_a: Person,
                                          ncp_b: Person) -> None:  # fmt: skip
    inner = make_room(ncp_a, ncp_b)
    admit(inner, writer)
    topic = ask(inner, ncp_a)
    post = answer(topic, writer, "About **seals**")
    post.remove(by=as_reader(ncp_a), reason="Names")
    own = ask(inner, writer, "Mine")
    own.posts.get().remove(by=as_reader(ncp_a), reason="Names")
    assert told("forums.remove_topic") == [[writer.pk]]
    for each in (post, own.posts.get()):
        Appeal.lodge(Post.objects.get(pk=each.pk), by=writer, words="Please")

    for each in WorkItem.objects.filter(kind=APPEAL):
        each.decide("overturn", by=as_reader(ncp_b))

    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, "<strong>seals</strong>" in post.html, post.why) == ("shown", True, "")
    assert topic.posts_shown == 2
    own.refresh_from_db()
    assert (own.state, own.removed_why) == ("shown", "")
    assert Topic.objects.readable_by(as_reader(ncp_b)).filter(pk=own.pk).exists()


def test_refused_member_appeals_once(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    asked_room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    requests.ask_to_join(asked_room, by=as_reader(officer), reason="Seals")
    item(requests.JOINING).decide("refuse", by=as_reader(ncp_a), reason="No need.")
    client.force_login(officer)
    address = reverse("workspaces:request_appeal", args=[asked_room.public_id])
    page = client.get(asked_room.get_absolute_url()).content.decode()
    assert (address in page, "No need." in page) == (True, True)
    for _press in range(2):
        client.post(address, {"words": "I write about seals."})
    assert JoinAppeal.objects.count() == 1
    work = item(appeals.JOIN_APPEAL)
    client.force_login(ncp_a)
    assert client.get(work.get_absolute_url()).status_code == 403

    work.decide("overturn", by=as_reader(ncp_b))

    assert asked_room.token() in as_reader(officer).reader.tokens
    assert JoinRequest.objects.get().state == "accepted"
    assert told("workspaces.overturn_refusal") == [sorted([officer.pk, ncp_a.pk])]


def test_reports_of_one_post_are_one_item_and_name_nobody(
    client: Client, room: Workspace, writer: Person, ncp_a: Person, ncp_b: Person
) -> None:
    post = answer(ask(room, ncp_a, marking="green"), ncp_b, "Names of traders")
    address = reverse("forums:post_flag", args=[post.public_id])
    for person, reason in ((ncp_a, "personal"), (writer, "label")):
        client.force_login(person)
        client.post(address, {"reason": reason, "why": f"Look, {reason}"})
        again = client.post(address, {"reason": reason, "why": "Again"}, follow=True)
        assert "reported this post already" in again.content.decode()
    assert client.post(address, {"reason": "x", "why": ""}).status_code == 200
    work = item(FLAGGED)
    assert (WorkItem.objects.filter(kind=FLAGGED).count(), work.opened_by) == (1, None)

    client.force_login(ncp_a)
    page = client.get(work.get_absolute_url()).content.decode()
    assert ("2 reports" in page, "Look, label" in page) == (True, True)
    assert "Carl Colleague" not in page
    client.force_login(ncp_b)
    assert client.get(work.get_absolute_url()).status_code == 403
    work.decide("keep", by=as_reader(ncp_a))
    assert told("forums.keep_post") == [sorted([ncp_a.pk, writer.pk])]


def test_label_is_raised_at_once_and_lowered_by_nobody_else(
    client: Client, room: Workspace, writer: Person, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic = ask(room, ncp_a, marking="green")
    post = answer(topic, ncp_b)
    post.flag(by=as_reader(writer), why="Too low", reason="label")
    address = reverse("forums:post_label", args=[post.public_id])
    client.force_login(ncp_a)
    page = client.get(address).content.decode()
    assert ('value="amber"' in page, 'value="green"' in page) == (True, False)

    client.post(address, {"marking": "amber"})

    assert not Topic.objects.readable_by(as_reader(officer)).exists()
    assert (Post.objects.get(pk=post.pk).marking, item(FLAGGED).outcome) == ("amber", "raise")
    assert told("forums.raise_label") == [sorted([ncp_b.pk, writer.pk])]
    assert client.post(address, {"marking": "green"}).status_code == 200
    assert Post.objects.get(pk=post.pk).marking == "amber"
    with pytest.raises(Refused):
        Topic.objects.get(pk=topic.pk).relabel("green", by=ncp_b)
