"""The calendar of meetings, line by line as RFC 5545 wants it."""

import datetime
import re

from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from directory.models import Person
from hub.models import Meeting, Precision
from portal.notifications.models import FeedToken
from tests.hub.items import for_members, make_meeting, published

CONTENT_LINE = re.compile(r'[A-Z-]+(;[A-Z-]+=("[^"]*"|[^";:,]*))*:[^\x00-\x08\x0a-\x1f\x7f]*')
DAY = datetime.timedelta(days=1)


def lines_of(body: bytes) -> list[str]:
    """Return the unfolded lines of a calendar that keeps to the letter."""
    assert body.endswith(b"\r\n")
    raw = body.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in raw)
    # A line is folded between characters, never inside one.
    assert all(line.decode() for line in raw)
    lines = body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert [line for line in lines if not CONTENT_LINE.fullmatch(line)] == []
    nested = [line.split(":")[1] for line in lines if line.startswith(("BEGIN:", "END:"))]
    assert nested[0] == nested[-1] == "VCALENDAR"
    assert nested[1:-1] == ["VEVENT"] * (len(nested) - 2)
    return lines


def calendar(person: Person) -> bytes:
    """Return the calendar of a person."""
    address = reverse("feed", args=["meetings", FeedToken.renew("meetings", by=person)])
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def event(person: Person) -> dict[str, str]:
    """Return the lines of the only event."""
    lines = lines_of(calendar(person))
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return dict(line.split(":", 1) for line in inside)


def test_calendar_says_what_it_is(ncp_a: Person) -> None:
    lines = lines_of(calendar(ncp_a))

    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//World Customs Organization//Smart Customs Community Portal//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Meetings",
        "X-WR-CALNAME:Meetings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "END:VCALENDAR",
    ]


def test_days_end_on_the_day_after(ncp_a: Person) -> None:
    meeting = published(make_meeting("Plenary; part 1, “open”\nMETHOD:REQUEST", place_en=""))

    said = event(ncp_a)

    stamp = meeting.published_at.strftime("%Y%m%dT%H%M%SZ")
    assert said == {
        "UID": f"meeting/{meeting.public_id}@localhost",
        "DTSTAMP": stamp,
        "LAST-MODIFIED": stamp,
        "DTSTART;VALUE=DATE": meeting.start.strftime("%Y%m%d"),
        "DTEND;VALUE=DATE": (meeting.end + DAY).strftime("%Y%m%d"),
        "SUMMARY": r"Plenary\; part 1\, “open” METHOD:REQUEST",
        "CATEGORIES": "Meeting of National Contact Points",
        "TRANSP": "TRANSPARENT",
        "URL": f"{settings.BASE_URL}/en/meetings/{meeting.public_id}/",
    }


def test_hours_are_in_utc(ncp_a: Person) -> None:
    day = datetime.datetime.now(datetime.UTC).date().replace(month=12, day=3)
    day = day.replace(year=day.year + 1)
    times = {"start_time": datetime.time(10), "end_time": datetime.time(12, 30)}
    published(make_meeting(start=day, end=day, zone="Asia/Tokyo", **times))

    said = event(ncp_a)

    assert said["DTSTART"] == f"{day:%Y%m%d}T010000Z"
    assert said["DTEND"] == f"{day:%Y%m%d}T033000Z"


def test_hour_without_end_has_no_end(ncp_a: Person) -> None:
    published(make_meeting(start_time=datetime.time(10), zone="UTC"))

    said = event(ncp_a)

    assert said["DTSTART"].endswith("T100000Z")
    assert "DTEND" not in said


def test_hours_of_a_zone_that_no_longer_exists_are_whole_days(ncp_a: Person) -> None:
    times = {"start_time": datetime.time(10), "end_time": datetime.time(12)}
    meeting = published(make_meeting(zone="Mars/Olympus", **times))

    said = event(ncp_a)

    assert said["DTSTART;VALUE=DATE"] == f"{meeting.start:%Y%m%d}"
    assert said["DTEND;VALUE=DATE"] == f"{meeting.end + DAY:%Y%m%d}"


def test_several_days_are_whole_days(ncp_a: Person) -> None:
    day = datetime.datetime.now(datetime.UTC).date() + DAY
    published(
        make_meeting(start=day, end=day + DAY, start_time=datetime.time(9), zone="Europe/Brussels")
    )

    said = event(ncp_a)

    assert said["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
    assert said["DTEND;VALUE=DATE"] == f"{day + 2 * DAY:%Y%m%d}"


def test_long_words_are_folded_between_characters(ncp_a: Person) -> None:
    words = "Réunion des points de contact – 会議 😀 " * 4
    published(make_meeting(words[:190], note_en=words))

    parsed = Calendar.from_ical(calendar(ncp_a))

    [found] = parsed.walk("VEVENT")
    assert lines_of(calendar(ncp_a))
    assert found["SUMMARY"] == " ".join(words[:190].split())
    assert found["DESCRIPTION"] == " ".join(words.split())


def test_calendar_holds_what_its_person_may_read(ncp_a: Person, partner: Person) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    published(make_meeting("Open"))
    published(make_meeting("Members", **for_members()))
    published(make_meeting("Sometime", precision=Precision.MONTH))
    published(make_meeting("Just been", start=today - 30 * DAY, end=today - 30 * DAY))
    published(make_meeting("Long ago", start=today - 400 * DAY, end=today - 400 * DAY))
    make_meeting("Draft")

    def titles(person: Person) -> list[str]:
        lines = lines_of(calendar(person))
        return [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]

    assert Meeting.objects.count() == 6
    assert titles(ncp_a) == ["Just been", "Open", "Members"]
    assert titles(partner) == ["Just been", "Open"]
