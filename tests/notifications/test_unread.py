"""The number in the head of every page: of lines that the person may read, at a bounded cost."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from portal.markings.models import Audience, Marking
from portal.needs import standing_of
from portal.notifications import unread
from portal.notifications.models import Event, Notification
from tests.people import as_reader

pytestmark = pytest.mark.django_db


def lines(person: Person, number: int, *tokens: str) -> list[Notification]:
    """Return so many unread lines of a person about what the holders of these tokens read."""
    audience = Audience.objects.intern(tokens)
    events = Event.objects.bulk_create(
        Event(
            verb="hub.publish_news", kind="news", object_type="hub.news", object_id=1,
            audience_id=audience, marking=Marking.GREEN, dispatched_at="2026-01-01T00:00Z",
        )
        for _number in range(number)
    )  # fmt: skip
    return Notification.objects.bulk_create(
        Notification(event=event, person=person, frequency="portal") for event in events
    )


def test_lines_that_may_not_be_read_are_not_counted(ncp_a: Person) -> None:
    lines(ncp_a, 3, f"person:{ncp_a.pk}")
    lines(ncp_a, 2, "person:0")

    assert standing_of(as_reader(ncp_a)).unread == 3


def test_count_looks_at_the_newest_lines_alone(
    ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread, "MOST_LOOKED_AT", 5)
    lines(ncp_a, 1, f"person:{ncp_a.pk}")
    newer = lines(ncp_a, 4, "person:0")
    assert standing_of(as_reader(ncp_a)).unread == 1

    newer += lines(ncp_a, 1, "person:0")

    assert standing_of(as_reader(ncp_a)).unread == 0
    Notification.objects.filter(pk__in=[line.pk for line in newer]).mark_read()
    assert standing_of(as_reader(ncp_a)).unread == 1


def test_inbox_does_not_say_that_all_is_read_beside_an_unread_line(
    client: Client, ncp_a: Person, make_work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread, "MOST_LOOKED_AT", 5)
    work = make_work("Readable")
    (line,) = lines(ncp_a, 1, f"person:{ncp_a.pk}")
    Event.objects.filter(pk=line.event_id).update(
        verb="research.publish_work", kind="library", object_type="research.work", object_id=work.pk
    )
    lines(ncp_a, 5, "person:0")
    client.force_login(ncp_a)

    page = client.get("/en/notifications/").content.decode()

    assert f'id="n{line.pk}"' in page
    assert "You have read everything" not in page
    assert "Mark all as read" in page
