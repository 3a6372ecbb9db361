"""Load data for benches: rooms, topics and posts. The first room is the largest."""

import datetime
import random
from collections.abc import Iterator

from django.utils import timezone

from directory.models import Person
from forums.models import Post, Topic
from portal.markings.models import Audience, Marking
from portal.writing.rendering import Rendered, render
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
NAME = "Load room"
TEXT = (
    "We keep a share of **random** controls, with a minimum for each office.\n\n"
    "- Small offices keep new data.\n- The share is set once a year.\n\n"
    "More in [the guidance](/en/help/), which we revise in spring."
)


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
    in_first = int(TOPICS[scale] * SHARE)
    topics = []
    for number in range(TOPICS[scale]):
        room = rooms[0] if number < in_first else rooms[1 + number % (len(rooms) - 1)]
        title = " ".join(source.choices(words, k=9)).capitalize()
        posts = LONG if number == 0 else POSTS
        topics.append(_topic(room, number, title, source.choice(people), posts))
    Topic.objects.bulk_create(topics, BATCH)
    shown = render(TEXT, language="en")
    for topic in topics:
        Post.objects.bulk_create(_posts(topic, people, shown), BATCH)


def _topic(room: Workspace, number: int, title: str, author: Person, posts: int) -> Topic:
    at = timezone.now() - datetime.timedelta(minutes=number + 1)
    return Topic(
        workspace=room, author=author, number=number + 1, kind=Topic.Kind.QUESTION, title=title,
        language="en", marking=Marking.AMBER, outcome=Topic.Outcome.OPEN, started_at=at,
        last_post_at=at, last_author=author, last_number=posts, posts_shown=posts, is_sample=True,
        audience_id=Audience.objects.intern({room.token()}),
    )  # fmt: skip


def _posts(topic: Topic, people: list[Person], shown: Rendered) -> Iterator[Post]:
    for number in range(1, topic.last_number + 1):
        yield Post(
            workspace_id=topic.workspace_id, topic=topic, number=number, source=TEXT,
            html=shown.html, words=shown.words, rendered_by=shown.version, language="en",
            marking=topic.marking, audience_id=topic.audience_id, written_at=topic.started_at,
            author=people[(topic.number + number) % len(people)], is_sample=True,
        )  # fmt: skip
