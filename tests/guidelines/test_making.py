"""Guidance made from topics and lessons: provenance both ways, under both reading rules."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Manuscript, Provenance, Record
from portal.markings.models import Marking
from portal.origins import source_of
from portal.writing.models import Draft
from tests.forums.talk import answer, ask
from tests.guidelines.advice import filed, language, text
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Lesson, Role, Workspace

pytestmark = pytest.mark.django_db

ROOM, TITLE = "Hidden corridor room", "Canary of a topic title"
WORDS = dict.fromkeys(("worked", "failed", "instead", "useful_for"), "Words.")


@pytest.fixture
def room(ncp_a: Person, secretariat: Person) -> Workspace:
    language()
    # What a form offers is known for a minute.
    filed()
    room = make_room(ncp_a, name=ROOM)
    admit(room, secretariat, Role.READER)
    return room


@pytest.fixture
def topic(room: Workspace, ncp_a: Person) -> Any:
    return ask(room, ncp_a, TITLE, kind="idea", marking=Marking.GREEN, source="Seal *every* box.")


def form_of(topic: Any, kind: str = Kind.PRACTICE) -> str:
    """Return the address of the form that makes a record from a topic."""
    return f"/en/guidelines/from/topic/{topic.public_id}/{kind}/"


def sent(kind: str = Kind.PRACTICE, **values: Any) -> dict[str, Any]:
    """Return the form, filled."""
    base = {"language": "en", "marking": "green", "attribution": "named"}
    return {**text(kind), **base, **values}


def made(client: Client, topic: Any, **values: Any) -> Record:
    """Return the published record that is made from a topic."""
    reply = client.post(form_of(topic), sent(**values))
    assert reply.status_code == 302
    manuscript = Manuscript.objects.get()
    manuscript.publish(by=None)
    return Record.objects.get()


def test_form_begins_with_the_words_of_the_topic(client: Client, topic: Any, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    choice = client.get(f"/en/guidelines/from/topic/{topic.public_id}/")
    form = client.get(form_of(topic)).context["form"]

    assert TITLE in choice.content.decode()
    assert (form.initial["problem"], form.initial["title"]) == ("Seal *every* box.", "")


def test_accepted_answer_becomes_the_lesson(client: Client, room: Workspace, ncp_a: Person) -> None:
    question = ask(room, ncp_a, "Which share?", marking=Marking.GREEN)
    post = answer(question, ncp_a, "Seven per cent.")
    post.accept(by=ncp_a)
    answer(question, ncp_a, "Nobody knows.")
    client.force_login(ncp_a)

    initial = client.get(form_of(question, Kind.EXPERIENCE)).context["form"].initial

    assert (initial["problem"], initial["lesson"]) == ("What do you do?", "Seven per cent.")


def test_provenance_is_shown_both_ways_to_who_reads_both(
    client: Client, topic: Any, ncp_a: Person
) -> None:
    client.force_login(ncp_a)

    record = made(client, topic)
    page = client.get(f"/en/guidelines/{record.public_id}/").content.decode()
    other = client.get(f"/en/forums/{topic.public_id}/", follow=True)
    other = client.get(topic.get_absolute_url())

    assert [TITLE in page, topic.get_absolute_url() in page] == [True, True]
    assert ["Became" in other.content.decode(), record.public_id in other.content.decode()] == [
        True, True,
    ]  # fmt: skip


def test_reader_outside_the_room_meets_neither_its_name_nor_the_title(
    client: Client, topic: Any, ncp_a: Person, ncp_b: Person
) -> None:
    client.force_login(ncp_a)
    record = made(client, topic)
    client.force_login(ncp_b)

    pages = [
        client.get(f"/{code}/guidelines/{path}").content.decode()
        for code in ("en", "fr")
        for path in ("", "practices/", f"{record.public_id}/", f"{record.public_id}/translations/")
    ]
    document = record.search_document()

    assert record.title in pages[2]
    assert [page for page in pages if ROOM in page or TITLE in page] == []
    assert topic.public_id not in "".join(pages)
    assert [words for words in (TITLE, ROOM) if words in f"{document}"] == []
    assert client.get(f"/en/guidelines/from/topic/{topic.public_id}/").status_code == 404


def test_hidden_record_tells_nobody_what_it_was_made_from(
    client: Client, topic: Any, ncp_a: Person, secretariat: Person
) -> None:
    client.force_login(ncp_a)
    record = made(client, topic, attribution="region")

    for person in (ncp_a, secretariat):
        client.force_login(person)
        page = client.get(f"/en/guidelines/{record.public_id}/").content.decode()
        there = client.get(topic.get_absolute_url()).content.decode()
        assert (TITLE in page, record.public_id in there) == (False, False)
    assert Provenance.objects.get().is_open is False


@pytest.mark.parametrize(
    ("marking", "given", "status"),
    [
        ("clear", "clear", 302), ("green", "green", 302), ("green", "clear", 200),
        ("amber", "green", 200), ("amber", "amber", 302),
    ],
)  # fmt: skip
def test_label_is_never_lowered(
    client: Client, room: Workspace, ncp_a: Person, marking: str, given: str, status: int
) -> None:
    topic = ask(room, ncp_a, TITLE, kind="experience", marking=marking)
    client.force_login(ncp_a)

    reply = client.post(form_of(topic), sent(marking=given))

    assert reply.status_code == status
    assert Record.objects.filter(marking=given).count() == (status == 302)


def test_secretariat_makes_nothing_of_what_is_amber(
    client: Client, room: Workspace, ncp_a: Person, secretariat: Person
) -> None:
    topic = ask(room, ncp_a, TITLE, kind="idea", marking="amber")
    client.force_login(secretariat)

    page = client.get(f"/en/guidelines/from/topic/{topic.public_id}/").content.decode()
    client.post(form_of(topic), sent(marking="amber"))

    assert "Only an officer of an administration" in page
    assert not Record.objects.exists()


def test_strict_label_is_that_of_no_guidance(
    client: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a, TITLE, kind="idea", marking="amber-strict")
    client.force_login(ncp_a)

    assert client.post(form_of(topic), sent(marking="amber")).status_code == 302
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "announcement"}, {"kind": "idea", "marking": "red"}],
    ids=["announcement", "red"],
)
def test_nothing_is_made_from(room: Workspace, ncp_a: Person, fields: Any) -> None:
    topic = ask(room, ncp_a, TITLE, **fields)

    assert source_of("topic", topic.public_id, as_reader(ncp_a)) is None


@pytest.mark.parametrize("code", ["topic", "nothing"])
def test_unknown_origin_is_not_there(client: Client, ncp_a: Person, code: str) -> None:
    client.force_login(ncp_a)

    assert client.get(f"/en/guidelines/from/{code}/nothing/").status_code == 404


def test_form_sent_twice_makes_one_record(client: Client, topic: Any, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    token = client.get(form_of(topic)).context["form"].initial["token"]

    replies = [client.post(form_of(topic), sent(token=token)) for _press in range(2)]

    assert replies[0].headers["Location"] == replies[1].headers["Location"]
    assert (Record.objects.count(), Provenance.objects.count()) == (1, 1)


def test_form_links_to_its_source(client: Client, topic: Any, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    page = client.get(form_of(topic)).content.decode()

    assert f'href="{topic.get_absolute_url()}"' in page


@pytest.mark.parametrize("press", ["preview", "save"])
def test_preview_and_draft_begin_no_record(
    client: Client, topic: Any, ncp_a: Person, press: str
) -> None:
    client.force_login(ncp_a)

    reply = client.post(form_of(topic), sent(title="Half a title", press=press))

    assert (reply.status_code, Record.objects.count()) == (200, 0)
    assert list(Draft.objects.values_list("key", flat=True)) == (
        [f"guidance:from:topic:{topic.public_id}:practice"] if press == "save" else []
    )


def test_draft_is_opened_again_and_settled_by_the_record(
    client: Client, topic: Any, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    client.post(form_of(topic), sent(title="Half a title", press="save"))

    form = client.get(form_of(topic)).context["form"]
    client.post(form_of(topic), sent(draft_seen=form.initial["draft_seen"]))

    assert form.initial["title"] == "Half a title"
    assert (Record.objects.count(), Draft.objects.waiting().count()) == (1, 0)


def test_lesson_of_a_room_becomes_an_experience(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    lesson = Lesson.write(room, by=ncp_a, marking=Marking.GREEN, happened="Seals broke.", **WORDS)
    client.force_login(ncp_a)
    address = f"/en/guidelines/from/lesson/{lesson.public_id}/experience/"

    offered = client.get(room.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    client.post(address, sent(Kind.EXPERIENCE))
    shown = client.get(room.get_absolute_url()).content.decode()

    assert f"/guidelines/from/lesson/{lesson.public_id}/" in offered
    assert (form.initial["problem"], form.initial["title"]) == ("Seals broke.", "")
    assert Manuscript.objects.get().public_id in shown
    client.force_login(ncp_b)
    assert client.get(address).status_code == 404
