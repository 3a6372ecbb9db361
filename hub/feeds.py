"""What the hub offers as feeds: news, and meetings as a calendar."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from hub.models import Meeting, News, Precision
from portal.notifications.feeds import LIMIT, Entry, Occasion

# A calendar keeps what was within a year.
KEPT = datetime.timedelta(days=366)


def news(person: Any) -> Iterator[Entry]:
    """Yield the news, the newest first."""
    rows = News.objects.published().readable_by(person).order_by("-date", "-id")
    for row in rows[:LIMIT]:
        yield Entry(
            key=f"news/{row.public_id}",
            title=row.title,
            text=row.summary,
            url=row.get_absolute_url(),
            updated=row.published_at,
            marking=row.marking,
        )


def meetings(person: Any) -> Iterator[Occasion]:
    """Yield the meetings whose day is known: those that come, and those of the last year."""
    rows = Meeting.objects.published().readable_by(person).filter(precision=Precision.DAY)
    since = timezone.now().date() - KEPT
    latest = rows.filter(end__gte=since).order_by("-start", "-id")[:LIMIT]
    for row in reversed(latest):
        start, end = span_of(row)
        yield Occasion(
            key=f"meeting/{row.public_id}",
            title=row.title,
            text=row.note,
            url=row.get_absolute_url(),
            updated=row.published_at,
            marking=row.marking,
            start=start,
            end=end,
            place=row.place,
            category=row.get_kind_display(),
        )


def span_of(meeting: Meeting) -> tuple[datetime.date, datetime.date | None]:
    """Return moments where it stands within one day with its hour, else whole days."""
    starts = meeting.starts_at
    # Over several days the hours are those of each day: one bar through the nights would be wrong.
    if starts is None or meeting.start != meeting.end:
        return meeting.start, meeting.end
    if meeting.end_time is None:
        return starts, None
    return starts, datetime.datetime.combine(meeting.end, meeting.end_time, starts.tzinfo)
