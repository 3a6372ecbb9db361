"""Who owns rooms and can act today: by name or by a seat, each person counted once."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from directory.models import Holding, Person
from portal.markings.sources import holders_of
from workspaces.models.workspace import Workspace

# A room that fewer own has nobody to fall back on.
FEWEST_OWNERS = 2

# The people who own a room, each with the administration that they work for.
Owners = dict[int, int | None]


def people_who_can_act() -> QuerySet[Person]:
    """Return those whose account gives them rights today."""
    return Person.objects.filter(holders_of({"community"}))


def owners_by_room(owning: QuerySet[Any]) -> dict[int, Owners]:
    """Return the owners whom these admissions let in, by room; two queries.

    `owning` are admissions of the adjective of this name, and no others.
    """
    found: defaultdict[int, Owners] = defaultdict(dict)
    rows = owning.order_by().values_list(
        "workspace", "person", "person__administration", "seat"
    ).distinct()  # fmt: skip
    seats: list[tuple[int, int]] = []
    for room, person, home, seat in rows:
        if seat:
            seats.append((room, seat))
        else:
            found[room][person] = home
    holders: defaultdict[int, Owners] = defaultdict(dict)
    held = Holding.objects.current().filter(
        seat__in={seat for _room, seat in seats}, person__in=people_who_can_act()
    )
    for seat, person, home in held.order_by().values_list(
        "seat", "person", "person__administration"
    ):
        holders[seat][person] = home
    for room, seat in seats:
        found[room] |= holders[seat]
    return dict(found)


def is_left(room: Workspace, owners: Owners) -> bool:
    """Return whether nobody owns a room, or nobody of one of its sides."""
    return not owners or not room.sides <= set(owners.values())


def is_short(room: Workspace, owners: Owners) -> bool:
    """Return whether too few own a room, or nobody of one of its sides."""
    return len(owners) < FEWEST_OWNERS or is_left(room, owners)
