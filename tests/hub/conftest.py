"""What the tests of the hub share."""

import pytest

from directory.models import Person
from portal.taxonomy.models import Language


@pytest.fixture
def english(db: None) -> Language:
    """The language English."""
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]


@pytest.fixture
def crowd(ncp_a: Person) -> list[Person]:
    """Five hundred more verified officers of A."""
    rows = [
        Person(
            email=f"officer{number}@customs.example",
            given_name=f"Officer {number}",
            family_name="Crowd",
            administration=ncp_a.administration,
            state=Person.State.VERIFIED,
            audience_id=ncp_a.audience_id,
        )
        for number in range(500)
    ]
    return Person.objects.bulk_create(rows)
