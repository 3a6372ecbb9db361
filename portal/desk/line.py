"""A queue as an officer walks through it: what it holds, and what comes next."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from portal.desk.forms.queue import QueueFilter
from portal.desk.models import WorkItem
from portal.desk.models.queues import DeskQuerySet, free_for
from portal.desk.registry import Reviewable, reviewables
from portal.desk.workdays import today
from portal.markings.access import may

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

    @classmethod
    def of(cls, request: HttpRequest) -> "Line":
        """Return the queue of a request; an address that names none is the whole desk."""
        form = QueueFilter(request.GET, kinds=kinds_of(request.user))
        form.is_valid()
        return cls(request.user, form)

    @property
    def rows(self) -> DeskQuerySet:
        """What the queue holds."""
        return self.form.rows(self.person)

    @property
    def query(self) -> str:
        """The filters as they stand in an address, with their question mark."""
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def url(self) -> str:
        """The address of the list."""
        return reverse("desk:queue") + self.query

    def next_to(self, item: WorkItem, *, backwards: bool = False) -> WorkItem | None:
        """Return the item after one, or before it, that nobody else has in hand."""
        rows = self.rows.filter(free_for(self.person)).exclude(pk=item.pk)
        if backwards:
            before = Q(due_on__lt=item.due_on) | Q(due_on=item.due_on, pk__lt=item.pk)
            return rows.filter(before).order_by("-due_on", "-pk").first()
        after = Q(due_on__gt=item.due_on) | Q(due_on=item.due_on, pk__gt=item.pk)
        ordered = rows.order_by("due_on", "pk")
        # From the end of the queue the walk goes on at what was passed over.
        return ordered.filter(after).first() or ordered.first()

    def address_after(self, item: WorkItem, *, backwards: bool = False) -> str:
        """Return where to go on to: the next item, or the list when none is left."""
        following = self.next_to(item, backwards=backwards)
        return following.get_absolute_url() + self.query if following else self.url


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
