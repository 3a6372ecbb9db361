"""Fixtures of every test; the people stand in `tests.people`."""

import pytest

pytest_plugins = ["tests.people"]


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Use the worker's cloned database as it is: it is migrated already."""
    return


@pytest.fixture(autouse=True)
def _fresh_mailbox(mailoutbox: list[object]) -> None:
    """Start every test with an empty mailbox."""
