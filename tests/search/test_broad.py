"""A search that takes too long says so; the next one works."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from portal.search.indexing import index_stale
from tests.search.conftest import publish_work
from tests.search.test_races import in_another_connection

pytestmark = pytest.mark.usefixtures("own_database")


def search_for(seconds: int) -> tuple[int, str]:
    """Search with so much time for each question."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{seconds}s'")
    response = Client().get("/en/search/?q=fraud")
    return response.status_code, response.content.decode()


def test_search_that_takes_too_long_says_so() -> None:
    publish_work("Fraud")
    index_stale()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE search_entry IN ACCESS EXCLUSIVE MODE")
            status, page = in_another_connection(pool, search_for, seconds=2).result(timeout=60)
        again, found = in_another_connection(pool, search_for, seconds=60).result(timeout=60)

    assert (status, again) == (200, 200)
    assert "is too broad to search" in page
    assert "“fraud”: 1 result" in found
