"""The preview of the next digests: what their mails would say, and when they come."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Marking
from portal.notifications.clock import next_morning
from portal.notifications.models import MailSetting
from portal.notifications.registry import Frequency
from tests.notifications.conftest import Say
from tests.notifications.test_digests import wants
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

WEDNESDAY_NOON = datetime.datetime(2026, 11, 18, 12, tzinfo=datetime.UTC)


def page(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("notifications:digest_preview")).content.decode()


def test_preview_says_what_the_mails_would(
    say: Say, make_work: Make, ncp_a: Person, ncp_b: Person
) -> None:
    wants(ncp_a, Frequency.DAILY)
    say(make_work("Drones of today"))
    say(make_work("News of the week"), kind="news")
    say(make_work("Secret title", marking=Marking.AMBER))

    words = page(ncp_a)

    assert "Drones of today" in words
    assert "News of the week" in words
    assert "Something new in “Library”" in words
    assert "Secret title" not in words
    assert "It stays away until something happens." in page(ncp_b)


def test_preview_says_that_mail_is_stopped(say: Say, make_work: Make, ncp_a: Person) -> None:
    wants(ncp_a, Frequency.DAILY)
    MailSetting.objects.create(person=ncp_a, is_stopped=True)
    say(make_work("Drones of today"))

    assert "You stopped all optional mail" in page(ncp_a)


@pytest.mark.parametrize("works", [1, 3])
def test_preview_costs_the_same_for_any_number(
    say: Say, make_work: Make, ncp_a: Person, works: int, django_assert_num_queries: Any
) -> None:
    wants(ncp_a, Frequency.DAILY)
    for number in range(works):
        say(make_work(f"Drones {number}"))
    client = Client()
    client.force_login(ncp_a)
    client.get(reverse("notifications:digest_preview"))

    with django_assert_num_queries(10):
        client.get(reverse("notifications:digest_preview"))


@pytest.mark.parametrize(
    ("zone", "days", "is_weekly", "expected"),
    [
        ("UTC", range(5), False, "2026-11-19T08:00:00+00:00"),
        ("UTC", range(5), True, "2026-11-23T08:00:00+00:00"),
        ("Pacific/Auckland", range(5), False, "2026-11-19T08:00:00+13:00"),
        ("UTC", [6], False, "2026-11-22T08:00:00+00:00"),
        ("Mars/Olympus", [1], True, "2026-11-24T08:00:00+00:00"),
    ],
)
def test_next_morning_is_a_working_one(
    zone: str, days: Any, is_weekly: bool, expected: str
) -> None:
    at = next_morning(zone, days, WEDNESDAY_NOON, is_weekly=is_weekly)

    assert at is not None
    assert at.isoformat() == expected


def test_who_works_on_no_day_gets_no_digest() -> None:
    assert next_morning("UTC", [], WEDNESDAY_NOON) is None
