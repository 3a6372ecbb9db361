"""Administrations, regions and people as what can be followed."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from directory.models import Administration, Person, Region
from portal.notifications.registry import Shown


def administrations(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return administrations by their code."""
    rows = Administration.objects.readable_by(person).filter(iso2__in=keys)
    return {row.iso2: Shown(row.name, row.get_absolute_url()) for row in rows}


def regions(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return regions by their code, with the list of their Members; everybody may read them."""
    members = reverse("directory:member_list")
    rows = Region.objects.filter(code__in=keys)
    return {row.code: Shown(row.name, f"{members}#r-{row.code}") for row in rows}


def people(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return people by the identifier in the address of their card."""
    rows = Person.objects.readable_by(person).filter(public_id__in=keys)
    found = rows.only("public_id", "given_name", "family_name", "stand_in_en", "stand_in_fr")
    return {row.public_id: Shown(row.name, row.get_absolute_url()) for row in found}
