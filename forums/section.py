"""The topics as a tab of a room, and what is new in them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums import exporting
from forums.models import Topic
from forums.rows import as_rows, rows_of
from portal.markings.models import Reader
from workspaces.sections import Act, Part, Place, Section

ON_OVERVIEW = 5


def address(room: Any) -> str:
    """Return the page of a room's topics."""
    return reverse("forums:topic_list", args=[room.public_id])


def part(room: Any, reader: Reader) -> Part | None:
    """Return the topics where somebody wrote last."""
    topics = Topic.objects.readable_by(reader.person).in_room(room)
    rows = as_rows(topics.with_mark_of(reader.person)).annotate(in_all=Window(Count("pk")))
    found = rows_of(rows[:ON_OVERVIEW])
    return Part(rows=found, count=found[0]["in_all"] if found else 0)


def news(rooms: Sequence[Any], reader: Reader) -> dict[int, int]:
    """Return in how many topics of each room somebody wrote since the reader looked."""
    readable = Topic.objects.readable_by(reader.person).filter(workspace__in=rooms)
    unread = readable.with_mark_of(reader.person).filter(Q(last_number__gt=F("read")))
    return dict(unread.order_by().values_list("workspace").annotate(Count("pk")))


SECTION = Section(
    code="topics",
    title=_("Topics"),
    url=address,
    template="forums/topic_rows.html",
    part=part,
    news=news,
    exported=exporting.exported,
    weight=exporting.weight,
    act=Act(
        permission="forums.start_topic",
        label=_("New topic"),
        url=lambda room: reverse("forums:topic_add", args=[room.public_id]),
    ),
    place=10,
)
QUESTIONS = Place(code="forums:question_list", title=_("Questions that wait"))
BOOKMARKS = Place(code="forums:bookmark_list", title=_("My bookmarks"))
