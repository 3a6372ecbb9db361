"""Fixtures of every test; the people stand in `tests.people`."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from whitenoise.base import WhiteNoise

from portal.services import places

pytest_plugins = ["tests.people"]

# No test takes so long, unless it sets the clock itself.
A_TEST_S = 20


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_walked_once() -> Iterator[None]:
    """Let the middleware of each new test client know the static files that the first one found."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    walk = WhiteNoise.update_files_dictionary

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            walk(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", once)
        yield


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Use the worker's cloned database as it is: it is migrated already."""
    return


@pytest.fixture(scope="session")
def _seat_kinds(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """Return the kinds of seat that migrations made."""
    # Imported here: pytest reads this file before Django is set up.
    from directory.models import SeatRole  # noqa: PLC0415

    with django_db_blocker.unblock():
        return SeatRole.table()


@pytest.fixture(autouse=True)
def _within_an_hour() -> None:
    """Begin no test at the end of an hour: a day, a month or a count of tries would end in it."""
    left = 3600 - time.time() % 3600
    if left < A_TEST_S:
        time.sleep(left)


@pytest.fixture(autouse=True)
def _known(_seat_kinds: dict[str, Any]) -> None:
    """Start every test knowing the kinds of seat and no notice, and nothing of another test."""
    from tests.kept import know_only  # noqa: PLC0415

    know_only(_seat_kinds)


@pytest.fixture(autouse=True)
def _fresh_mailbox(mailoutbox: list[object]) -> None:
    """Start every test with an empty mailbox."""


@pytest.fixture
def _connected_as(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    role, known = getattr(request, "param", places.OWNER_ROLE), connection.settings_dict["USER"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["USER"] = role
        yield
        connection.close()
        connection.settings_dict["USER"] = known


@pytest.fixture
def db_as_owner(_connected_as: None, db: None) -> None:
    """Run the test's transaction as the owner of the tables, whom no trigger need stop."""


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Start every test in English: a request in French leaves its language behind."""
    translation.activate("en")
