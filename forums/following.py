"""Topics as what can be followed."""

from collections.abc import Iterable
from typing import Any

from forums.models import Topic
from portal.notifications.registry import Shown


def topics(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return topics by the identifier in their address."""
    rows = Topic.objects.readable_by(person).filter(public_id__in=keys)
    return {row.public_id: Shown(row.title, row.get_absolute_url()) for row in rows}
