"""Rows that Jinja2 draws: keys of a row before the methods of a dict, and mistakes are errors."""

import pytest
from django.template import engines
from jinja2 import UndefinedError


def drawn(source: str, **context: object) -> str:
    """Return what a row template of these words draws."""
    return str(engines["jinja2"].env.from_string(source).render(context))


def test_key_of_a_row_comes_before_a_method_of_dicts() -> None:
    row = {"name": "<b>", "items": 3, "of": {"title": "x"}}

    assert drawn("{{ row.name }} {{ row.items }} {{ row.of.title }}", row=row) == "&lt;b&gt; 3 x"
    assert drawn("{% for key, value in row.items() %}{{ key }}={{ value }}{% endfor %}",
                 row={"a": 1}) == "a=1"  # fmt: skip


def test_name_that_a_row_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ row.nome }}", row={"name": "x"})
