"""A hidden author stands nowhere: no page, no file, no row of any table tells the name."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Figures, Identity, Record, Relay, Unsealing
from guidelines.models.figures import count_all
from guidelines.running import ask_due, say_running
from portal.audit.models import Event as Logged
from portal.desk.models import WorkItem
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event as Told
from portal.search.indexing import index_stale
from tests.guidelines.advice import publish, text
from tests.people import as_reader, make_administration, make_person, seat

pytestmark = pytest.mark.django_db

# No text of the portal has any of these by itself.
PLACE, NAME = "Canariland", "Zwitscherle"
CANARIES = (PLACE.lower(), NAME.lower())
HIDDEN = [each for each in Attribution.values if each != Attribution.NAMED]
# Where the directory and the machinery of accounts say who somebody is.
OWN_TABLES = ("directory_", "auth_", "account_", "mfa_", "usersessions_", "django_session")


@pytest.fixture
def author(europe: Any) -> Person:
    home = make_administration("QZ", PLACE, europe)
    person = make_person(f"Una {NAME}", administration=home)
    return seat(person, "contact-point", administration=home)


def lived(author: Person, asker: Person, level: str) -> Record:
    """Return a hidden record after all that can happen to it."""
    until = "2031-05-01" if level == Attribution.SEALED else None
    content = text(Kind.EXPERIENCE, title="A canary of failures", contact=True)
    row = publish(
        Kind.EXPERIENCE, by=author, content=content, attribution=level, sealed_until=until,
        marking="clear",
    )  # fmt: skip
    say_running(row, by=author)
    relay = Relay.ask(row, by=asker, text="How?")
    relay.say("So.", by=author)
    relay.report(by=author)
    relay.end(by=author)
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()
    if level in (Attribution.REGION, Attribution.SEALED):
        officers = [make_person("Otto One"), make_person("Otto Two")]
        for each in officers:
            each.assign_role("secretariat", by=None)
        asked = Unsealing.ask(row, by=as_reader(officers[0]), reason="A court asks.")
        asked.agree(by=as_reader(officers[1]))
        asked.look(by=officers[0])
    row.refresh_from_db()
    manuscript = row.manuscripts.model.revise(row, by=author)
    manuscript.write(
        by=author, content={**manuscript.content, "problem": "Worse."}, seen=manuscript.seen()
    )
    index_stale()
    count_all()
    dispatch_waiting()
    return row


def tables() -> list[str]:
    """Return every table that is not the directory's own."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(name for name in names if not name.startswith(OWN_TABLES))


def rows_with(table: str, words: tuple[str, ...]) -> list[str]:
    """Return the rows of a table that hold one of the words, as text."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(each)::text FROM " + quoted + " AS each")
        rows = [text for (text,) in cursor.fetchall()]
    return [row for row in rows if any(word in row.lower() for word in words)]


@pytest.mark.parametrize("level", HIDDEN)
def test_no_row_that_speaks_of_a_hidden_record_names_its_author(
    author: Person, ncp_b: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)

    found = {table: rows_with(table, CANARIES) for table in tables()}
    # Her own card and her administration are found by their names; the record is not.
    own = {"search_entry", "search_posting", "search_word", "search_vocabulary", "audit_personal"}
    assert {table for table, rows in found.items() if rows} <= own | {"notifications_mail"}
    marks = (row.public_id, str(row.code).lower(), "canary of failures")
    for table, rows in found.items():
        assert [each for each in rows if any(mark in each.lower() for mark in marks)] == [], table


@pytest.mark.parametrize("level", HIDDEN)
def test_no_line_of_log_or_outbox_is_by_a_hidden_author(
    author: Person, ncp_b: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)

    about = [row, *row.manuscripts.all(), *row.relays.all(), *row.unsealings.all()]
    items = list(WorkItem.objects.filter(kind__startswith="guidelines."))
    for each in [*about, *items]:
        assert author.pk not in set(Logged.objects.about(each).values_list("actor_id", flat=True))
        told = Told.objects.filter(object_type=each._meta.label_lower, object_id=each.pk)
        assert author.pk not in set(told.values_list("actor_id", flat=True))
        detail = json.dumps(list(Logged.objects.about(each).values_list("detail", flat=True)))
        assert f'"administration_id": {author.administration_id}' not in detail
    home = f"administration:{author.administration_id}"
    assert home not in Record.objects.get(pk=row.pk).audience.tokens
    assert author.pk not in {item.opened_by_id for item in items}


@pytest.mark.parametrize("level", HIDDEN)
def test_no_reader_meets_the_name_on_any_page(
    client: Client, author: Person, ncp_b: Person, secretariat: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)
    relay = Relay.objects.get()

    addresses = [
        row.get_absolute_url(), "/en/guidelines/", "/en/guidelines/experiences/",
        "/en/guidelines/figures/", "/en/search/?q=canary", "/en/guidelines/questions/",
    ]  # fmt: skip
    for person in (None, ncp_b, secretariat):
        if person:
            client.force_login(person)
        for address in [*addresses, *([relay.get_absolute_url()] if person == ncp_b else [])]:
            answer = client.get(address, follow=True)
            said = answer.content.decode().lower()
            assert [word for word in CANARIES if word in said] == [], (person, address)


def test_what_the_search_index_keeps_does_not_lead_to_the_author(
    author: Person, ncp_b: Person
) -> None:
    row = lived(author, ncp_b, Attribution.SECRETARIAT)

    for table in tables():
        if table.startswith("search_"):
            about = rows_with(table, (row.public_id,))
            assert not any(word in each.lower() for each in about for word in CANARIES)
    assert Figures.objects.count() == 2
    assert str(Identity.objects.get()) == f"identity of record {row.pk}"


@pytest.mark.parametrize("level", HIDDEN)
def test_readers_are_kept_as_the_rule_says(author: Person, ncp_b: Person, level: str) -> None:
    row = lived(author, ncp_b, level)
    Identity.objects.get(record=row).open_to("named", by=author)

    for model in (Record, Relay, Unsealing, type(row.manuscript)):
        for each in model.objects.all():
            assert set(each.audience.tokens) == each.audience_tokens(), each
            events = Told.objects.filter(object_type=each._meta.label_lower, object_id=each.pk)
            assert {event.audience_id for event in events} <= {each.audience_id}
