"""What the own export of a room holds of its topics: pages that lead to one another, JSON, files.

Posts that others read, as far as the owner reads them; nothing that is TLP:RED, or waits.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename
from django.utils.translation import get_language

from forums.models import Attachment, Post, Topic
from forums.models.topic import TopicQuerySet
from portal.files import storing
from portal.files.models import StoredFile
from portal.markings.models import Marking, Reader
from workspaces.sections import Leaf

CHUNK = 256 * 1024
MEGABYTE = 1024 * 1024
# Addresses in texts: of posts, which stand on the same page, and of the portal.
TO_POST = re.compile(r'href="/posts/([A-Za-z0-9]{12})/"')
TO_PORTAL = re.compile(r'href="/(?!/)')


def topics_of(room: Any, reader: Reader) -> TopicQuerySet:
    """Return the topics of a room that an owner takes along."""
    readable = Topic.objects.readable_by(reader.person).in_room(room).shown()
    return readable.exclude(marking=Marking.RED)


def posts_of(topics: Any, reader: Reader) -> Any:
    """Return the posts of these topics that an owner takes along."""
    readable = Post.objects.readable_by(reader.person).shown().filter(topic__in=topics)
    return readable.exclude(marking=Marking.RED)


def weight(room: Any, reader: Reader) -> int:
    """Return about how much it is, in posts and megabytes."""
    posts = posts_of(topics_of(room, reader), reader)
    files = files_of(posts).aggregate(size=Sum("size"))["size"] or 0
    return int(posts.count() + files // MEGABYTE)


def files_of(posts: Any) -> Any:
    """Return the files of posts that whoever reads them fetches."""
    released = Attachment.objects.standing().held().filter(file__state=StoredFile.State.RELEASED)
    return released.filter(post__in=posts).select_related("file").order_by("pk")


def exported(room: Any, reader: Reader) -> Iterator[Leaf]:
    """Yield the list of topics, then each topic as a page, as JSON, and its files."""
    topics = topics_of(room, reader).with_people().order_by("number")
    label = room.marking
    context = {"room": room, "topics": topics, "label": Marking(label).label}
    page = render_to_string("forums/export_index.html", context)
    yield Leaf(name="index.html", chunks=[page.encode()], marking=label)
    for topic in topics.iterator(chunk_size=200):
        posts = posts_of([topic.pk], reader).with_people().order_by("number")
        keys = list(posts.values_list("pk", flat=True))
        files: dict[int, list[Attachment]] = {}
        for each in files_of(keys):
            files.setdefault(each.post_id or 0, []).append(each)
        yield Leaf(
            name=f"{topic.reference}.html", chunks=pages(topic, posts, files),
            marking=topic.marking, model="forums.topic", items=[topic.pk],
        )  # fmt: skip
        yield Leaf(
            name=f"{topic.reference}.json", chunks=texts(topic, posts, files),
            marking=topic.marking, model="forums.post", items=keys,
        )  # fmt: skip
        for each in (each for some in files.values() for each in some):
            yield Leaf(name=place_of(each), chunks=bytes_of(each), marking=topic.marking)


def place_of(attachment: Attachment) -> str:
    """Return where a file lies beside the pages: nothing of a path is in its name."""
    return f"files/{attachment.public_id}-{get_valid_filename(attachment.file.name)}"


def bytes_of(attachment: Attachment) -> Iterator[bytes]:
    """Yield the bytes of a file as they are read; of one that is gone, none."""
    try:
        source = storing.open_released(attachment.file.key)
    except FileNotFoundError:
        return
    with source:
        yield from iter(lambda: source.read(CHUNK), b"")


def pages(topic: Any, posts: Any, files: dict[int, list[Attachment]]) -> Iterator[bytes]:
    """Yield a topic as a page, post by post."""
    label = Marking(topic.marking).label
    context = {"topic": topic, "label": label}
    yield render_to_string("forums/export_head.html", context).encode()
    for post in posts.iterator(chunk_size=200):
        post.topic = topic
        shown = [(each, place_of(each)) for each in files.get(post.pk, [])]
        context = {"post": post, "html": offline(post.html), "files": shown}
        yield render_to_string("forums/export_post.html", context).encode()
    yield render_to_string("forums/export_foot.html", {"label": label, "topic": topic}).encode()


def offline(html: str) -> str:
    """Return a text whose links lead somewhere without the portal's address before them."""
    html = TO_POST.sub(r'href="#p-\1"', html)
    return TO_PORTAL.sub(f'href="{settings.BASE_URL}/{get_language() or "en"}/', html)


def texts(topic: Any, posts: Any, files: dict[int, list[Attachment]]) -> Iterator[bytes]:
    """Yield a topic as JSON, post by post: an object with the topic and the list of its posts."""
    head = {
        "reference": topic.reference, "id": topic.public_id, "kind": topic.kind,
        "title": topic.title, "language": topic.language, "outcome": topic.outcome or None,
        "label": Marking(topic.marking).label, "author": _name(topic.author),
        "begun": topic.started_at,
    }  # fmt: skip
    yield f'{{"topic": {_json(head)}, "posts": ['.encode()
    for number, post in enumerate(posts.iterator(chunk_size=200)):
        post.topic = topic
        yield ((",\n" if number else "\n") + _json(_post(post, files))).encode()
    yield b"\n]}\n"


def _post(post: Any, files: dict[int, list[Attachment]]) -> dict[str, Any]:
    return {
        "number": post.number, "id": post.public_id, "author": _name(post.author),
        "voice": post.voice, "label": Marking(post.label).label, "language": post.language,
        "written": post.written_at, "changed": post.edited_at, "accepted": post.accepted_at,
        "text": post.source,
        "files": [
            {
                "path": place_of(each), "name": each.file.name, "size": each.size,
                "sha256": each.file.sha256, "label": Marking(post.label).label,
            }
            for each in files.get(post.pk, [])
        ],
    }  # fmt: skip


def _name(person: Any) -> str | None:
    return person.name if person else None


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
