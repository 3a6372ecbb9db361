"""Rooms of the tests, and who is let into them."""

import datetime
from typing import Any

from workspaces.models import Admission, Kind, Role, Workspace


def today(days: int = 0) -> datetime.date:
    """Return the day, or one so many days later: asked anew, for midnight comes during a run."""
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)


def needed(kind: str) -> dict[str, Any]:
    """Return what a kind of room needs beside its name."""
    return {"starts_on": today(), "ends_on": today(200)} if kind == Kind.MISSION else {}


def make_room(
    *owners: Any, name: str = "Seals", kind: str = Kind.STANDING, by: Any = None, **fields: Any
) -> Workspace:
    """Return a hidden room of a kind with these owners; a bilateral one is between their homes."""
    values = needed(kind) | fields
    if kind == Kind.BILATERAL and "side_a" not in values:
        values |= {"side_a": owners[0].administration, "side_b": owners[1].administration}
    room = Workspace.open(by=by, name=name, kind=kind, purpose="We write guidance.", **values)
    for owner in owners:
        admit(room, owner, Role.OWNER, by=by, is_quiet=True)
    return room


def make_open_room(*owners: Any, **fields: Any) -> Workspace:
    """Return a listed room that every officer may join."""
    return make_room(*owners, **{"is_listed": True, "joining": "open"} | fields)


def admit(
    room: Workspace, holder: Any, role: int = Role.CONTRIBUTOR, *, by: Any = None, **fields: Any
) -> Admission:
    """Let a person, a seat or an administration into a room."""
    return Admission.admit(room, holder, role=role, by=by, **fields)


def expire(admission: Admission) -> None:
    """Put the last day of an admission into the past."""
    Admission.objects.filter(pk=admission.pk).update(until=today(-1))
