"""A queue as an officer walks through it: what it holds, and what comes next."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.desk.forms.queue import QueueFilter
from portal.desk.models import WorkItem
from portal.desk.models.queues import DeskQuerySet, free_for
from portal.desk.registry import Reviewable, reviewables
from portal.desk.workdays import today
from portal.markings.access import may
from portal.paging import Order, beside

ORDERS = {
    "due": Order(_("Due first"), ("due_on", "id")),
    "new": Order(_("Newest first"), ("-opened_at", "-id")),
}
DONE = {"done": Order(_("Decided last"), ("-done_at", "-id"))}

# What is counted of each kind.
QUEUES = ("waiting", "mine", "today", "late", "second", "returned")


def kinds_of(person: Any) -> list[Reviewable]:
    """Return the kinds of work that this officer handles."""
    return [kind for kind in reviewables() if may(person, kind.permission)]


@dataclass(frozen=True)
class Line:
    """The queue that the address of a request names, for its person."""

    person: Any
    form: QueueFilter
    asked: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Line":
        """Return the queue of a request; an address that names none is the whole desk."""
        form = QueueFilter(request.GET, kinds=kinds_of(request.user))
        form.is_valid()
        return cls(request.user, form, request.GET.get("sort", ""))

    @property
    def orders(self) -> dict[str, Order]:
        """In which orders it can stand, the usual one first."""
        return DONE if self.form.cleaned_data.get("show") == "done" else ORDERS

    @property
    def sort(self) -> str:
        """The order in which it stands."""
        return self.asked if self.asked in self.orders else next(iter(self.orders))

    @property
    def rows(self) -> DeskQuerySet:
        """What the queue holds."""
        return self.form.rows(self.person)

    @property
    def query(self) -> str:
        """The filters as they stand in an address, with their question mark."""
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        if self.sort != next(iter(self.orders)):
            chosen["sort"] = self.sort
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def url(self) -> str:
        """The address of the list."""
        return reverse("desk:queue") + self.query

    def next_to(self, item: WorkItem, *, backwards: bool = False) -> WorkItem | None:
        """Return the item after one, or before it, that this officer can take in hand."""
        found: WorkItem | None = beside(
            self._others(item), self.orders[self.sort], item, backwards=backwards
        )
        return found

    def passed_over(self, item: WorkItem) -> WorkItem | None:
        """Return the first item but one: from the end of the queue the walk goes on there."""
        return self._others(item).order_by(*self.orders[self.sort].fields).first()

    def _others(self, item: WorkItem) -> DeskQuerySet:
        free = self.rows.filter(free_for(self.person)).open_to(self.person)
        return free.exclude(pk=item.pk)


def counts_of(person: Any) -> dict[str, dict[str, int]]:
    """Return how much stands in each queue, by kind, in one query."""
    mine = WorkItem.objects.mine(person).values("pk")
    waiting = Q(state__in=["open", "second"])
    found: Any = (
        WorkItem.objects.readable_by(person)
        .standing()
        .order_by()
        .values("kind")
        .annotate(
            waiting=Count("pk", filter=waiting),
            mine=Count("pk", filter=Q(pk__in=mine)),
            today=Count("pk", filter=waiting & Q(due_on=today())),
            late=Count("pk", filter=waiting & Q(due_on__lt=today())),
            second=Count("pk", filter=Q(state="second") & ~Q(first_by=person)),
            returned=Count("pk", filter=Q(state="returned")),
        )
    )
    return {row["kind"]: {name: row[name] for name in QUEUES} for row in found}
