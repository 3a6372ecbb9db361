"""Topics and posts of the generated worlds, and what happens to them later."""

import uuid
from collections.abc import Callable
from typing import Any

from forums.models import Appeal, Plan, Post, Topic, Transfer, Way
from portal.markings.models import Marking
from tests.people import as_reader
from tests.workspaces.worlds import allowed
from workspaces.models import Admission, Role, Workspace

# No form offers TLP:RED.
LABELS = [each for each in Marking if each != Marking.RED]


def ask(world: Any, room: Workspace, number: int) -> Topic | None:
    """Begin a topic under a label that the number gives."""
    topic: Topic | None = allowed(
        lambda: Topic.start(
            room, by=world.person(number), kind="question", title="A topic", language="en",
            marking=LABELS[number % 4], source="Words.", token=uuid.uuid4(),
        )
    )  # fmt: skip
    return topic


def answer(world: Any, room: Workspace, number: int) -> Post | None:
    """Answer one of the topics, maybe under a stricter label, maybe for an administration."""
    topic = _one(room.forums_topics.all(), number)
    person = world.person(number)
    if topic is None:
        return None
    post: Post | None = allowed(
        lambda: topic.reply(
            by=person, source="Words.", language="en", token=uuid.uuid4(),
            marking=LABELS[number % 4], is_position=number % 3 == 0,
        )
    )  # fmt: skip
    return post


def _one(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def _of_post(verb: Callable[[Post, Any], Any]) -> Callable[[Any, Workspace, int], Any]:
    """Return what does a verb to one of the posts of a room."""

    def do(world: Any, room: Workspace, number: int) -> None:
        if post := _one(room.forums_posts.all(), number):
            allowed(lambda: verb(post, world.keeper))

    return do


def carry(world: Any, room: Workspace, number: int) -> None:
    """Move, split or merge one of the topics, as somebody who moderates both rooms."""
    topic = _one(room.forums_topics.select_related("workspace"), number)
    other = _one(Workspace.objects.all(), number + 1)
    if topic is None:
        return
    way = list(Way)[number % 3]
    into = _one(Topic.objects.select_related("workspace"), number) if way == Way.MERGE else None
    plan = Plan(
        way=way, topic=topic, room=into.workspace if into else other, into=into, numbers=(2, 3),
        title="Apart",
    )  # fmt: skip
    for each in (topic.workspace, plan.room):
        allowed(lambda each=each: Admission.admit(
            each, world.keeper, role=Role.MODERATOR, by=world.keeper
        ))  # fmt: skip
    by = as_reader(world.keeper)
    allowed(lambda: Transfer.carry_out(plan, by=by, seen=plan.seen, why="There."))


TALK_VERBS: dict[str, Callable[[Any, Workspace, int], Any]] = {
    "ask": ask,
    "answer": answer,
    "release": _of_post(lambda post, by: post.release(by=by)),
    "give back": _of_post(lambda post, by: post.give_back(by=by, reason="Please.")),
    "reject": _of_post(lambda post, by: post.reject(by=by, reason="No.")),
    "remove": _of_post(lambda post, by: post.remove(by=by, reason="No.")),
    "rewrite": _of_post(
        lambda post, by: post.edit(
            by=by, source="Other.", language="en", seen=post.versions.count()
        )
    ),
    "accept": _of_post(lambda post, by: post.accept(by=by)),
    "withdraw": _of_post(
        lambda post, by: post.signing and post.signing.withdraw(by=post.signing.signed_by)
    ),
    "carry": carry,
    "report": _of_post(lambda post, by: post.flag(by=by, why="Look.")),
    "raise label": _of_post(lambda post, by: post.raise_label(Marking.AMBER_STRICT, by=by)),
    "appeal": _of_post(
        lambda post, by: post.author and Appeal.lodge(post, by=post.author, words="Please.")
    ),
    "overturn": _of_post(lambda post, by: post.restore(by=by)),
    "close": _of_post(lambda post, by: post.topic.close(by=by, why="Enough.")),
}


def talk(world: Any, room: Workspace, number: int) -> None:
    """Let somebody ask in a room, and somebody answer."""
    ask(world, room, number)
    answer(world, room, number + 1)
