"""Whether the portal can serve, as the operator is told."""

from typing import Any

import pytest
from django.test import Client

from portal.home.views.health import owns_tables
from portal.services import places


@pytest.fixture
def _in_production(settings: Any) -> None:
    settings.PRODUCTION = True


@pytest.mark.django_db
@pytest.mark.usefixtures("_in_production")
def test_production_is_ready_as_a_role_that_owns_nothing(client: Client) -> None:
    assert not owns_tables()
    assert client.get("/readyz").json()["ready"] is True


@pytest.mark.usefixtures("_in_production", "db_as_owner")
@pytest.mark.parametrize("_connected_as", [places.OWNER_ROLE, places.SUPERUSER], indirect=True)
def test_production_is_not_ready_as_a_role_that_nothing_binds(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["reason"].startswith("DATABASE_URL names a role that owns tables")


@pytest.mark.usefixtures("db_as_owner")
def test_development_serves_as_the_role_it_was_given(client: Client) -> None:
    assert client.get("/readyz").status_code == 200
