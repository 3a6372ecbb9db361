"""The inbox of somebody who was told of ten thousand things."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point
from portal.markings.models import Marking
from portal.notifications.models import Event, Notification
from portal.notifications.registry import Frequency
from research.models import Work

TOLD = 10_000


def fill() -> None:
    """Tell the contact point of works, half of them read, unless that was done."""
    person = contact_point()
    if Notification.objects.filter(person=person).count() >= TOLD:
        return
    works = list(Work.objects.published().filter(marking=Marking.CLEAR).order_by("pk")[:500])
    events = Event.objects.bulk_create(
        Event(
            verb="research.publish_work", kind="library", object_type="research.work",
            object_id=work.pk, audience_id=work.audience_id, marking=work.marking,
        )
        for number in range(TOLD)
        for work in [works[number % len(works)]]
    )  # fmt: skip
    Event.objects.filter(dispatched_at=None).update(dispatched_at="2026-01-01T00:00Z")
    Notification.objects.bulk_create(
        Notification(
            event=event, person=person, frequency=Frequency.PORTAL,
            read_at="2026-01-01T00:00Z" if number % 2 else None,
        )
        for number, event in enumerate(events)
    )  # fmt: skip


if __name__ == "__main__":
    fill()
    inbox = reverse("notifications:inbox")
    visit.report(visit.visitor(contact_point()), {"inbox": [inbox]})
