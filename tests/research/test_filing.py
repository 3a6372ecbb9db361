"""Facet values as numbers: no two of those in use stand for the same."""

from portal.facets import facet_key
from portal.home.seed.files import rows
from research.models import Work


def test_no_two_values_have_the_same_key() -> None:
    values = [
        *(f"technology:{row['slug']}" for row in rows("technologies.csv")),
        *(f"process:{row['slug']}" for row in rows("processes.csv")),
        *(f"language:{row['code']}" for row in rows("languages.csv")),
        *(f"region:{row['code']}" for row in rows("regions.csv")),
        *(f"type:{code}" for code in Work.Type.values),
    ]

    keys = {facet_key(value) for value in values}

    assert len(keys) == len(values) > 150
    assert all(-(2**31) <= key < 2**31 for key in keys)
