"""Who meets what of the forums: by role in the room, by label, and by the state of a post."""

from types import SimpleNamespace
from typing import Any

from tests.access.rows import MEMBERS, WEAK, Answer, Row
from tests.access.rows_workspaces import CONTRIBUTORS, INSIDE, INVITED, MODERATORS, hidden_room
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
        world.forum, people[ASKER], title, source=world.secrets.add("Canary question", INSIDE)
    )
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
    world.topics = {"room": topic, "gone": gone, "green": shown, "amber": inside}
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


# Whom the rule of the address lets through, and the reading rule does not.
ROOM = {"refuse": 404, "others": UNREAD}
READ = ROOM | {"writes": MARKED}
# The rule of these asks for a question or a topic of one's own, which everybody may have: 404.
OWN = {"refuse": 404, "others": dict.fromkeys(INSIDE - MODERATORS, Answer(status=403))}
KEPT = {ASKER, "coordinator", WRITER}
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
    Row("forums:post_flag", INSIDE - {WRITER}, args=post()),
    Row("forums:post_flag", INSIDE - {WRITER}, "post", "POST", post(), data(WHY), ok=302),
]  # fmt: skip
