"""A section as plain words, for comparing, commenting on and reading off-line."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from guidelines.text import terms
from guidelines.text.sections import Column, Section


def in_words(section: Section, value: Any) -> str:
    """Return what a section says as text: one line for each choice and each row."""
    if section.is_prose:
        return str(value or "")
    if section.shape == "flag":
        return _("Yes") if value else ""
    if section.shape in ("rows", "sources"):
        return "\n".join(
            " | ".join(cell_in_words(column, row) for column in section.columns) for row in value
        )
    return "\n".join(choices_in_words(section, value))


def choices_in_words(section: Section, value: Any) -> Iterator[str]:
    """Yield the values of a choice in words; codes of records stand for themselves."""
    values = [each for each in (value if isinstance(value, list) else [value]) if each]
    if section.choices:
        names = dict(section.choices.choices)
        yield from (str(names.get(each, each)) for each in values)
    elif section.taxonomy:
        yield from (terms.named(section.taxonomy, each) for each in values)
    else:
        yield from map(str, values)


def cell_in_words(column: Column, row: dict[str, str]) -> str:
    """Return one cell in words."""
    value = row.get(column.code, "")
    if column.choices:
        return str(dict(column.choices.choices).get(value, value))
    return terms.named(column.taxonomy, value) if column.taxonomy and value else value
