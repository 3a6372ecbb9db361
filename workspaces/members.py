"""Who is in a room: by administration for everybody inside, by name on the members' page."""

from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Person
from portal.markings.sources import holders_of
from workspaces.models import Admission, Workspace


class Home(NamedTuple):
    """An organisation with people in a room."""

    name: str
    people: int
    is_own: bool
    owns: bool


def homes_of(room: Workspace, person: Any, owners: list[Admission]) -> list[Home]:
    """Return how many people of which organisation are in a room, in one query."""
    name = f"administration__name_{'fr' if get_language() == 'fr' else 'en'}"
    people = Person.objects.filter(holders_of({room.token()})).order_by()
    counted = people.values("administration", name, "partner__acronym").annotate(n=Count("pk"))
    owning = {owner.home_id for owner in owners}
    homes = [
        Home(
            row[name] or row["partner__acronym"] or _("WCO Secretariat and regional offices"),
            row["n"],
            row["administration"] is not None and row["administration"] == person.administration_id,
            row["administration"] is not None and row["administration"] in owning,
        )
        for row in counted
    ]
    return sorted(homes, key=lambda home: home.name)


def owners_of(room: Workspace) -> list[Admission]:
    """Return the admissions of those who own a room and can act."""
    return list(Admission.objects.owning().filter(workspace=room).with_holders().distinct())
