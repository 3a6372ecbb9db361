"""Topics as what guidance is made from."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from forums.models import Post, Topic
from forums.models.kinds import Kind, State
from portal.markings.models import Marking
from portal.origins import Onward, Origin, Source, onward

CODE = "topic"
# What holds something to learn from.
KINDS = frozenset({Kind.QUESTION, Kind.EXPERIENCE, Kind.IDEA})


def is_origin(topic: Any) -> bool:
    """Return whether something can be made from a topic: nothing leaves TLP:RED."""
    return (
        topic.kind in KINDS
        and topic.state == State.SHOWN
        and Marking.RED not in (topic.marking, topic.label)
    )


def read(key: str, person: Any) -> Source | None:
    """Return a topic as far as a person may read it: its first post, and accepted answers."""
    topics = Topic.objects.readable_by(person).shown().filter(public_id=key, kind__in=KINDS)
    topic = next(iter(topics.select_related("workspace")[:1]), None)
    if topic is None or not is_origin(topic):
        return None
    posts = Post.objects.readable_by(person).filter(topic=topic, state=State.SHOWN)
    first, answers = "", []
    for post in posts.order_by("number").exclude(marking=Marking.RED):
        if post.number == 1:
            first = post.source
        elif post.accepted_at:
            answers.append(post.source)
    begins = "solution" if topic.kind == Kind.EXPERIENCE else "problem"
    return Source(
        title=topic.title, marking=topic.marking, url=topic.get_absolute_url(),
        language=topic.language, parts={begins: first, "lesson": "\n\n".join(answers)},
    )  # fmt: skip


def onward_of(topic: Any, person: Any) -> Onward | None:
    """Return what can be made of a topic and what became of it; None where nothing is."""
    return onward(CODE, topic.public_id, person) if is_origin(topic) else None


ORIGIN = Origin(code=CODE, label=_("Topic"), read=read)
