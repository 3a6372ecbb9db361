"""What the library offers as a feed: its new records."""

from collections.abc import Iterator
from typing import Any

from portal.markings.models import Marking
from portal.notifications.feeds import LIMIT, Entry
from research.models import Work


def new_works(person: Any) -> Iterator[Entry]:
    """Yield the records published last. What is for named readers alone is in no feed."""
    rows = Work.objects.published().readable_by(person).exclude(marking=Marking.RED)
    shown = rows.only(
        "public_id",
        "title",
        "title_fr",
        "byline",
        "venue",
        "year",
        "marking",
        "published_at",
        "added_at",
    )
    for row in shown.order_by("-published_at", "-id")[:LIMIT]:
        yield Entry(
            key=f"work/{row.public_id}",
            title=row.local_title,
            text=", ".join(filter(None, [row.byline, row.venue, str(row.year)])),
            url=row.get_absolute_url(),
            updated=row.published_at or row.added_at,
            marking=row.marking,
            author=row.byline,
        )
