"""Fixtures of every test; the people stand in `tests.people`."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from portal.services import places

pytest_plugins = ["tests.people"]


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Use the worker's cloned database as it is: it is migrated already."""
    return


@pytest.fixture(scope="session")
def _seat_roles(django_db_setup: None, django_db_blocker: Any) -> list[Any]:
    """Return the kinds of seat that migrations made."""
    # Imported here: pytest reads this file before Django is set up.
    from directory.models import SeatRole  # noqa: PLC0415

    with django_db_blocker.unblock():
        return list(SeatRole.objects.select_related("stands_in_for"))


@pytest.fixture(autouse=True)
def _known_seat_roles(_seat_roles: list[Any]) -> None:
    """Start every test knowing the kinds of seat, so that no page asks for them."""
    from directory.models import SeatRole  # noqa: PLC0415

    SeatRole.assume(_seat_roles)


@pytest.fixture(autouse=True)
def _fresh_mailbox(mailoutbox: list[object]) -> None:
    """Start every test with an empty mailbox."""


@pytest.fixture(autouse=True)
def _no_notice() -> None:
    """Start every test knowing that no maintenance notice stands, so that no page asks for it."""
    # Imported here: pytest reads this file before Django is set up.
    from hub import notice  # noqa: PLC0415

    notice.assume_none()


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
def _nothing_kept() -> None:
    """Start every test knowing nothing of the directory, least of all what another test made."""
    from directory.kept import Kept  # noqa: PLC0415

    Kept.forget()


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Start every test in English: a request in French leaves its language behind."""
    translation.activate("en")
