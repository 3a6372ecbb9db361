"""The line that says what changed is written, cleared and reviewed like every section."""

import json

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind, Stage
from guidelines.models import Manuscript, Review, journey
from portal.audit.models import Event
from portal.refusals import Refused
from tests.guidelines.advice import publish, text
from tests.guidelines.ways import accept, contact_point, fresh
from tests.people import as_reader

pytestmark = pytest.mark.django_db


def revised(by: Person) -> Manuscript:
    """Return the next text of a practice of an administration."""
    return Manuscript.revise(publish(Kind.PRACTICE, by=by), by=by)


def note(row: Manuscript, words: str, by: Person) -> list[str]:
    """Say what changed, as whoever has just opened the text; return the conflicts."""
    row = fresh(row)
    return row.write(by=by, content=row.content, seen=row.seen(), note=words)


def test_note_is_written_by_somebody(ncp_a: Person, officer: Person) -> None:
    row = revised(ncp_a)

    note(row, "The law is named.", officer)

    row = fresh(row)
    logged = Event.objects.get(verb="guidelines.write")
    assert (row.note, row.changed_by, officer.pk in row.written_by) == (
        "The law is named.", officer, True,
    )  # fmt: skip
    assert (logged.actor_id, logged.detail["sections"]) == (officer.pk, ["note"])


def test_changed_note_is_cleared_again(ncp_a: Person, officer: Person) -> None:
    row = revised(ncp_a)
    journey.send_on(fresh(row), by=ncp_a)
    journey.take_back(fresh(row), by=ncp_a)
    cleared = fresh(row).stage, bool(fresh(row).cleared_digest)

    note(row, "Nobody signed this.", officer)
    journey.send_on(fresh(row), by=officer)

    assert (cleared, fresh(row).stage) == ((Stage.WRITING, True), Stage.CLEARANCE)


def test_changed_note_is_reviewed_again(ncp_a: Person, ncp_b: Person, secretariat: Person) -> None:
    row = revised(ncp_a)
    journey.send_on(fresh(row), by=ncp_a)
    for person in (ncp_b, contact_point("XC", "ASP")):
        accept(row, person, by=secretariat)
    journey.take_back(fresh(row), by=ncp_a)

    note(row, "Nobody reviewed this.", ncp_a)
    journey.send_on(fresh(row), by=ncp_a)

    with pytest.raises(Refused, match="0 of 2 administrations"):
        journey.pass_on(fresh(row), by=secretariat)
    assert Review.objects.waiting().count() == 2


def test_two_notes_are_put_together(client: Client, ncp_a: Person, officer: Person) -> None:
    row = revised(ncp_a)
    seen = json.dumps(row.seen())
    note(row, "The law is named.", officer)
    client.force_login(ncp_a)
    address = f"/en/guidelines/manuscripts/{row.public_id}/edit/"
    sent = {**text(Kind.PRACTICE), "note": "Steps were added.", "seen": seen}

    page = client.post(address, sent)

    html = page.content.decode()
    assert (page.status_code, fresh(row).note) == (200, "The law is named.")
    assert "The law is named.</pre>" in html
    again = client.post(address, sent | {"seen": page.context["form"].data["seen"]})
    assert (again.status_code, fresh(row).note) == (302, "Steps were added.")


def test_section_and_note_show_what_a_colleague_changed_alike(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    row = revised(ncp_a)
    seen, stored = json.dumps(row.seen()), fresh(row)
    content = stored.content | {"steps": "One step."}
    stored.write(by=officer, content=content, seen=stored.seen(), note="The law is named.")
    client.force_login(ncp_a)
    sent = {**text(Kind.PRACTICE, steps="Two steps."), "note": "Steps were added.", "seen": seen}

    page = client.post(f"/en/guidelines/manuscripts/{row.public_id}/edit/", sent)

    html = page.content.decode()
    drawn = [each.name for each in page.templates].count("guidelines/form_conflict.html")
    assert (drawn, html.count('<section class="conflict"')) == (2, 2)
    assert ("One step.</pre>" in html, "The law is named.</pre>" in html) == (True, True)


def test_note_is_read_by_whoever_clears_and_reviews(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = revised(ncp_a)
    note(row, "The law is named.", ncp_a)
    journey.send_on(fresh(row), by=ncp_a)
    Review.ask(fresh(row), ncp_b, by=secretariat)
    client.force_login(as_reader(ncp_b))

    pages = [
        client.get(f"/en/guidelines/manuscripts/{row.public_id}/{at}") for at in ("", "review/")
    ]

    assert ["The law is named." in page.content.decode() for page in pages] == [True, True]
