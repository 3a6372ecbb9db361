"""The preview of the next digests: what their mails would say, and when they come."""

import datetime
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Marking
from portal.notifications import composing, digests, dispatch
from portal.notifications.clock import next_morning
from portal.notifications.models import MailSetting, tell
from portal.notifications.registry import Frequency
from research.models import Work
from tests.notifications.conftest import Say, follow
from tests.notifications.sink import Sink
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


@pytest.fixture
def many(make_work: Make, ncp_a: Person, editor: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody for whom more waits than a preview reads: a weekly line, a daily one by name."""
    monkeypatch.setattr(digests, "MOST_PREVIEWED", 25)

    def happens(title: str, **how: Any) -> Work:
        work = make_work(title)
        how = {"kind": "library", "subjects": ["technology:drones"]} | how
        tell("research.publish_work", on=work, by=editor, **how)
        return work

    wants(ncp_a, Frequency.DAILY, language="fr")
    with time_machine.travel(WEDNESDAY_NOON, tick=True):
        happens("News of the week", kind="news")
        happens("By name", subjects=[], people=[ncp_a.pk])
        works = [happens(f"Drones {number}") for number in range(40)]
        dispatch.dispatch_waiting()
        # No mail holds this one any more, though its reader may still read it.
        works[0].revise(by=editor, marking=Marking.RED)
        works[0].grant(ncp_a, by=editor)
    return Person.objects.get(pk=ncp_a.pk)


def test_preview_of_many_lines_says_what_the_digests_say(many: Person, sink: Sink) -> None:
    with composing.as_read_by(many):
        shown = digests.preview(many)
        rest = render_to_string("emails/left_out.txt", {"left_out": 20}).strip()
    with time_machine.travel("2026-11-23T08:05Z", tick=True):
        assert digests.plan() == 2
        assert digests.send_due() == 2

    said = {}
    for message in sink.to(many):
        text = message.get_body(("plain",)).get_content()
        said[message["List-Id"].split(".")[0].strip("<")] = text
    assert set(said) == {"daily", "weekly"}
    for kind, digest in shown.items():
        for line in digest.lines:
            assert line.sentence in said[kind]
            assert line.why in said[kind]
    assert "By name" in shown["daily"].lines[0].sentence
    assert [(len(each.lines), each.left_out) for each in shown.values()] == [(20, 20), (1, 0)]
    assert rest in said["daily"]


def test_preview_names_of_a_follow_what_its_mail_names(
    say: Say, make_work: Make, ncp_a: Person
) -> None:
    """A mail may be read by others: it names only what everybody may read."""
    wants(ncp_a, Frequency.DAILY)
    say(make_work("Drones of today"))
    green = make_work("Followed for members", marking=Marking.GREEN)
    follow(ncp_a, f"work:{green.public_id}")
    say(green, subjects=[f"work:{green.public_id}"])

    reasons = [line.why for line in digests.preview(ncp_a)["daily"].lines]

    assert not any("Followed for members" in why for why in reasons)
    assert len(reasons) == 2


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
