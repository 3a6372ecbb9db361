"""Load data for benches: rooms, topics and posts. The first room is the largest."""

import datetime
import random

from django.db import connection
from django.utils import timezone

from directory.models import Person
from forums.models import Post, Topic
from portal.markings.models import Audience, Marking
from portal.writing.rendering import render
from workspaces.models import Workspace

ROOMS = {1: 40, 10: 200, 100: 2_000}
TOPICS = {1: 500, 10: 5_000, 100: 50_000}
# In the first room; the rest is spread evenly.
SHARE = 0.2
POSTS = 10
# One topic is this long at every scale: its last page must cost what its first does.
LONG = 10_000
# So many rooms the first contact point is in.
MINE = 30
BATCH = 5_000
# Topics whose posts one statement writes.
AT_ONCE = 1_000
NAME = "Load room"
TEXT = (
    "We keep a share of **random** controls, with a minimum for each office.\n\n"
    "- Small offices keep new data.\n- The share is set once a year.\n\n"
    "More in [the guidance](/en/help/), which we revise in spring."
)

# Everything of the first post but what its topic and its number say.
_COPIES = """
INSERT INTO forums_post ({columns})
SELECT {values}
  FROM forums_post AS first, forums_topic AS topic,
       LATERAL generate_series(1, topic.last_number) AS made(place)
 WHERE first.id = %(first)s AND topic.id = ANY(%(topics)s)
   AND (topic.id, made.place) <> (first.topic_id, first.number)
"""
_OWN = {
    "public_id": "lpad(to_hex(topic.id), 6, '0') || lpad(to_hex(made.place), 6, '0')",
    "token": "gen_random_uuid()",
    "workspace_id": "topic.workspace_id",
    "topic_id": "topic.id",
    "number": "made.place",
    "audience_id": "topic.audience_id",
    "written_at": "topic.started_at",
    "author_id": "(%(people)s)[1 + (topic.number + made.place) %% cardinality(%(people)s)]",
}


def load(scale: int, words: list[str], source: random.Random) -> None:
    """Add the rooms, topics and posts of a scale; the same data at every run."""
    people = list(Person.objects.filter(email__endswith="@bench.example").order_by("pk")[:500])
    rooms = [
        Workspace.open(
            by=None, name=f"{NAME} {number:05}", purpose="Load data.", kind="standing",
            is_sample=True,
        )
        for number in range(ROOMS[scale])
    ]  # fmt: skip
    readers = {room.pk: Audience.objects.intern({room.token()}) for room in rooms}
    in_first = int(TOPICS[scale] * SHARE)
    topics = []
    for number in range(TOPICS[scale]):
        room = rooms[0] if number < in_first else rooms[1 + number % (len(rooms) - 1)]
        title = " ".join(source.choices(words, k=9)).capitalize()
        posts = LONG if number == 0 else POSTS
        author = source.choice(people)
        topics.append(_topic(room, number, title, author, posts=posts, audience=readers[room.pk]))
    Topic.objects.bulk_create(topics, BATCH)
    _fill(topics, people)


def _topic(
    room: Workspace, number: int, title: str, author: Person, *, posts: int, audience: int
) -> Topic:
    at = timezone.now() - datetime.timedelta(minutes=number + 1)
    return Topic(
        workspace=room, author=author, number=number + 1, kind=Topic.Kind.QUESTION, title=title,
        language="en", marking=Marking.AMBER, outcome=Topic.Outcome.OPEN, started_at=at,
        last_post_at=at, last_author=author, last_number=posts, posts_shown=posts, is_sample=True,
        audience_id=audience,
    )  # fmt: skip


def _fill(topics: list[Topic], people: list[Person]) -> None:
    """Write the posts of topics: the first by hand, and half a million as its copies."""
    shown, topic = render(TEXT, language="en"), topics[0]
    first = Post.objects.create(
        workspace_id=topic.workspace_id, topic=topic, number=1, source=TEXT, html=shown.html,
        words=shown.words, rendered_by=shown.version, language="en", marking=topic.marking,
        audience_id=topic.audience_id, written_at=topic.started_at, author=people[0],
        is_sample=True,
    )  # fmt: skip
    columns = [str(f.column) for f in Post._meta.concrete_fields if not f.primary_key]
    values = [_OWN.get(column, f'first."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    statement = _COPIES.format(columns=names, values=", ".join(values))
    authors = [person.pk for person in people]
    with connection.cursor() as cursor:
        # No statement takes longer than the portal lets one take.
        for start in range(0, len(topics), AT_ONCE):
            some = [topic.pk for topic in topics[start : start + AT_ONCE]]
            cursor.execute(statement, {"first": first.pk, "topics": some, "people": authors})
