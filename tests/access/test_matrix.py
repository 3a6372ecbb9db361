"""The access matrix: every address, every kind of person, every state of an object."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.markings.middleware import rule_of
from tests.access.rows import Answer, Row
from tests.access.world import KINDS, all_rows, build_world

ROWS = all_rows()

# What any request may write: the session. Allauth's list of sessions goes with it.
SESSION_TABLES = {"django_session", "usersessions_usersession"}


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL pattern of the site with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from patterns(pattern, inner)
        else:
            yield ":".join(filter(None, [namespace, pattern.name or str(pattern.pattern)])), pattern


def test_every_address_has_a_rule_and_a_row() -> None:
    declared = {row.name for row in ROWS}

    found = dict(patterns())

    assert sorted(found.keys() - declared) == []
    assert sorted(declared - found.keys()) == []
    assert [name for name, pattern in found.items() if not rule_of(pattern.callback, name)] == []


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The world, built once in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        world.clients = {kind: client_of(world, kind) for kind in KINDS}
        yield world
        transaction.set_rollback(True)


def client_of(world: SimpleNamespace, kind: str) -> Client:
    """Return a browser in which this kind of person has signed in."""
    client = Client()
    if kind != "anonymous":
        client.force_login(world.people[kind])
    return client


def identity(row: Row) -> str:
    """Return a readable name of a row."""
    return "-".join(filter(None, [row.method, row.name.replace(":", "."), row.state]))


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_cells(row: Row, world: SimpleNamespace) -> None:
    cache.clear()

    faults = [fault for kind in KINDS for fault in faults_of(row, kind, world)]

    assert faults == []


def faults_of(row: Row, kind: str, world: SimpleNamespace) -> Iterator[str]:
    """Yield what one cell does wrong: its answer, a leak, a write, a header, an oracle."""
    expected = row.expected(kind)
    with transaction.atomic():
        mail.outbox.clear()
        before = written()
        response = ask(row, row.args(world), kind, world)
        changed = {table for table, count in written().items() if count != before.get(table, 0)}
        said = spoken(response)
        transaction.set_rollback(True)
    if not answers(response, expected):
        yield f"{kind}: {response.status_code} {response.get('Location', '')}, not {expected}"
    leaks = [words for words in world.secrets.kept_from(kind) if words in said]
    yield from (f"{kind}: met {words!r}" for words in leaks)
    if row.method == "GET" or kind not in row.allow:
        forbidden = changed - SESSION_TABLES - set(row.writes)
        yield from (f"{kind}: wrote to {table}" for table in sorted(forbidden))
    if "no-store" not in response.get("Cache-Control", ""):
        yield f"{kind}: may be cached"
    if "Content-Security-Policy" not in response:
        yield f"{kind}: has no content security policy"
    if expected.status == 404:
        with transaction.atomic():
            random = ask(row, [nobodys(each) for each in row.args(world)], kind, world)
            transaction.set_rollback(True)
        if (random.status_code, random.content) != (response.status_code, response.content):
            yield f"{kind}: tells an unreadable object from one that does not exist"


def ask(row: Row, args: list[Any], kind: str, world: SimpleNamespace) -> HttpResponse:
    """Return the answer to one request, asked with a copy of the person's cookies."""
    address = reverse(row.name, args=args) + (f"?{row.query}" if row.query else "")
    client = Client(raise_request_exception=False)
    client.cookies.update(world.clients[kind].cookies)
    return getattr(client, row.method.lower())(address, row.data(world))


def nobodys(identifier: Any) -> Any:
    """Return an identifier of the same form that belongs to nothing."""
    return 999_999_999 if isinstance(identifier, int) else "q" * len(identifier)


def answers(response: HttpResponse, expected: Answer) -> bool:
    """Return whether the status, and the target of a redirect, are as expected."""
    target = response.get("Location", "").removeprefix("/en").removeprefix("/fr")
    return response.status_code == expected.status and target.startswith(expected.to)


def spoken(response: HttpResponse) -> str:
    """Return everything an answer says: body, headers, cookies, mail."""
    body = b"".join(response) if response.streaming else response.content
    mails = [f"{message.subject}{message.body}" for message in getattr(mail, "outbox", [])]
    return "\n".join(
        [body.decode(errors="replace"), str(response.headers), str(response.cookies), *mails]
    )


def written() -> dict[str, int]:
    """Return how many rows this transaction has inserted, changed or deleted, per table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return dict(cursor.fetchall())


def test_settings_of_the_matrix() -> None:
    assert settings.DEMO is False
