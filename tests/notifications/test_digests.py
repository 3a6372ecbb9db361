"""Digests: when they are due, what they hold, and once per period."""

import datetime
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Administration, Person
from portal.markings.models import Marking
from portal.notifications import digests
from portal.notifications.models import Mail, MailSetting, Notification, Preference
from portal.notifications.models.setting import prefer
from portal.notifications.registry import Frequency
from portal.taxonomy.models import Technology
from tests.notifications.conftest import Say, follow
from tests.notifications.sink import Sink
from tests.notifications.test_sending import said
from tests.people import make_person
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

# A Tuesday evening, a Wednesday morning.
TUESDAY = "2026-11-17T20:00Z"
WEDNESDAY = datetime.datetime(2026, 11, 18, 8, 5, tzinfo=datetime.UTC)


def wants(person: Person, frequency: str, **fields: Any) -> Person:
    """Return the person, who follows drones and hears of the library this often."""
    Person.objects.filter(pk=person.pk).update(**fields)
    Preference.objects.create(person=person, kind="library", frequency=frequency)
    follow(person)
    return person


def periods() -> Counter[tuple[str, str, str]]:
    rows = Mail.objects.filter(kind__in=["daily", "weekly"]).select_related("person")
    return Counter((row.person.email, row.kind, str(row.period)) for row in rows)


@pytest.fixture
def reader(ncp_a: Person) -> Person:
    """Somebody who gets the daily digest."""
    return wants(ncp_a, Frequency.DAILY)


def happens(say: Say, make_work: Make, at: str = TUESDAY, times: int = 1, **fields: Any) -> None:
    with time_machine.travel(at, tick=True):
        for number in range(times):
            say(make_work(f"Drones {number}", **fields))


def test_digest_comes_on_the_next_morning_and_once(
    say: Say, make_work: Make, reader: Person, sink: Sink, drones: Technology
) -> None:
    happens(say, make_work, times=3)

    assert digests.plan(WEDNESDAY - datetime.timedelta(hours=1)) == 0
    assert (digests.plan(WEDNESDAY), digests.plan(WEDNESDAY)) == (1, 0)
    assert (digests.send_due(), digests.send_due()) == (1, 0)

    (message,) = sink.to(reader)
    words = said(message)
    assert all(f"Drones {number}" in words for number in range(3))
    assert "You follow Drones" in words
    assert message["List-Id"] == "<daily.localhost>"
    mail = Mail.objects.get()
    assert (mail.state, mail.items, str(mail.period)) == ("sent", 3, "2026-11-18")
    assert set(Notification.objects.values_list("digest", flat=True)) == {mail.pk}
    # What was mailed is not repeated.
    assert digests.plan(WEDNESDAY + datetime.timedelta(days=1)) == 0


def test_what_happens_after_the_morning_waits_for_the_next(
    say: Say, make_work: Make, reader: Person
) -> None:
    happens(say, make_work, at="2026-11-18T08:30Z")

    assert digests.plan(WEDNESDAY + datetime.timedelta(hours=2)) == 0
    assert digests.plan(WEDNESDAY + datetime.timedelta(days=1)) == 1


