"""The audit log for auditors: readable, filtered, exported, and honest about its chain."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Event, record, seal
from portal.home.log_words import OBJECTS, VERBS
from portal.home.views.audit import ORDERS
from portal.search.registry import searchable_models
from portal.services.places import ROOT

LOG = "home:audit_list"


def shown(client: Client, query: str) -> list[str]:
    """Return the verbs of the rows that a filter shows."""
    page = client.get(f"{reverse(LOG)}?{query}")
    return [line.event.verb for line in page.context["lines"]]


@pytest.fixture
def reader(client: Client, auditor: Person) -> Client:
    """A browser in which the auditor is signed in."""
    client.force_login(auditor)
    return client


def test_log_says_who_did_what_to_whom(reader: Client, ncp_a: Person, secretariat: Person) -> None:
    record("directory.suspend_person", by=secretariat, on=ncp_a, personal={"reason": "Left."})

    page = reader.get(reverse(LOG)).content.decode()

    assert re.search(r"Secretariat Role</bdi></strong>\s+suspended an account", page)
    assert "person <bdi>Ada Arcadi</bdi>" in page
    assert "Left." in page


def test_personal_values_are_gone_once_erased(reader: Client, ncp_a: Person) -> None:
    event = record("test.verb", by=ncp_a, personal={"name": "Secret name"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_personal WHERE event_id = %s", [event.pk])
        assert cursor.fetchone()

    page = reader.get(f"{reverse(LOG)}?sort=new").content.decode()

    assert "Secret name" in page
    assert "test.verb" in page


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ("verb=hub.add_item", ["hub.add_item"]),
        ("kind=directory.person&verb=directory.sign_in", ["directory.sign_in"]),
        ("who=ADA.arcadi@customs.example&verb=directory.sign_in", ["directory.sign_in"]),
        ("since=2020-01-01&until=2020-01-02", []),
        ("number=999999999", []),
    ],
)
def test_log_filters(reader: Client, ncp_a: Person, query: str, verbs: list[str]) -> None:
    record("hub.add_item", by=None)
    record("directory.sign_in", by=ncp_a, on=ncp_a)

    assert shown(reader, query) == verbs


@pytest.mark.parametrize(
    "query",
    [
        "verb=nonsense", "who=nobody@x.example", "who=%00", "number=-1", "number=" + "9" * 40,
        "since=yesterday", "until=9999-12-31", "since=0001-01-01", "kind=%27", "until=%ff",
    ],
)  # fmt: skip
def test_filter_that_cannot_be_read_says_why_and_shows_nothing(
    reader: Client, ncp_a: Person, query: str
) -> None:
    page = reader.get(f"{reverse(LOG)}?{query}")

    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["lines"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_log_asks_a_fixed_number_of_queries(
    reader: Client, ncp_a: Person, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        record("directory.sign_in", by=ncp_a, on=ncp_a, personal={"name": "Ada"})

    # Session, person, tokens, rows, people, last seal, unsealed, last check, needs.
    with django_assert_num_queries(9):
        reader.get(reverse(LOG))


def test_log_says_how_far_it_is_sealed(reader: Client, ncp_a: Person) -> None:
    record("hub.add_item", by=ncp_a)
    sealed = seal()
    record("hub.edit_item", by=ncp_a)

    page = reader.get(reverse(LOG))

    assert page.context["last"].position == sealed
    assert page.context["waiting"] == 1
    assert [line.holds for line in page.context["lines"]][:2] == [None, True]


def test_check_of_the_chain_is_told(reader: Client, ncp_a: Person) -> None:
    seal()
    call_command("audit_verify", stdout=io.StringIO())

    page = reader.get(reverse(LOG)).content.decode()

    assert "The whole chain was last checked on" in page


def test_export_gives_the_rows_and_is_logged(reader: Client, ncp_a: Person) -> None:
    record("hub.add_item", by=ncp_a, personal={"name": "Secret name"}, note="=cmd()")

    answer = reader.post(reverse("home:audit_export"), {"verb": "hub.add_item"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))

    assert [row["verb"] for row in rows] == ["hub.add_item"]
    assert "Secret name" not in str(rows)
    logged = Event.objects.get(verb="audit.export_log")
    assert logged.detail == {"filters": {"verb": "hub.add_item"}}


def test_export_disarms_formulas(reader: Client, ncp_a: Person) -> None:
    record("=HYPERLINK(1)", by=ncp_a)

    answer = reader.post(reverse("home:audit_export"))

    assert b"'=HYPERLINK(1)" in b"".join(answer)


def test_export_with_a_filter_that_cannot_be_read_sends_nothing(reader: Client) -> None:
    answer = reader.post(reverse("home:audit_export"), {"since": "yesterday"})

    assert answer.status_code == 400
    assert not Event.objects.filter(verb="audit.export_log").exists()


def test_log_is_for_auditors(client: Client, secretariat: Person, administrator: Person) -> None:
    answers = []
    for person in (secretariat, administrator):
        client.force_login(person)
        answers += [client.get(reverse(LOG)).status_code]
        answers += [client.post(reverse("home:audit_export")).status_code]

    assert answers == [403] * 4


def test_every_verb_and_object_has_words() -> None:
    code = "\n".join(
        path.read_text()
        for room in ("directory", "hub", "portal", "research", "workspaces")
        for path in Path(ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    )

    verbs = set(re.findall(r'\brecord(?:_all)?\(\s*"([a-z]+\.[a-z_]+)"', code))

    assert sorted(verbs - VERBS.keys()) == []
    assert sorted(searchable_models().keys() - OBJECTS.keys()) == []
    assert list(ORDERS) == ["new", "old"]


def test_values_of_an_entry_are_words(reader: Client, ncp_a: Person) -> None:
    record(
        "test.verb", by=ncp_a, fields=["title", "post"], seen=True, none=[],
        chosen={"news": "daily", "library": "never"},
    )  # fmt: skip

    page = reader.get(f"{reverse(LOG)}?verb=").content.decode()

    for said in ("title, post", "yes", "–", "news daily, library never"):
        assert f'<dd class="ltr">{said}</dd>' in page
    assert "[&#x27;" not in page
