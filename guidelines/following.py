"""Records as what can be followed."""

from collections.abc import Iterable
from typing import Any

from guidelines.models import Record
from portal.notifications.registry import Shown


def records(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return records by the identifier in their address."""
    rows = Record.objects.readable_by(person).filter(public_id__in=keys)
    found = rows.only("public_id", "title", "title_fr")
    return {row.public_id: Shown(row.local_title, row.get_absolute_url()) for row in found}
