"""A form that was kept, in the words of its page: labels of fields, names for numbers and codes."""

import re
from itertools import groupby
from typing import Any

from django.db import models
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from directory.models import Administration, PartnerOrganisation, Person, SpokenLanguage
from directory.roles import ROLES
from hub.models import KINDS as ITEMS
from hub.models import Banner
from portal.home.held import MACHINE, MACHINE_ENDS
from portal.home.models import Fields
from portal.markings.access import may
from portal.taxonomy.models import KINDS as TERMS
from portal.taxonomy.models import Named, Revisable
from research.models import Work

# What the form of an address is about.
ABOUT: dict[str, type[models.Model]] = {
    "directory:account_card": Person,
    "directory:account_welcome": Person,
    "directory:person_add": Person,
    "directory:person_edit": Person,
    "directory:administration_edit": Administration,
    "research:work_add": Work,
    "research:work_edit": Work,
    "hub:banner_edit": Banner,
}
# A row of the form for languages.
SPOKEN = re.compile(r"(language|level)_([0-9]{1,2})")
CODE = re.compile(r"[a-z0-9-]{1,50}")


def readable(fields: Fields, *, address: str, reader: Any) -> Fields:
    """Return what was typed, for people: nothing empty, nothing for machines."""
    model, typed = model_of(address), dict(fields)
    kept = [
        (name, value)
        for name, value in fields
        if value.strip() and name not in MACHINE and not name.endswith(MACHINE_ENDS)
    ]
    return [
        (label_of(name, model), ", ".join(words_of(name, model, [v for _, v in pairs], reader)))
        for name, pairs in groupby(kept, key=lambda pair: pair[0])
        if not _is_idle(name, typed)
    ]


def model_of(address: str) -> type[models.Model] | None:
    """Return what the form of an address is about, where its fields are those of a row."""
    path = address.partition("?")[0]
    try:
        # An address is known in its own language alone.
        with override(get_language_from_path(path) or get_language()):
            found = resolve(path)
    except Resolver404:
        return None
    kind = str(found.kwargs.get("kind", ""))
    rooms: dict[str, Any] = {"hub": ITEMS, "taxonomy": TERMS}
    return ABOUT.get(found.view_name) or rooms.get(found.namespace, {}).get(kind)


def label_of(name: str, model: type[models.Model] | None) -> str:
    """Return what the page calls a field."""
    if match := SPOKEN.fullmatch(name):
        of_row = _("Language %(number)s"), _("Level of language %(number)s")
        return of_row[match[1] == "level"] % {"number": match[2]}
    field = field_of(name, model)
    return str(capfirst(field.verbose_name if field else _(name.replace("_", " "))))


def words_of(
    name: str, model: type[models.Model] | None, values: list[str], reader: Any
) -> list[str]:
    """Return what the page calls the values of a field."""
    if name == "role":
        titles = {role.code: str(role.title) for role in ROLES}
        return [titles.get(value, value) for value in values]
    field = field_of(name, model)
    if field is None:
        return values
    if isinstance(field, models.BooleanField):
        return [_("Yes")] * len(values)
    names = _names(field, values, reader)
    return [names.get(value, value) for value in values]


def field_of(name: str, model: type[models.Model] | None) -> Any:
    """Return the field of the row that a field of the form stands for, or None."""
    if match := SPOKEN.fullmatch(name):
        name, model = match[1], SpokenLanguage
    known = (
        {each.name: each for each in model._meta.get_fields() if not each.auto_created}
        if model
        else {}
    )
    return known.get(name)


def _names(field: Any, values: list[str], reader: Any) -> dict[str, str]:
    if field.choices:
        return {str(value): str(label) for value, label in field.flatchoices}
    rows = field.related_model
    # Names that everybody may read; of anything else a number would tell somebody its name.
    if rows is None or not issubclass(rows, Named):
        return {}
    if rows is PartnerOrganisation and not may(reader, "directory.read_partners"):
        return {}
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 10]
    found = {str(pk): row.name for pk, row in rows._base_manager.in_bulk(numbers).items()}
    if issubclass(rows, Revisable):
        codes = [value for value in values if CODE.fullmatch(value)]
        coded = rows._base_manager.filter(**{f"{rows.KEY}__in": codes})
        found |= {row.key: row.name for row in coded}
    return found


def _is_idle(name: str, typed: dict[str, str]) -> bool:
    """Whether this is the level of a language that was not chosen."""
    match = SPOKEN.fullmatch(name)
    return bool(match and match[1] == "level" and not typed.get(f"language_{match[2]}"))
