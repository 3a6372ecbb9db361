"""What the desk needs of a person: late items first, then whatever waits."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.compiled import Compiled
from portal.desk.models import WorkItem
from portal.desk.models.queues import DeskQuerySet
from portal.desk.workdays import today
from portal.markings.access import may
from portal.markings.models import reader_of
from portal.needs import Need


def _pages(build: Callable[..., DeskQuerySet], **examples: Any) -> Compiled:
    """Return a statement of every page, over what the holder of some tokens reads."""
    return Compiled(
        lambda tokens, **values: (
            build(WorkItem.objects.readable_with(tokens), **values)
            .order_by()
            .values("pk", "due_on")
        ),
        tokens=["nobody"],
        **examples,
    )


QUEUE = reverse_lazy("desk:queue")
# A lazy plural is a class of its own: made once, not for every page.
IS_LATE = ngettext_lazy("%(n)d item is late", "%(n)d items are late", "n")
IS_YOURS = ngettext_lazy("%(n)d item is yours", "%(n)d items are yours", "n")
WAITS = ngettext_lazy("%(n)d item waits", "%(n)d items wait", "n")
DAY = datetime.date(1, 1, 1)
NOW = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
LATE = _pages(lambda rows, day: rows.late(day), day=DAY)
MINE = _pages(lambda rows, person, now: rows.mine(person, now), person=-1, now=NOW)
WAITING = _pages(lambda rows: rows.waiting())


def needs(person: Any) -> Iterator[Need]:
    """Yield what waits for this officer."""
    if may(person, "desk.work_queues"):
        tokens = sorted(reader_of(person).tokens)
        yield Need(
            title=IS_LATE,
            url=format_lazy("{}?show=late", QUEUE),
            action=_("Open the queue"),
            why=_("The day by which it was due is past"),
            waiting=[LATE(tokens=tokens, day=today())],
            due_in="due_on",
            is_late=True,
        )
        yield Need(
            title=IS_YOURS,
            url=format_lazy("{}?show=mine", QUEUE),
            action=_("Open your queue"),
            why=_("Assigned to you, or taken by you"),
            waiting=[MINE(tokens=tokens, person=person.pk, now=timezone.now())],
            due_in="due_on",
        )
        yield Need(
            title=WAITS,
            url=reverse_lazy("desk:home"),
            action=_("Open the desk"),
            why=_("Letters, requests and changes that officers decide"),
            waiting=[WAITING(tokens=tokens)],
        )
