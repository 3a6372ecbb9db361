"""Labelled sample polls with the votes of sample persons, and some bookmarks."""

import datetime
import json
import uuid
from typing import Any

from django.utils import timezone

from forums.models import Bookmark, Poll, Post, Topic
from forums.models.poll_kinds import Asks, Method, Shows
from portal.home.seed.files import CONTENT, ContentError, Record, items
from portal.home.seed.rooms import sample_people
from portal.markings.models import Reader
from workspaces.models import Workspace

NAME = "sample_polls.json"
METHODS = {each.value: each for each in Method}
SHOWN = {each.value: each for each in Shows}
WEEK = datetime.timedelta(days=7)


def load() -> None:
    """Put questions to the vote and let people vote, through the verbs that the pages call."""
    people: dict[str, Any] = sample_people()
    for person in people.values():
        person.reader = Reader(person)
    rooms = {room.name: room for room in Workspace.objects.filter(is_sample=True)}
    for item in items(NAME):
        try:
            _voted(item, item.one_of("room", rooms), people)
        except KeyError as error:
            raise ContentError(f"{item.place}: {error} is missing or unknown.") from None
    _marked(people)


def _voted(item: Record, room: Workspace, people: dict[str, Any]) -> None:
    values, now = item.values, timezone.now()
    closes = now + datetime.timedelta(days=item["closes_in"])
    rules = {
        "method": item.one_of("method", METHODS),
        "most": values.get("most"),
        "is_anonymous": values.get("is_anonymous", False),
        "asks": values.get("asks", Asks.PERSONS),
        "shows": item.one_of("shows", SHOWN),
        "closes_at": max(closes, now + WEEK),
    }
    topic = Poll.start(
        room, by=people[item["by"]], options=item["options"], rules=rules, title=item["title"],
        language=item["language"], marking=item["marking"], source=item["text"],
        token=uuid.uuid4(), is_sample=True,
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(is_sample=True)
    poll = Poll.objects.get(topic=topic)
    for key, choices in item["votes"].items():
        poll.vote(choices, by=people[key])
    Poll.objects.filter(pk=poll.pk).update(closes_at=closes)
    Poll.objects.get(pk=poll.pk).finish()


def _marked(people: dict[str, Any]) -> None:
    marks = json.loads((CONTENT / NAME).read_text(encoding="utf-8"))["bookmarks"]
    for mark in marks:
        post = Post.objects.get(topic__title=mark["title"], number=1)
        person, days = people[mark["by"]], mark["remind_in"]
        Bookmark.put(post, by=person)
        day = days and timezone.now().date() + datetime.timedelta(days=days)
        bookmark = Bookmark.objects.get(post=post, person=person)
        bookmark.revise(by=person, note=mark["note"], remind_on=day)
