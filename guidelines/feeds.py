"""What guidance offers as a feed: its new records."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language

from guidelines.models import Record
from portal.notifications.feeds import LIMIT, Entry


def new_records(person: Any) -> Iterator[Entry]:
    """Yield the records published last, as far as the person may read them."""
    rows = Record.objects.published().readable_by(person).only(
        "public_id", "title", "title_fr", "lead", "lead_fr", "marking", "published_at", "added_at",
    )  # fmt: skip
    is_french = get_language() == "fr"
    for row in rows.order_by("-published_at", "-id")[:LIMIT]:
        yield Entry(
            key=f"guideline/{row.public_id}",
            title=row.local_title,
            text=(is_french and row.lead_fr) or row.lead,
            url=row.get_absolute_url(),
            updated=row.published_at or row.added_at,
            marking=row.marking,
        )
