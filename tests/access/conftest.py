"""The world of the matrix, shared by the cells and by the mutants."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from tests.access.cells import sign_in_everybody
from tests.access.world import build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The world, built once in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        world = build_world()
        sign_in_everybody(world)
        yield world
        transaction.set_rollback(True)
