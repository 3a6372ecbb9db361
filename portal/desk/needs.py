"""What the desk needs of a person: late items first, then whatever waits."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.desk.models import WorkItem
from portal.markings.access import may
from portal.needs import Need


def needs(person: Any) -> Iterator[Need]:
    """Yield what waits for this officer."""
    if may(person, "desk.work_queues"):
        rows = WorkItem.objects.readable_by(person)
        yield Need(
            title=ngettext_lazy("%(n)d item is late", "%(n)d items are late", "n"),
            url=f"{reverse('desk:queue')}?show=late",
            action=_("Open the queue"),
            why=_("The day by which it was due is past"),
            waiting=[rows.late()],
            due_in="due_on",
            is_late=True,
        )
        yield Need(
            title=ngettext_lazy("%(n)d item is yours", "%(n)d items are yours", "n"),
            url=f"{reverse('desk:queue')}?show=mine",
            action=_("Open your queue"),
            why=_("Assigned to you, or taken by you"),
            waiting=[rows.mine(person)],
            due_in="due_on",
        )
        yield Need(
            title=ngettext_lazy("%(n)d item waits", "%(n)d items wait", "n"),
            url=reverse("desk:home"),
            action=_("Open the desk"),
            why=_("Letters, requests and changes that officers decide"),
            waiting=[rows.waiting()],
        )
