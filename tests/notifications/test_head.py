"""The two numbers on the head of every page: kept for half a minute, and never after an act."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Person
from portal import needs
from portal.markings.models import Marking
from portal.notifications.models import Notification
from tests.notifications.conftest import follow
from tests.notifications.test_inbox import INBOX, told
from tests.people import as_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, officer: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """An officer who follows the news and read a page: its numbers are kept."""
    follow(officer, "news:all")
    client.force_login(officer)
    monkeypatch.setattr(needs, "KEPT_S", 30)
    needs.forget_head(officer)
    assert unread(client) == "0"
    return officer


def unread(client: Client) -> str:
    """Return what the head of a page says is unread."""
    page = client.get(reverse("home:about")).content.decode()
    return page.partition("Unread notifications:</span>")[2].partition("</a>")[0].strip()


def test_numbers_of_a_page_are_kept(
    client: Client, reader: Person, publisher: Person, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as kept:
        unread(client)
    needs.forget_head(reader)
    with django_assert_num_queries(len(kept) + 1):
        unread(client)

    told("Pilot ends", publisher)
    assert unread(client) == "0"
    needs.forget_head(reader)
    assert unread(client) == "1"


def test_form_of_the_person_lets_them_count_anew(
    client: Client, reader: Person, publisher: Person
) -> None:
    told("Pilot ends", publisher)

    client.post(reverse("notifications:inbox_mark"), {"unread": 0})

    assert unread(client) == "1"


def test_opening_a_line_lets_them_count_anew(
    client: Client, reader: Person, publisher: Person
) -> None:
    told("Pilot ends", publisher)
    needs.forget_head(reader)
    assert unread(client) == "1"
    line = Notification.objects.get()

    client.get(reverse("notifications:notification_open", args=[line.pk]))

    assert unread(client) == "0"


def test_inbox_and_home_page_count_now(client: Client, reader: Person, publisher: Person) -> None:
    told("Pilot ends", publisher)

    assert "1 notification is unread" in client.get(INBOX).content.decode()
    assert client.get(reverse("home:front")).context["standing"].unread == 1
    assert unread(client) == "1"


def test_numbers_are_not_believed_when_rights_changed(reader: Person, publisher: Person) -> None:
    told("Pilot ends", publisher, marking=Marking.GREEN)
    needs.forget_head(reader)
    assert needs.head_of(as_reader(reader)).unread == 1

    reader.suspend(by=publisher, reason="Left the administration.")

    assert needs.head_of(as_reader(reader)).unread == 0
