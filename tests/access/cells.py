"""One cell of the access matrix: one request of one kind of person, and what is wrong with it."""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit
from zipfile import ZipFile, is_zipfile

from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.rows import Answer, Row
from tests.access.world import KINDS

# Parts of an address that name no object.
NOTATIONS = {"bibtex"}
# What any request may write: the session. Allauth's list of sessions goes with it.
SESSION_TABLES = {"django_session", "usersessions_usersession"}

# What the view pg_stat_xact_user_tables says, at a quarter of its time: it is asked twice a cell.
_WRITTEN = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
   + pg_stat_get_xact_tuples_deleted(oid)
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def sign_in_everybody(world: SimpleNamespace) -> None:
    """Keep one browser per kind of person; cells ask with copies of its cookies."""
    world.clients = {kind: client_of(world, kind) for kind in KINDS}


def client_of(world: SimpleNamespace, kind: str) -> Client:
    """Return a browser in which this kind of person has signed in."""
    client = Client()
    if kind != "anonymous":
        client.force_login(world.people[kind])
    return client


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
    owed = kind in row.allow and row.meets not in world.secrets.kept_from(kind)
    if owed and row.meets not in said:
        yield f"{kind}: did not meet {row.meets!r}"
    if row.method == "GET" or kind not in row.allow:
        forbidden = changed - SESSION_TABLES - set(row.writes)
        yield from (f"{kind}: wrote to {table}" for table in sorted(forbidden))
    if "no-store" not in response.get("Cache-Control", ""):
        yield f"{kind}: may be cached"
    if "Content-Security-Policy" not in response:
        yield f"{kind}: has no content security policy"
    args = row.args(world)
    # A redirect of who may is the end of what they did, and leads to the object.
    if expected.status == 404 or (expected.to and args and kind not in row.allow):
        nobody = [nobodys(each) for each in args]
        with transaction.atomic():
            random = ask(row, nobody, kind, world)
            transaction.set_rollback(True)
        places = address_of(row, args), address_of(row, nobody)
        if told(random) != told(response, *places):
            yield f"{kind}: tells an unreadable object from one that does not exist"


def told(response: HttpResponse, here: str = "", there: str = "") -> dict[str, Any]:
    """Return all that an answer tells of its object; its own address is read as another one."""

    def moved(text: str) -> str:
        # An address stands in a redirect as it is, and within a query.
        if here:
            for safe in ("/?=&", "/", ""):
                text = text.replace(quote(here, safe), quote(there, safe))
        return text

    headers = {name: moved(value) for name, value in response.headers.items()}
    cookies = sorted(response.cookies)
    return {
        "status": response.status_code, "content": response.content, "headers": headers,
        "cookies": cookies,
    }  # fmt: skip


def address_of(row: Row, args: list[Any]) -> str:
    """Return the address of one object."""
    return reverse(row.name, args=args) + (f"?{row.query}" if row.query else "")


def ask(row: Row, args: list[Any], kind: str, world: SimpleNamespace) -> HttpResponse:
    """Return the answer to one request, asked with a copy of the person's cookies."""
    address = address_of(row, args)
    client = Client(raise_request_exception=False)
    client.cookies.update(world.clients[kind].cookies)
    return getattr(client, row.method.lower())(address, row.data(world))


def nobodys(identifier: Any) -> Any:
    """Return an identifier of the same form that belongs to nothing; a notation names nothing."""
    if identifier in NOTATIONS:
        return identifier
    return 999_999_999 if isinstance(identifier, int) else "q" * len(identifier)


def answers(response: HttpResponse, expected: Answer) -> bool:
    """Return whether the status, and the target of a redirect, are as expected."""
    target = urlsplit(response.get("Location", "")).path.removeprefix("/en").removeprefix("/fr")
    return response.status_code == expected.status and expected.to in ("", target)


def spoken(response: HttpResponse) -> str:
    """Return everything an answer says: body, headers, cookies, mail."""
    body = b"".join(response) if response.streaming else response.content
    mails = [words for message in getattr(mail, "outbox", []) for words in mailed(message)]
    return "\n".join([*words_of(body), str(response.headers), str(response.cookies), *mails])


def mailed(message: Any) -> Iterator[str]:
    """Yield everything a mail says: subject, text, HTML, attachments."""
    yield f"{message.subject}{message.body}"
    for content, _kind in getattr(message, "alternatives", []):
        yield str(content)
    for attachment in message.attachments:
        # A whole part, or a name with its content and kind.
        content = attachment[1] if isinstance(attachment, tuple) else attachment.as_bytes()
        yield from words_of(content if isinstance(content, bytes) else str(content).encode())


def words_of(body: bytes) -> Iterator[str]:
    """Yield a body as text; of a ZIP file, which a workbook is too, the names and every member."""
    if not is_zipfile(BytesIO(body)):
        yield body.decode(errors="replace")
        return
    with ZipFile(BytesIO(body)) as archive:
        for name in archive.namelist():
            yield name
            yield from words_of(archive.read(name))


def written() -> dict[str, int]:
    """Return how many rows this transaction has inserted, changed or deleted, per table."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())
