"""Rooms as what can be followed."""

from collections.abc import Iterable
from typing import Any

from portal.notifications.registry import Shown
from workspaces.models import Workspace


def workspaces(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return rooms by the identifier in their address."""
    rows = Workspace.objects.readable_by(person).filter(public_id__in=keys)
    return {row.public_id: Shown(row.name, row.get_absolute_url()) for row in rows}
