"""A person's inbox as a feed: what they are told, with their rights of now."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from portal.markings.models import Marking
from portal.notifications.feeds import LIMIT, Entry
from portal.notifications.lines import lines_of
from portal.notifications.models import Notification


def inbox(person: Any) -> Iterator[Entry]:
    """Yield the newest lines of the inbox. What is for named readers alone is in no feed."""
    told = Notification.objects.readable_by(person).exclude(event__marking=Marking.RED)
    newest = told.with_events().order_by("-pk")[:LIMIT]
    for line in lines_of(list(newest), person):
        yield Entry(
            key=f"told/{line.notification.pk}",
            title=line.sentence,
            text=line.why,
            # A restricted item is not even named by its address.
            url=reverse("notifications:inbox") if line.is_restricted else line.url,
            updated=line.event.at,
            marking=line.event.marking,
        )
