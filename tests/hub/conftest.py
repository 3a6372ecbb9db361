"""What the tests of the hub share."""

import pytest

from portal.taxonomy.models import Language


@pytest.fixture
def english(db: None) -> Language:
    """The language English."""
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]
