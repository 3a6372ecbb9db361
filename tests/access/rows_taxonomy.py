"""Who meets what of the taxonomies: everybody reads them, the Secretariat keeps them."""

from types import SimpleNamespace
from typing import Any

from portal.taxonomy.models import Phase, Technology
from tests.access.rows import EVERYBODY, Row

KEEPERS = {"secretariat", "editor"}


def build(world: SimpleNamespace) -> None:
    """Add a technology and a phase."""
    world.technology = Technology.objects.create(
        slug="x-rays-of-tests", name_en="X-rays", name_fr="Rayons X", status="focus",
        group="sensing-control",
    )  # fmt: skip
    Phase.objects.create(slug="phase-of-tests", name_en="Phase", name_fr="Phase")


def form(**values: str) -> Any:
    """Return the function that gives the data of a form."""
    return lambda world: values


def of(*args: str) -> Any:
    """Return the function that gives these words of an address."""
    return lambda world: list(args)


ROWS = [
    Row("taxonomy:technology_list", allow=EVERYBODY),
    Row("taxonomy:technology_detail", allow=EVERYBODY, args=of("x-rays-of-tests")),
    Row("taxonomy:taxonomy_list", allow=EVERYBODY),
    Row("taxonomy:term_list", allow=EVERYBODY, args=of("phases")),
    Row("taxonomy:term_add", allow=KEEPERS, args=of("phases")),
    Row(
        "taxonomy:term_add",
        method="POST",
        allow=KEEPERS,
        args=of("phases"),
        data=form(slug="another-phase", name_en="Another", name_fr="Autre", position="3"),
        ok=302,
    ),
    Row("taxonomy:term_edit", allow=KEEPERS, args=of("phases", "phase-of-tests")),
    Row("taxonomy:term_edit", method="POST", allow=KEEPERS, args=of("phases", "phase-of-tests")),
]