def test_digest_comes_in_the_local_morning_of_a_working_day(
    say: Say, make_work: Make, africa: Any
) -> None:
    gulf = Administration.enrol(
        by=None, iso2="XG", iso3="XGX", name_en="Gulfia", name_fr="Gulfia", region=africa
    )
    Administration.objects.filter(pk=gulf.pk).update(weekend_first=4, weekend_last=5)
    people = {
        "Auckland": wants(make_person("Pat Auckland"), "daily", zone="Pacific/Auckland"),
        "Dakar": wants(make_person("Pat Dakar"), "daily", zone="Africa/Dakar"),
        "Gulfia": wants(make_person("Pat Gulf", administration=gulf), "daily"),
        "Own": wants(make_person("Pat Own"), "daily"),
        "Nowhere": wants(make_person("Pat Nowhere"), "daily", zone="Mars/Olympus"),
    }
    MailSetting.objects.create(person=people["Own"], working_days=[6])
    # Thursday evening.
    happens(say, make_work, at="2026-11-19T18:00Z")
    friday = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)

    def planned(hours: float) -> set[str]:
        before = set(Mail.objects.values_list("pk", flat=True))
        digests.plan(friday + datetime.timedelta(hours=hours))
        made = Mail.objects.exclude(pk__in=before).values_list("person", flat=True)
        return {name for name, person in people.items() if person.pk in made}

    # Friday 08:05 in Auckland is Thursday 19:05 in UTC.
    assert planned(-4.9) == {"Auckland"}
    assert planned(8.1) == {"Dakar", "Nowhere"}
    # Saturday is nobody's working day; on Sunday Gulfia works, and who said so.
    assert planned(24 + 8.1) == set()
    assert planned(48 + 8.1) == {"Gulfia", "Own"}


def test_weekly_digest_comes_once_a_week_with_what_was_before_it(
    say: Say, make_work: Make, ncp_b: Person, sink: Sink
) -> None:
    wants(ncp_b, Frequency.WEEKLY)
    happens(say, make_work)
    monday = datetime.datetime(2026, 11, 23, 8, 5, tzinfo=datetime.UTC)

    assert digests.plan(WEDNESDAY) == 0
    assert digests.plan(monday) == 1
    Mail.objects.update(due_at=WEDNESDAY)
    assert digests.send_due() == 1
    happens(say, make_work, at="2026-11-23T10:00Z")

    assert digests.plan(monday + datetime.timedelta(days=2)) == 0
    assert digests.plan(monday + datetime.timedelta(days=7)) == 1
    assert periods() == {
        (ncp_b.email, "weekly", "2026-11-23"): 1,
        (ncp_b.email, "weekly", "2026-11-30"): 1,
    }


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Paris", datetime.date(2026, 10, 25)),
        ("Europe/Paris", datetime.date(2026, 3, 29)),
        ("America/Sao_Paulo", datetime.date(2026, 10, 18)),
        ("Africa/Casablanca", datetime.date(2026, 2, 15)),
        ("Australia/Lord_Howe", datetime.date(2026, 4, 5)),
        ("Pacific/Apia", datetime.date(2026, 4, 5)),
    ],
)
def test_clock_changes_jumps_and_doubled_beats_make_one_digest_a_day(
    say: Say, make_work: Make, ncp_a: Person, zone: str, change: datetime.date
) -> None:
    wants(ncp_a, Frequency.DAILY, zone=zone)
    MailSetting.objects.create(person=ncp_a, working_days=list(range(7)))
    start = datetime.datetime.combine(change, datetime.time(), tzinfo=datetime.UTC)
    start -= datetime.timedelta(days=2)
    happens(say, make_work, at=f"{start - datetime.timedelta(days=2):%Y-%m-%dT%H:%MZ}")
    # Something is always waiting; beat runs every 20 minutes, sometimes twice, and the clock jumps.
    ticks = [start + datetime.timedelta(minutes=20 * tick) for tick in range(5 * 24 * 3)]
    jumps = [tick + shift for tick in ticks[::40] for shift in JUMPS]

    for now in sorted([*ticks, *ticks[::7]]) + jumps:
        digests.plan(now)
        # It leaves at once: the next is not planned while one waits.
        Mail.objects.update(state="sent", sent_at=now)

    days = [day for _email, _kind, day in periods()]
    assert set(periods().values()) == {1}
    assert len(days) == len(set(days))
    expected = {str(change + datetime.timedelta(days=shift)) for shift in range(-1, 3)}
    assert expected <= set(days)


JUMPS = [
    datetime.timedelta(hours=1), -datetime.timedelta(hours=1), datetime.timedelta(days=1),
    -datetime.timedelta(days=1),
]  # fmt: skip


