"""Who reads a text in preparation: those whose it is now, and nobody of whom it is no more."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from guidelines.kinds import Attribution, Kind, State
from guidelines.models import Comment, Manuscript, Provenance, Record, journey
from guidelines.text.paragraphs import paragraph_of
from portal.notifications.models import Event as Told
from tests.forums.talk import ask
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.ways import fresh, in_review, moved
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Role

pytestmark = pytest.mark.django_db

TITLE = "A canary that was given up"
HIDDEN = {"attribution": Attribution.REGION}


@pytest.fixture
def topic(ncp_a: Person, secretariat: Person) -> Any:
    """A topic of a room that the contact point and the Secretariat read."""
    room = make_room(ncp_a)
    admit(room, secretariat, Role.READER)
    return ask(room, ncp_a, "What a draft began from", kind="idea", marking="green")


def readers(rows: Any, *people: Person) -> set[str]:
    """Return who of these people reads one of the rows."""
    return {each.name for each in people if rows.readable_by(as_reader(each)).exists()}


def written_by(row: Manuscript, author: Person) -> None:
    """Let a text be handed in by somebody else of its administration."""
    identity = row.record.identity_or_none
    assert identity
    identity.author = author
    identity.keep("author")


@pytest.mark.parametrize("values", [HIDDEN, {}])
def test_draft_that_was_given_up_is_read_by_those_whose_it_was(
    client: Client, topic: Any, ncp_a: Person, secretariat: Person, values: dict[str, Any]
) -> None:
    row = begin(by=ncp_a, content=text(Kind.PRACTICE, title=TITLE), **values)
    Provenance.keep(row.record, code="topic", key=topic.public_id)
    Provenance.objects.update(is_open=True)

    journey.drop(row, by=ncp_a)

    assert readers(Record.objects, ncp_a, secretariat) == {ncp_a.name}
    for person in (ncp_a, secretariat):
        client.force_login(person)
        page = client.get(topic.get_absolute_url())
        assert (page.status_code, TITLE in page.content.decode()) == (200, False)


def test_draft_of_the_secretariat_that_was_given_up_stays_with_it(
    ncp_a: Person, editor: Person, secretariat: Person
) -> None:
    row = begin(by=editor)

    journey.drop(row, by=editor)

    assert readers(Record.objects, ncp_a, secretariat) == {secretariat.name}


@pytest.mark.parametrize("values", [HIDDEN, {}])
def test_page_of_reasons_names_no_reader_of_a_draft(
    client: Client, ncp_a: Person, secretariat: Person, values: dict[str, Any]
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE, **values).record
    assert readers(Record.objects.filter(pk=row.pk), ncp_a, secretariat)

    for person in (ncp_a, secretariat):
        client.force_login(person)
        assert client.get(reverse("home:why", args=["guideline", row.public_id])).status_code == 404


@pytest.mark.parametrize("values", [HIDDEN, {}])
def test_author_who_moved_reads_no_draft_of_the_former_administration(
    officer: Person, ncp_a: Person, borduria: Administration, values: dict[str, Any]
) -> None:
    row = begin(by=officer, **values)
    before = readers(Manuscript.objects, officer, ncp_a)

    moved(officer, borduria)

    assert before == {officer.name, ncp_a.name}
    assert readers(Manuscript.objects, officer, ncp_a) == {ncp_a.name}
    assert readers(Record.objects, officer, ncp_a) == {ncp_a.name}
    assert row.record.state == State.DRAFT


def test_author_who_moved_reads_no_next_version(officer: Person, ncp_a: Person) -> None:
    row = publish(by=officer, **HIDDEN)
    moved(officer, None)
    Manuscript.revise(row, by=ncp_a)

    assert readers(Manuscript.objects.open(), officer, ncp_a) == {ncp_a.name}


def test_comment_is_told_to_those_who_answer_for_the_text(
    officer: Person, ncp_a: Person, secretariat: Person, borduria: Administration
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE, **HIDDEN)
    written_by(row, officer)
    found = paragraph_of(row.kind, row.content, "title", 1)
    assert found

    for home, expected in ((officer.administration, officer), (borduria, ncp_a)):
        moved(officer, home)
        Told.objects.all().delete()
        Comment.write(fresh(row), by=secretariat, section="title", paragraph=1,
                      words=f"Why, {expected}?", seen=found.digest)  # fmt: skip
        told = Told.objects.filter(verb="guidelines.comment")
        assert list(told.values_list("people", flat=True)) == [[expected.pk]]


def test_return_is_told_to_those_who_answer_for_the_text(
    officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE, **HIDDEN)
    colleague = make_person("Cora Colleague", administration=ncp_a.administration)
    written_by(row, colleague)
    moved(colleague, None)

    journey.give_back(fresh(row), by=secretariat, reason="Why?")

    (event,) = Told.objects.filter(verb="guidelines.return_manuscript")
    assert event.people == [ncp_a.pk]
