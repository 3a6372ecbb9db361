"""Which items: what waits, for whom, and what is late."""

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.desk.workdays import today
from portal.markings.models import ReadableQuerySet

if TYPE_CHECKING:
    from portal.desk.models.work import WorkItem  # noqa: F401 named in the class below

# How long a claim lasts without an act of its holder.
LEASE = datetime.timedelta(minutes=30)


class Conflict(Exception):  # noqa: N818 It is an answer to an officer, not a mistake in the code.
    """Somebody else acted first: nothing was changed."""


def must(changed: int | bool) -> None:
    """Raise Conflict unless something was changed."""
    if not changed:
        raise Conflict


def free_for(person: Any) -> Q:
    """Return the condition that nobody else holds an item now: a lease ends by itself."""
    is_over = Q(claimed_until__lte=timezone.now())
    return is_over | Q(claimed_by=None) | Q(claimed_by=person)


class DeskQuerySet(ReadableQuerySet["WorkItem"]):
    """Items, as adjectives."""

    def about(self, kind: str, row: models.Model) -> Self:
        """Return the items of a kind about one row of a room."""
        return self.filter(kind=kind, subject=str(row.pk))

    def standing(self) -> Self:
        """Return what is not done: there is one at most per kind and row."""
        return self.exclude(state="done")

    def waiting(self) -> Self:
        """Return what waits for an officer."""
        return self.filter(state__in=["open", "second"])

    def late(self, day: datetime.date | None = None) -> Self:
        """Return what waits beyond its day."""
        return self.waiting().filter(due_on__lt=day or today())

    def mine(self, person: Any, now: datetime.datetime | None = None) -> Self:
        """Return what waits for this officer: assigned to them, or claimed by them now."""
        claimed = Q(claimed_by=person, claimed_until__gt=now or timezone.now())
        return self.waiting().filter(Q(assigned_to=person) | claimed)

    def unclaimed(self) -> Self:
        """Return what waits and nobody has."""
        free = Q(claimed_by=None) | Q(claimed_until__lte=timezone.now())
        return self.waiting().filter(free, assigned_to=None)

    def awaiting_second(self, person: Any) -> Self:
        """Return what this officer may confirm: the first decision is somebody else's."""
        return self.filter(state="second").exclude(first_by=person)

    def open_to(self, person: Any) -> Self:
        """Return what this officer may decide; some may only be decided by colleagues."""
        own = Q(by_another=True, opened_by=person)
        return self.exclude(own).exclude(state="second", first_by=person)

    def with_people(self) -> Self:
        """Return them with everybody named in the same query."""
        return self.select_related("opened_by", "claimed_by", "assigned_to", "first_by", "done_by")
