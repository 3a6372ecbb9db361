"""A small directory: languages, technologies, and pages as a reader sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Nomination, Person
from portal.files.tasks import inspect_files
from portal.taxonomy.models import Language, Process, Technology
from tests.directory.letters import ADD, values

type Open = Callable[..., str]


def page_of(reader: Person | None, name: str, *args: Any, **query: Any) -> str:
    """Return the text of a page as a reader gets it, with status 200."""
    client = Client()
    if reader:
        client.force_login(reader)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def french(db: None) -> Language:
    return Language.objects.create(
        code="fr", name_en="French", name_fr="français", endonym="français"
    )


@pytest.fixture
def wolof(db: None) -> Language:
    return Language.objects.create(code="wo", name_en="Wolof", name_fr="wolof", endonym="Wolof")


@pytest.fixture
def seals(db: None) -> Technology:
    return Technology.objects.create(
        slug="e-seals", name_en="Electronic seals", name_fr="Scellés électroniques",
        group="sensing-control", status="focus", position=1,
    )  # fmt: skip


@pytest.fixture
def drones(db: None) -> Technology:
    return Technology.objects.create(
        slug="drones", name_en="Drones", name_fr="Drones", group="sensing-control",
        status="tracked", position=2,
    )  # fmt: skip


@pytest.fixture
def transit(db: None) -> Process:
    return Process.objects.create(
        slug="transit", name_en="Customs transit", name_fr="Transit douanier", group="procedures"
    )


@pytest.fixture
def keeper(client: Client, secretariat: Person) -> Client:
    client.force_login(secretariat)
    return client


@pytest.fixture
def recorded(keeper: Client, arcadia: Administration, ncp_a: Person) -> Nomination:
    """A nomination for a seat that somebody else holds, with a released letter."""
    answer = keeper.post(reverse(ADD), values(arcadia))
    assert answer.status_code == 302
    assert inspect_files() == 1
    return Nomination.objects.get()
