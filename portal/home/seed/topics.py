"""Labelled sample topics: what sample persons wrote in the sample rooms."""

import datetime
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from forums.models import HELD, Attachment, Post, Topic
from forums.models.attachment import PURPOSE
from portal.desk.models import WorkItem
from portal.files.purposes import purpose_of
from portal.files.uploads import keep_upload
from portal.home.seed.files import ContentError, Record, items
from portal.home.seed.rooms import sample_people
from workspaces.models import Admission, Workspace

Words = dict[str, Any]


def load() -> None:
    """Let people talk, through the verbs that the pages call; the newest stands first."""
    people = sample_people()
    rooms = {room.name: room for room in Workspace.objects.filter(is_sample=True)}
    for days, item in enumerate(items("sample_topics.json")):
        room = item.one_of("room", rooms)
        try:
            topic = begun(item, room, people, owner_of(room))
        except KeyError as error:
            raise ContentError(f"{item.place}: {error} is missing or unknown.") from None
        at = timezone.now() - datetime.timedelta(days=days)
        Topic.objects.filter(pk=topic.pk).update(started_at=at, last_post_at=at, is_sample=True)
        Post.objects.filter(topic=topic).update(written_at=at)


def owner_of(room: Workspace) -> Any:
    """Return an owner of a room."""
    owning = Admission.objects.owning().filter(workspace=room, person__isnull=False)
    return owning.earliest("pk").person


def begun(item: Record, room: Workspace, people: dict[str, Any], owner: Any) -> Topic:
    """Begin a topic with its posts, and let others read what was held."""
    values = item.values
    topic = Topic.start(
        room, by=people[item["by"]], kind=item["kind"], title=item["title"],
        marking=item["marking"], languages=values.get("languages"),
        readers=[people[key] for key in values.get("readers", [])],
        files=attached(values.get("file"), room, people[item["by"]]), **written(values),
    )  # fmt: skip
    if not values.get("hold"):
        _released(topic.posts.get(), owner)
    for said in item["posts"]:
        topic.refresh_from_db()
        post = topic.reply(
            by=people[said["by"]], is_position=said.get("position", False), **written(said)
        )
        _released(post, owner)
        if said.get("accept"):
            post.accept(by=topic.author)
    topic.refresh_from_db()
    if values.get("pin"):
        topic.pin(True, by=owner)
    if "close" in values:
        topic.close(by=owner, why=item["close"])
    return topic


def attached(said: Words | None, room: Workspace, by: Any) -> list[Attachment]:
    """Return the file that a topic begins with, taken in as an upload is."""
    if not said:
        return []
    upload = ContentFile(said["text"].encode(), name=said["name"])
    kept = keep_upload(upload, purpose_of(PURPOSE), owner=str(by.pk))
    return [Attachment.receive(kept, room=room, by=by)]


def _released(post: Post, owner: Any) -> None:
    """Let others read what was held, and take it off the desk."""
    if post.release(by=owner):
        WorkItem.settle(HELD, on=post, by=owner, outcome="release")


def written(said: Words) -> Words:
    """Return what the verbs of topics and posts both take."""
    return {
        "source": said["text"], "language": said.get("language", "en"), "token": uuid.uuid4(),
        "is_sample": True,
    }  # fmt: skip
