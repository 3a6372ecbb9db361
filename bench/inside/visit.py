"""A visit in process: who asks, which pages, and how many SQL statements each page takes."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, setup_test_environment

from bench.figures import BenchError
from portal.paging import Page

setup_test_environment()


def visitor(person: Any) -> Client:
    """Return a browser in which this person has signed in."""
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "en"})
    client.force_login(person)
    return client


def report(client: Client, pages: Mapping[str, Iterable[str]]) -> None:
    """Write the session's cookie, and each page's addresses and SQL statements, as JSON.

    A page with several addresses counts as the one that takes the most statements.
    """
    name = settings.SESSION_COOKIE_NAME
    said = {
        "cookie": f"{name}={client.cookies[name].value}",
        "pages": {
            page: {
                "addresses": list(addresses),
                "statements": max(statements(client, address) for address in addresses),
            }
            for page, addresses in pages.items()
        },
    }
    json.dump(said, sys.stdout)


def statements(client: Client, address: str) -> int:
    """Return the SQL statements of one request, once what a process keeps for good is read."""
    answer(client, address)
    with CaptureQueriesContext(connection) as captured:
        answer(client, address)
    return len(captured)


def answer(client: Client, address: str) -> Any:
    """Return the answer, which must be a page."""
    response = client.get(address)
    if response.status_code != 200:
        raise BenchError(
            f"{address} answered {response.status_code} {response.get('Location', '')}"
        )
    return response


def deep(client: Client, address: str, rows: QuerySet[Any], part: float = 0.9) -> str:
    """Return the address of the page that begins after this part of a keyset list of these rows.

    One long page of the same list is asked for that ends there: its link to the next one is it.
    """
    page = next(
        value
        for layer in answer(client, address).context
        for value in layer.flatten().values()
        if isinstance(value, Page)
    )
    fields = [field.removeprefix("-") for field in page.orders[page.sort].fields]
    long = Page.of(
        rows.only(*fields),
        RequestFactory().get(address),
        orders=page.orders,
        per_page=int(rows.count() * part),
    )
    if long.next is None:
        raise BenchError(f"{address} has no page at {part:.0%} of its depth.")
    return long.next
