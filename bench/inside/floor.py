"""The floor's data and its two pages."""

import datetime
import random

from django.contrib.auth import get_user_model
from django.utils import timezone

from bench.floor.models import Post, Topic
from bench.inside import visit

TOPICS = 5_000
PEOPLE = 500
POSTS = 28
WORDS = ["customs", "declaration", "risk", "valuation", "origin", "transit", "scanning", "border"]


def fill() -> None:
    """Make people and topics; the same at every run."""
    source = random.Random(0)
    people = get_user_model().objects.bulk_create(
        get_user_model()(username=f"person{number}") for number in range(PEOPLE)
    )
    now = timezone.now()
    Topic.objects.bulk_create(
        Topic(
            title=" ".join(source.choices(WORDS, k=6)).capitalize(),
            author=source.choice(people),
            replies=source.randrange(60),
            created_at=now - datetime.timedelta(days=source.randrange(30, 400)),
            last_active_at=now - datetime.timedelta(minutes=number),
        )
        for number in range(TOPICS)
    )
    topic = Topic.objects.earliest("pk")
    Post.objects.bulk_create(
        Post(
            topic=topic,
            author=source.choice(people),
            text=" ".join(source.choices(WORDS, k=80)).capitalize(),
            created_at=now - datetime.timedelta(minutes=number),
        )
        for number in range(POSTS)
    )


if __name__ == "__main__":
    fill()
    first = get_user_model().objects.earliest("pk")
    visit.report(
        visit.visitor(first),
        {"list": ["/"], "topic": [f"/topics/{Topic.objects.earliest('pk').pk}"]},
    )
