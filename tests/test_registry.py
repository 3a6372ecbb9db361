"""What rooms register: one code, one thing."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.registry import Registry


@pytest.fixture
def colours() -> Registry[str]:
    """A table with one thing in it."""
    colours: Registry[str] = Registry("colour")
    colours.register("r", "red")
    return colours


def test_code_that_is_taken_is_a_mistake_that_names_both(colours: Registry[str]) -> None:
    with pytest.raises(
        ImproperlyConfigured, match="The colour 'r' is registered twice: as 'red' and as 'rose'"
    ):
        colours.register("r", "rose")

    assert colours == {"r": "red"}


def test_unknown_code_is_a_mistake_that_names_the_known_ones(colours: Registry[str]) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"No colour 'g'\. Known: r\. Register it in apps\.py\."
    ):
        colours["g"]

    assert colours.get("g") is None