def test_long_digest_says_how_much_it_leaves_out(
    say: Say, make_work: Make, reader: Person, sink: Sink
) -> None:
    happens(say, make_work, times=34)
    digests.plan(WEDNESDAY)

    digests.send_due()

    (message,) = sink.to(reader)
    assert "And 14 more in your inbox" in said(message)
    text = message.get_body(("plain",)).get_content()
    assert text.count("New in the library") == 20
    assert len(message.as_bytes()) <= 30_000


def test_nothing_left_to_say_is_no_mail(
    say: Say, make_work: Make, reader: Person, editor: Person, sink: Sink
) -> None:
    happens(say, make_work, marking=Marking.GREEN)
    digests.plan(WEDNESDAY)
    reader.suspend(by=editor, reason="Left.")

    assert digests.send_due() == 0

    assert sink.messages == []
    assert Mail.objects.get().state == "empty"


def test_restricted_title_is_in_no_digest(
    say: Say, make_work: Make, reader: Person, sink: Sink
) -> None:
    happens(say, make_work, marking=Marking.AMBER, abstract="Canary")
    digests.plan(WEDNESDAY)

    digests.send_due()

    (message,) = sink.to(reader)
    assert "Something new in “Library”" in said(message)
    assert "Drones 0" not in said(message)


def test_daily_and_weekly_digests_of_one_person_hold_different_things(
    say: Say, make_work: Make, ncp_a: Person, sink: Sink
) -> None:
    wants(ncp_a, Frequency.DAILY)
    with time_machine.travel("2026-11-22T20:00Z", tick=True):
        say(make_work("Of the day"))
        say(make_work("Of the week"), kind="news")
    with time_machine.travel("2026-11-23T08:05Z", tick=True):
        digests.plan()

        assert digests.send_due() == 2

    daily, weekly = sorted(sink.to(ncp_a), key=lambda message: message["List-Id"])
    assert ("Of the day" in said(daily), "Of the week" in said(daily)) == (True, False)
    assert ("Of the day" in said(weekly), "Of the week" in said(weekly)) == (False, True)


def test_stopping_a_kind_takes_what_waits_out_of_the_digest(
    say: Say, make_work: Make, reader: Person
) -> None:
    happens(say, make_work)

    prefer({"library": Frequency.PORTAL}, by=reader)

    assert digests.plan(WEDNESDAY) == 0
    assert list(Notification.objects.values_list("frequency", flat=True)) == ["portal"]


def test_digest_that_cannot_be_composed_keeps_no_other_waiting(
    say: Say, make_work: Make, reader: Person, ncp_b: Person, sink: Sink
) -> None:
    wants(ncp_b, Frequency.DAILY)
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    Person.objects.filter(pk=reader.pk).update(email="broken\naddress@customs.example")

    assert digests.send_due() == 1

    assert {mail.person_id: mail.state for mail in Mail.objects.all()} == {
        reader.pk: "due", ncp_b.pk: "sent",
    }  # fmt: skip


def test_dozens_of_digests_cost_the_statements_of_one_and_one_connection(
    say: Say, make_work: Make, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine takes longer than a batch may.
    monkeypatch.setattr(digests.Digests, "hold", 60)
    counts = []
    for place, people in enumerate([1, 1, 40]):
        for number in range(people):
            wants(make_person(f"Pat N{place}x{number}", factor=False), Frequency.DAILY)
        happens(say, make_work, times=2)
        digests.plan(WEDNESDAY + datetime.timedelta(days=place))
        Mail.objects.update(due_at=WEDNESDAY - datetime.timedelta(days=9))
        before = sink.connections
        with CaptureQueriesContext(connection) as asked:
            digests.send_due()
        counts.append((len(asked), sink.connections - before))

    # The first reads what a process keeps.
    assert counts[1] == counts[2]
    assert counts[2][0] <= 16
    assert counts[2][1] == 1
