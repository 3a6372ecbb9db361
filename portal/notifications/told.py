"""The lines of an inbox: statements that are kept, one for each filter and order."""

from functools import cache
from typing import Any

from portal.lists import KeptList, KeptRows
from portal.markings.models import reader_of
from portal.notifications.models import Notification
from portal.notifications.models.notification import NotificationQuerySet


def told_to(person: Any, *, is_unread: bool, kind: str) -> KeptRows:
    """Return a person's lines about what they may still read, each with how many there are."""
    values = {"person": person.pk, "audiences": reader_of(person).audience_ids}
    return _listed(is_unread, bool(kind)).of(**values, **({"kind": kind} if kind else {}))


@cache
def _listed(is_unread: bool, has_kind: bool) -> KeptList:
    def build(person: int, audiences: list[int], kind: str = "") -> NotificationQuerySet:
        rows = Notification.objects.readable_within(person, audiences)
        rows = rows.unread() if is_unread else rows
        rows = rows.filter(event__kind=kind) if has_kind else rows
        return rows.counted(person, audiences, is_unread=is_unread, kind=kind)

    kind: dict[str, Any] = {"kind": "?"} if has_kind else {}
    # How long an inbox is decides whether its order or its person's index finds a page.
    return KeptList(
        build,
        shape=lambda rows: rows.with_events(),  # type: ignore[attr-defined]
        is_planned_once=False,
        has_models=True,
        person=-1,
        audiences=[-2],
        **kind,
    )
