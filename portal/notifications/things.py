"""What notifications are about: the rows of other rooms, read in one go for each kind of thing."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import FETCH_PEERS, BigAutoField

from portal.compiled import Compiled
from portal.markings.models import ReadableQuerySet, reader_of
from portal.notifications.models import Event, Notification
from portal.notifications.registry import Notifiable, is_kind, notifiable

# What the reading rule asks of every row.
RULED = ("marking", "audience")


def key_of(event: Event) -> tuple[str, int]:
    """Return the label and id of what an event is about."""
    return event.object_type, event.object_id


def objects_of(notifications: Iterable[Notification], person: Any) -> dict[tuple[str, int], Any]:
    """Return what notifications are about, by label and id, as far as the person may read it."""
    return _found(notifications, lambda known, ids: _readable(known, ids, person))


def objects_by_key(notifications: Iterable[Notification]) -> dict[tuple[str, int], Any]:
    """Return what the notifications of many persons are about, each with its audience.

    Whoever draws a line checks the audience against the tokens of the line's own person.
    """
    return _found(notifications, lambda known, ids: _rows(known, ids).select_related("audience"))


def _found(
    notifications: Iterable[Notification], rows: Callable[[Notifiable, list[int]], Iterable[Any]]
) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for label, ids in _ids_by_label(notifications).items():
        if known := notifiable(label):
            found |= {(label, row.pk): row for row in rows(known, list(ids))}
    return found


def _readable(known: Notifiable, ids: list[int], person: Any) -> Iterable[Any]:
    if kept := _kept(known):
        return kept.found(ids=ids, audiences=reader_of(person).audience_ids)
    return _rows(known, ids).readable_by(person)


@cache
def _kept(known: Notifiable) -> Compiled | None:
    """Return the statement of a page of the inbox; none for a model with a rule of its own."""
    rows = type(known.model._default_manager.all())
    is_plain = getattr(rows, "readable_by", None) is ReadableQuerySet.readable_by
    if not is_plain or not isinstance(known.model._meta.pk, BigAutoField):
        return None
    return Compiled(
        lambda ids, audiences: _rows(known, ids).readable_within(audiences),
        ids=[-1],
        audiences=[-2],
    )


def _rows(known: Notifiable, ids: list[int]) -> Any:
    rows: Any = known.model._default_manager
    among = "pk__among" if isinstance(known.model._meta.pk, BigAutoField) else "pk__in"
    rows = rows.filter(**{among: ids})
    rows = rows.only(*known.reads, *RULED) if known.reads else rows
    rows = rows.select_related(*known.related) if known.related else rows
    # A sentence that reads something more costs one statement, not one for each line.
    return rows.fetch_mode(FETCH_PEERS)


def _ids_by_label(notifications: Iterable[Notification]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for each in notifications:
        # A kind of a room that is gone has no words any more.
        if not is_kind(each.event.kind):
            continue
        ids.setdefault(each.event.object_type, set()).add(each.event.object_id)
    return ids
