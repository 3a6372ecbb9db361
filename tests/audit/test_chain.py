"""The chain shows every change of the log that the triggers no longer stop."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.audit.models import Event, record, seal
from tests.people import make_role_holder

pytestmark = pytest.mark.usefixtures("db_as_owner")


def run(statement: str, **values: object) -> None:
    """Run a statement on the log as who owns it, its triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_event", "audit_seal", "audit_personal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def verify(*options: str) -> list[str]:
    """Return what the operator is told, one sentence per fault; the exit code is 1."""
    with pytest.raises(CommandError) as told:
        call_command("audit_verify", *options, stdout=io.StringIO())
    assert told.value.returncode == 1
    return str(told.value).splitlines()


def log(client: Client) -> Any:
    """Return the page of the log, as an auditor sees it."""
    client.force_login(make_role_holder("auditor"))
    return client.get(reverse("home:audit_list"))


@pytest.fixture
def event() -> Event:
    """A sealed row in the middle of the log."""
    record("test.before", by=None)
    event = record("test.verb", by=None, personal={"name": "Olga"}, count=3)
    record("test.after", by=None)
    seal()
    return Event.objects.select_related("seal").get(pk=event.pk)


OTHER = "'" + "0" * 64 + "'"
SEAL, PERSONAL = "seal {position} does not match event {id}", "the personal values of event {id} "


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("UPDATE audit_event SET verb = 'test.other' WHERE id = %(id)s", [SEAL]),
        ("UPDATE audit_event SET at = at + interval '1 second' WHERE id = %(id)s", [SEAL]),
        ("UPDATE audit_event SET actor_id = 1 WHERE id = %(id)s", [SEAL]),
        ("UPDATE audit_event SET object_id = 1 WHERE id = %(id)s", [SEAL]),
        ("UPDATE audit_event SET detail = '{{\"count\": 4}}' WHERE id = %(id)s", [SEAL]),
        (
            f"UPDATE audit_event SET personal_digest = {OTHER} WHERE id = %(id)s",
            [SEAL, PERSONAL + "were changed"],
        ),
        (
            f"UPDATE audit_seal SET digest = {OTHER} WHERE event_id = %(id)s",
            [SEAL, "seal {next} does not match event {after}"],
        ),
        (f"UPDATE audit_seal SET previous = {OTHER} WHERE event_id = %(id)s", [SEAL]),
        (
            'UPDATE audit_personal SET values = \'{{"name": "Petra"}}\' WHERE event_id = %(id)s',
            [PERSONAL + "were changed"],
        ),
        (
            'UPDATE audit_personal SET values = \'{{"name": "Petra"}}\', erased_at = now()'
            " WHERE event_id = %(id)s",
            [PERSONAL + "were changed"],
        ),
        ("DELETE FROM audit_personal WHERE event_id = %(id)s", [PERSONAL + "are gone"]),
    ],
)
def test_change_of_a_sealed_row_is_found_and_shown(
    event: Event, client: Client, statement: str, sentences: list[str]
) -> None:
    run(statement.replace("{{", "{").replace("}}", "}"), id=event.pk)

    position = event.seal.position
    assert verify() == [
        sentence.format(id=event.pk, after=event.pk + 1, position=position, next=position + 1)
        for sentence in sentences
    ]
    page = log(client)
    assert {line.event.pk: line.holds for line in page.context["lines"]}[event.pk] is False
    assert f"found {len(sentences)} fault" in page.content.decode()
    assert "Does not match" in page.content.decode()


def test_row_that_is_missing_in_the_middle_is_found(event: Event) -> None:
    run("DELETE FROM audit_personal WHERE event_id = %(id)s", id=event.pk)
    run("DELETE FROM audit_seal WHERE event_id = %(id)s", id=event.pk)
    run("DELETE FROM audit_event WHERE id = %(id)s", id=event.pk)

    position = event.seal.position
    assert verify() == [
        f"position {position} is missing before {position + 1}",
        f"seal {position + 1} does not match event {event.pk + 1}",
    ]


def test_log_that_nobody_changed_holds(event: Event, client: Client) -> None:
    out = io.StringIO()
    call_command("audit_verify", stdout=out)

    last = event.seal.position + 1
    assert out.getvalue().startswith(f"{last} sealed events hold; 1 wait to be sealed.")
    page = log(client)
    assert {line.holds for line in page.context["lines"]} == {None, True}
    assert "Does not match" not in page.content.decode()


def head(event: Event) -> str:
    """Return the line that the operator kept when the chain ended after the event."""
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    return out.getvalue().splitlines()[-1]


def test_kept_head_holds_while_the_log_grows(event: Event) -> None:
    kept = head(event)
    record("test.later", by=None)
    seal()

    out = io.StringIO()
    call_command("audit_verify", f"--head={kept}", stdout=out)
    call_command("audit_verify", "--head", kept.removeprefix("Head of the chain: "), stdout=out)

    assert out.getvalue().count("sealed events hold") == 2


def test_kept_head_shows_an_end_that_was_cut(event: Event) -> None:
    kept = head(event)
    run("DELETE FROM audit_seal WHERE event_id > %(id)s", id=event.pk)
    run("DELETE FROM audit_event WHERE id > %(id)s", id=event.pk)
    call_command("audit_verify", stdout=io.StringIO())

    position = event.seal.position + 1
    assert verify(f"--head={kept}") == [
        f"the chain ends before seal {position}, which was kept: its end was cut"
    ]


def test_kept_head_shows_a_chain_that_was_written_anew(event: Event) -> None:
    kept = head(event)
    run("UPDATE audit_event SET verb = 'test.other' WHERE id = %(id)s", id=event.pk)
    run("DELETE FROM audit_seal")
    seal()
    call_command("audit_verify", stdout=io.StringIO())

    position = event.seal.position + 1
    assert verify(f"--head={kept}") == [
        f"seal {position} is not the one that was kept: the chain was written anew"
    ]


@pytest.mark.parametrize("kept", ["", "3", "0 " + "a" * 64, "three " + "a" * 64, "3 " + "g" * 64])
def test_head_that_cannot_be_read_is_refused(kept: str) -> None:
    with pytest.raises(CommandError, match=r"is no head\. Accepted: the position"):
        call_command("audit_verify", f"--head={kept}")
