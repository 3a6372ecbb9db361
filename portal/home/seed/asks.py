"""Labelled sample questions that found people: answered, declined, late, on the desk, expired."""

import datetime
from typing import Any

from django.utils import timezone

from forums.escalating import escalate, expire
from forums.models import Ask, Post, Topic
from portal.desk.workdays import today
from portal.home.seed.files import ContentError, Record, items
from portal.home.seed.rooms import sample_people
from portal.home.seed.topics import begun, owner_of, written
from workspaces.models import Workspace

DAY = datetime.timedelta(days=1)


def load() -> None:
    """Ask people through the verb that the page calls, then let the clock do what it does."""
    people = sample_people()
    rooms = {room.name: room for room in Workspace.objects.filter(is_sample=True)}
    for item in items("sample_asks.json"):
        try:
            _load(item, people, rooms)
        except KeyError as error:
            raise ContentError(f"{item.place}: {error} is missing or unknown.") from None
    for _step in range(2):
        escalate()
    expire()


def _load(item: Record, people: dict[str, Any], rooms: dict[str, Workspace]) -> None:
    topic = _topic(item, people, rooms)
    for said in item["asks"]:
        _asked(topic, Record(item.place, said), people)
    for said in item.values.get("answers", ()):
        _answered(topic, said, people)
    wished = item["wished_in"]
    Topic.objects.filter(pk=topic.pk).update(
        deadline=None if wished is None else timezone.now().date() + wished * DAY,
        waits_from=today() - item["waits"] * DAY,
    )


def _topic(item: Record, people: dict[str, Any], rooms: dict[str, Workspace]) -> Topic:
    """Return the question: a new one, or one of the sample topics."""
    if "new" in item.values:
        record = Record(item.place, item["new"])
        room = record.one_of("room", rooms)
        topic = begun(record, room, people, owner_of(room))
        at = timezone.now() - (item["waits"] + 5) * DAY
        Topic.objects.filter(pk=topic.pk).update(started_at=at, last_post_at=at, is_sample=True)
        Post.objects.filter(topic=topic).update(written_at=at)
    else:
        topic = Topic.objects.get(is_sample=True, title=item["topic"])
    Topic.objects.filter(pk=topic.pk).update(
        technologies=item["technologies"], processes=item["processes"]
    )
    topic.refresh_from_db()
    return topic


def _asked(topic: Topic, said: Record, people: dict[str, Any]) -> None:
    """Ask somebody some days ago."""
    person = people[said["person"]]
    (ask,) = Ask.send(topic, [person.pk], by=topic.author, note=said["note"])
    if said["end"] == Ask.State.DECLINED:
        ask.decline(by=person)
    Ask.objects.filter(pk=ask.pk).update(asked_at=timezone.now() - said["days"] * DAY)


def _answered(topic: Topic, said: dict[str, Any], people: dict[str, Any]) -> None:
    """Let somebody answer, and the asker say what it was worth."""
    topic.refresh_from_db()
    author: Any = topic.author
    post = topic.reply(by=people[said["by"]], **written(said))
    if said.get("useful"):
        post.mark_useful(True, by=author)
    if said.get("accept"):
        post.accept(by=author)
