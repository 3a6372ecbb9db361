"""A small library: works of every label, owned by Arcadia."""

from collections.abc import Callable
from typing import Any

import pytest

from directory.models import Administration, Person
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Process, Technology
from research.models import Work
from tests.people import as_reader

type Make = Callable[..., Work]


@pytest.fixture
def english(db: None) -> Language:
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]


@pytest.fixture
def spanish(db: None) -> Language:
    return Language.objects.get_or_create(
        code="es", defaults={"name_en": "Spanish", "name_fr": "espagnol", "endonym": "español"}
    )[0]


@pytest.fixture
def ai(db: None) -> Technology:
    return Technology.objects.create(
        slug="ai-ml", name_en="Artificial intelligence", name_fr="Intelligence artificielle",
        group="data-intelligence", status="focus", position=1,
    )  # fmt: skip


@pytest.fixture
def drones(db: None) -> Technology:
    return Technology.objects.create(
        slug="drones", name_en="Drones", name_fr="Drones", group="sensing-control", status="focus",
        position=2,
    )  # fmt: skip


@pytest.fixture
def technologies(ai: Technology, drones: Technology) -> list[Technology]:
    return [ai, drones]


@pytest.fixture
def valuation(db: None) -> Process:
    return Process.objects.create(
        slug="valuation", name_en="Customs valuation", name_fr="Évaluation en douane",
        group="core-technical",
    )  # fmt: skip


@pytest.fixture
def make_work(english: Language, arcadia: Administration, editor: Person) -> Make:
    """Return a maker of works: published unless told otherwise, and public unless marked."""

    def make(title: str = "A work", *, publish: bool = True, **fields: Any) -> Work:
        values: dict[str, Any] = {
            "by": editor,
            "title": title,
            "authors": ["Ada Arcadi"],
            "year": 2020,
            "kind": Work.Type.REPORT,
            "language": english,
            "abstract": "An abstract.",
        } | fields
        if values.get("marking", Marking.CLEAR) in (Marking.AMBER, Marking.AMBER_STRICT):
            values.setdefault("administration", arcadia)
        work = Work.add(**values)
        if publish:
            work.publish(by=None)
        return work

    return make


@pytest.fixture
def library(make_work: Make, ncp_b: Person) -> dict[str, Work]:
    """One published work per label; the RED one is granted to the contact point of B."""
    works = {
        marking.value: make_work(f"Canary {marking.value}", marking=marking) for marking in Marking
    }
    works["red"].grant(ncp_b, by=None)
    return works


KINDS = [
    "ncp_a", "ncp_b", "officer", "ncp_without_factor", "unconfirmed", "regional_officer", "partner",
    "suspended", "former", "secretariat", "editor", "publisher", "moderator", "auditor",
    "administrator",
]  # fmt: skip


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> list[Person]:
    """One person of each kind, as a request sees them."""
    for kind in KINDS:
        request.getfixturevalue(kind)
    return [as_reader(person) for person in Person.objects.order_by("pk")]
