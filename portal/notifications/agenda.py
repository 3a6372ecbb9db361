"""Occasions as a calendar (RFC 5545) that programs subscribe to."""

import datetime
from collections.abc import Iterable
from typing import cast

from django.conf import settings
from icalendar import Calendar, Event, vDuration

from portal.notifications.feeds import Entry, Feed, Occasion

MIME = "text/calendar; charset=utf-8"
PRODUCT = "-//World Customs Organization//Smart Customs Community Portal//EN"
REFRESH = datetime.timedelta(hours=6)
DAY = datetime.timedelta(days=1)


def calendar_of(feed: Feed, occasions: Iterable[Entry]) -> bytes:
    """Return the calendar. It has no METHOD: it is published, and invites nobody."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", str(feed.title))
    calendar.add("x-wr-calname", str(feed.title))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for occasion in occasions:
        calendar.add_component(event_of(cast(Occasion, occasion)))
    return bytes(calendar.to_ical())


def event_of(occasion: Occasion) -> Event:
    """Return one event: moments in UTC, so that no zone needs a definition, or whole days."""
    event = Event()
    event.add("uid", f"{occasion.key}@{settings.HOST}")
    # Nobody is invited, so the stamp says when it was last changed (RFC 5545, 3.8.7.2).
    event.add("dtstamp", occasion.updated)
    event.add("last-modified", occasion.updated)
    event.add("dtstart", _moment(occasion.start))
    if isinstance(occasion.start, datetime.datetime):
        if occasion.end:
            event.add("dtend", _moment(occasion.end))
    else:
        # A calendar ends on the day after the last one.
        event.add("dtend", (occasion.end or occasion.start) + DAY)
    event.add("summary", occasion.title)
    for name, said in {"description": occasion.text, "location": occasion.place}.items():
        if said:
            event.add(name, said)
    if occasion.category:
        event.add("categories", [occasion.category])
    event.add("url", settings.BASE_URL + occasion.url)
    event.add("transp", "TRANSPARENT")
    return event


def _moment(moment: datetime.date) -> datetime.date:
    return moment.astimezone(datetime.UTC) if isinstance(moment, datetime.datetime) else moment
