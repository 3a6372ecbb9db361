"""Who meets what of the forums: by role in the room, by label, and by the state of a post."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from forums.models import UNANSWERED, Ask, Step, Topic
from portal.desk.models import WorkItem
from tests.access.rows import COMMUNITY, MEMBERS, WEAK, Answer, Row
from tests.access.rows_workspaces import (
    CONTRIBUTORS,
    DESK,
    INSIDE,
    INVITED,
    MODERATORS,
    hidden_room,
)
from tests.forums.talk import answer, ask
from tests.workspaces.rooms import admit, make_open_room

UNREAD = dict.fromkeys(WEAK, Answer(status=403))
ASKER, WRITER = "ncp_a", "ncp_b"
MARKED = ("forums_readmark",)
WORDS = {"body": "Words.", "language": "en", "voice": "personal", "marking": "amber"}
TOPIC = WORDS | {"kind": "idea", "title": "New topic"}
WHY = {"why": "Because."}


def build(world: SimpleNamespace) -> None:
    """Begin topics in a hidden room with everybody in it, and in an open one."""
    people = world.people
    world.forum = hidden_room(world, world.secrets.add("Canary forum", INSIDE | INVITED))
    title = world.secrets.add("Canary topic", INSIDE)
    topic = ask(
        world.forum,
        people[ASKER],
        world.secrets.add("Canary first title", INSIDE),
        source=world.secrets.add("Canary question", INSIDE),
    )
    topic.revise(by=people[ASKER], title=title)
    reply = answer(topic, people[WRITER], world.secrets.add("Canary reply", INSIDE))
    reply.edit(by=people[WRITER], source="Another text", language="en", seen=0)
    gone = ask(world.forum, people[WRITER], world.secrets.add("Canary gone", MODERATORS | {WRITER}))
    gone.remove(by=people[ASKER], why="Names of traders.")
    world.open_forum = make_open_room(people[ASKER], people["coordinator"], name="Open forum")
    admit(world.open_forum, people[WRITER])
    shown = ask(world.open_forum, people[ASKER], "Open topic", marking="green")
    inside = ask(
        world.open_forum, people[ASKER],
        world.secrets.add("Canary inner topic", {ASKER, "coordinator", WRITER}), marking="amber",
    )  # fmt: skip
    held = answer(
        shown, people[WRITER], world.secrets.add("Canary held", {ASKER, "coordinator", WRITER})
    )
    assert held.state == "held"
    late = ask(world.open_forum, people[ASKER], "Open late question", marking="green")
    Topic.objects.filter(pk=late.pk).update(step=Step.TOLD)
    assert late.hand_over()
    inner = ask(world.forum, people[ASKER], world.secrets.add("Canary late", INSIDE))
    Topic.objects.filter(pk=inner.pk).update(step=Step.TOLD)
    assert inner.hand_over()
    world.late_items = {
        "green": WorkItem.objects.about(UNANSWERED, late).get(),
        "room": WorkItem.objects.about(UNANSWERED, inner).get(),
    }
    note = world.secrets.add("Canary note", MODERATORS | {WRITER})
    wanted = ask(world.forum, people[ASKER], world.secrets.add("Canary wanted", INSIDE))
    (world.routed,) = Ask.send(wanted, [people[WRITER].pk], by=people[ASKER], note=note)
    (world.joining,) = Ask.send(shown, [people["officer"].pk], by=people[ASKER])
    world.topics = {"late": late, "room": topic, "gone": gone, "green": shown, "amber": inside}
    world.posts = {"reply": reply, "first": topic.posts.get(number=1), "held": held}


def topic(name: str = "room") -> Any:
    """Return the function that gives the address of a topic."""
    return lambda world: [world.topics[name].public_id]


def post(name: str = "reply") -> Any:
    """Return the function that gives the address of a post."""
    return lambda world: [world.posts[name].public_id]


def forum(world: SimpleNamespace) -> list[str]:
    """Return the address of the hidden room."""
    return [world.forum.public_id]


def data(values: dict[str, Any]) -> Any:
    """Return the function that gives the values of a form."""
    return lambda world: values


def asked(world: SimpleNamespace) -> list[str]:
    """Return the address of what the writer was asked."""
    return [world.routed.public_id]


def joining(world: SimpleNamespace) -> list[str]:
    """Return the address of what an officer outside the open room was asked."""
    return [world.joining.public_id]


def late_item(name: str) -> Any:
    """Return the function that gives the address of a question on the desk."""
    return lambda world: [world.late_items[name].public_id]


def desk_but(handlers: Iterable[str]) -> dict[str, Answer]:
    """Return who works on the desk and meets nothing of an item: everybody but its handlers."""
    return {kind: answer for kind, answer in DESK.items() if kind not in handlers}


# Whom the rule of the address lets through, and the reading rule does not.
ROOM = {"refuse": 404, "others": UNREAD}
READ = ROOM | {"writes": MARKED}
# The rule of these asks for a question or a topic of one's own, which everybody may have: 404.
OWN = {"refuse": 404, "others": dict.fromkeys(INSIDE - MODERATORS, Answer(status=403))}
KEPT = {ASKER, "coordinator", WRITER}
# The owners of the open room, and the Secretariat where every officer reads.
ROUTERS = {ASKER, "coordinator", "secretariat", "moderator"}
EDIT = {"body": "New.", "language": "en", "version": "1"}
REVISE = {"title": "New", "language": "en"}


def moderated(name: str, args: Any, values: dict[str, Any] | None = None) -> list[Row]:
    """Return the rows of a page of moderators, or with no values of a button of theirs."""
    if values is None:
        return [Row(f"forums:{name}", MODERATORS, method="POST", args=args, ok=302)]
    return [
        Row(f"forums:{name}", MODERATORS, args=args),
        Row(f"forums:{name}", MODERATORS, "post", "POST", args, data(values), ok=302),
    ]


ROWS = [
    Row("forums:topic_list", INSIDE | INVITED, args=forum, **ROOM),
    Row("forums:topic_list", MEMBERS, "open", args=lambda world: [world.open_forum.public_id],
        **ROOM),
    Row("forums:topic_add", CONTRIBUTORS, args=forum),
    Row("forums:topic_add", CONTRIBUTORS, "post", "POST", forum, data(TOPIC), ok=302),
    Row("forums:topic_detail", INSIDE, args=topic(), meets="Canary question", **READ),
    Row("forums:topic_detail", MODERATORS | {WRITER}, "gone", args=topic("gone"), **READ),
    Row("forums:topic_detail", MEMBERS, "green", args=topic("green"), **READ),
    Row("forums:topic_detail", KEPT, "amber", args=topic("amber"), meets="Canary inner topic",
        **READ),
    Row("forums:topic_detail", CONTRIBUTORS, "reply", "POST", topic(), data(WORDS), ok=302,
        refuse=404, others=UNREAD | dict.fromkeys(INSIDE - CONTRIBUTORS, Answer(status=403))),
    Row("forums:topic_edit", MODERATORS, args=topic(), **OWN),
    Row("forums:topic_edit", MODERATORS, "post", "POST", topic(), data(REVISE), ok=302, **OWN),
    Row("forums:topic_history", INSIDE, args=topic(), meets="Canary first title", **ROOM),
    Row("forums:topic_history", MODERATORS | {WRITER}, "gone", args=topic("gone"), **ROOM),
    *moderated("topic_pin", topic()),
    *moderated("topic_close", topic(), WHY),
    *moderated("topic_reopen", topic()),
    *moderated("post_remove", post(), WHY),
    Row("forums:topic_conclude", MODERATORS, method="POST", args=topic(),
        data=data({"outcome": "partly"}), ok=302, **OWN),
    Row("forums:post_accept", MODERATORS, method="POST", args=post(),
        data=data({"accept": "yes"}), ok=302, **OWN),
    Row("forums:post_open", INSIDE, args=post(), ok=302, **ROOM),
    Row("forums:post_open", KEPT, "held", args=post("held"), ok=302, **ROOM),
    Row("forums:post_edit", {WRITER}, args=post()),
    Row("forums:post_edit", {WRITER}, "post", "POST", post(), data(EDIT), ok=302),
    Row("forums:post_history", INSIDE, args=post(), **ROOM),
    Row("forums:question_list", COMMUNITY),
    Row("forums:ask_list", COMMUNITY),
    Row("forums:rest_edit", COMMUNITY, method="POST", ok=302),
    Row("forums:topic_people", MODERATORS, args=topic(),
        **OWN | {"others": OWN["others"] | UNREAD}),
    Row("forums:topic_people", ROUTERS, "green", args=topic("late"), refuse=404,
        others=dict.fromkeys(MEMBERS - ROUTERS, Answer(status=403))),
    Row("forums:topic_people", MODERATORS, "post", "POST", topic(), data({"note": "Why?"}),
        **OWN | {"others": OWN["others"] | UNREAD}),
    Row("forums:topic_again", MODERATORS, method="POST", args=topic(), ok=302, **OWN),
    Row("forums:ask_decline", {WRITER}, method="POST", args=asked, ok=302, **ROOM),
    Row("forums:ask_join", {"officer"}, method="POST", args=joining, ok=302, refuse=404,
        others=UNREAD),
    Row("forums:ask_pass", {WRITER}, args=asked, **ROOM),
    Row("forums:ask_pass", {WRITER}, "post", "POST", asked, data({"note": "Why?"}), **ROOM),
    Row("forums:post_useful", {ASKER}, method="POST", args=post(), ok=302, refuse=404,
        others=dict.fromkeys(INSIDE - {ASKER}, Answer(status=403))),
    Row("desk:item_detail", MODERATORS, "late question", args=late_item("room"),
        others=desk_but(MODERATORS)),
    Row("desk:item_detail", ROUTERS, "late question that all read", args=late_item("green"),
        others=desk_but(ROUTERS)),
    Row("forums:post_flag", INSIDE - {WRITER}, args=post()),
    Row("forums:post_flag", INSIDE - {WRITER}, "post", "POST", post(),
        data(WHY | {"reason": "offtopic"}), ok=302),
]  # fmt: skip
