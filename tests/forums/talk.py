"""Topics and posts of the tests."""

import uuid
from typing import Any

from forums.models import Post, Topic
from portal.markings.models import Marking
from tests.people import as_reader


def ask(room: Any, by: Any, title: str = "Which share?", **fields: Any) -> Topic:
    """Return a question in a room."""
    values: dict[str, Any] = {
        "kind": "question", "language": "en", "marking": Marking.AMBER, "source": "What do you do?",
        "token": uuid.uuid4(),
    }  # fmt: skip
    return Topic.start(room, by=as_reader(by), title=title, **values | fields)


def answer(topic: Topic, by: Any, source: str = "Seven per cent.", **fields: Any) -> Post:
    """Return a post that follows in a topic."""
    values = {"language": "en", "token": uuid.uuid4()} | fields
    post: Post = topic.reply(by=as_reader(by), source=source, **values)
    return post
