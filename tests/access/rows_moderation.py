"""Who moves, splits and merges; who appeals and who answers; who reads the figures."""

from types import SimpleNamespace
from typing import Any

from forums.models import Appeal, Post
from portal.desk.models import WorkItem
from tests.access.rows import COMMUNITY, WEAK, Answer, Row
from tests.access.rows_forums import ASKER, OWN, WRITER, post, topic
from tests.access.rows_workspaces import INSIDE, MODERATORS
from tests.forums.talk import answer, ask
from tests.workspaces.rooms import admit, make_room
from workspaces.requests import JOINING, ask_to_join

JUDGES = MODERATORS - {ASKER}
ABOVE = {"secretariat", "moderator"}
WORDS = {"words": "Please look again."}


def build(world: SimpleNamespace) -> None:
    """Remove posts, one where somebody else moderates and one where nobody does; refuse to join."""
    people = world.people
    decider, writer = people[ASKER], people[WRITER]
    ask(world.forum, decider, "Target of a merge")
    taken = answer(
        world.topics["room"], writer, world.secrets.add("Canary taken", MODERATORS | {WRITER})
    )
    taken.remove(by=decider, reason="Names.")
    world.posts["taken"] = taken
    again = answer(
        world.topics["room"], writer, world.secrets.add("Canary appealed", MODERATORS | {WRITER})
    )
    alone = make_room(
        decider, writer, name=world.secrets.add("Canary room of two", {ASKER, WRITER})
    )
    last = answer(
        ask(alone, decider, world.secrets.add("Canary topic of two", {ASKER, WRITER})), writer,
        world.secrets.add("Canary seen above", {ASKER, WRITER} | ABOVE),
    )  # fmt: skip
    world.appeals = {}
    for name, each in (("room", again), ("above", last)):
        each.remove(by=decider, reason="Names.")
        row = Post.objects.select_related("topic__workspace").get(pk=each.pk)
        world.appeals[name] = Appeal.lodge(row, by=writer, words="Please.")
    assert world.appeals["above"].is_for_secretariat
    world.refusing = make_room(
        decider, people["coordinator"], name="Room that refuses", is_listed=True, joining="request"
    )
    admit(world.refusing, people["regional_officer"])
    asked = ask_to_join(world.refusing, by=people["officer"], reason="Seals")
    WorkItem.objects.about(JOINING, asked).get().decide("refuse", by=decider, reason="Full.")


def appeal(name: str) -> Any:
    """Return the function that gives the address of an appeal."""
    return lambda world: [world.appeals[name].public_id]


def refusing(world: SimpleNamespace) -> list[str]:
    """Return the address of the room that refused somebody."""
    return [world.refusing.public_id]


SEEN = {"seen": "x", "why": "Because."}
APPEALS = OWN | {"others": dict.fromkeys(INSIDE - {WRITER}, Answer(status=403))}
# Who answers some appeal, and does not read this one.
ELSEWHERE = dict.fromkeys((MODERATORS | {WRITER}), Answer(status=404))
UNREAD = dict.fromkeys(WEAK, Answer(status=403))

ROWS = [
    *(
        row
        for name, query in (
            ("topic_move", "room=x"), ("topic_split", "posts=2&title=New"),
            ("topic_merge", "into=T-3"),
        )
        for row in (
            Row(f"forums:{name}", MODERATORS, args=topic()),
            Row(f"forums:{name}", MODERATORS, "asked", args=topic(), query=query),
            Row(f"forums:{name}", MODERATORS, "post", "POST", topic(), lambda world: SEEN),
        )
    ),
    Row("forums:topic_merge", MODERATORS, "late", "POST", topic(), lambda world: SEEN,
        query="into=T-3", ok=409),
    Row("forums:post_label", MODERATORS, args=post()),
    Row("forums:post_label", MODERATORS, "post", "POST", post(),
        lambda world: {"marking": "amber-strict"}, ok=302),
    Row("forums:post_appeal", {WRITER}, args=post("taken"), **APPEALS),
    Row("forums:post_appeal", {WRITER}, "post", "POST", post("taken"), lambda world: WORDS,
        ok=302, **APPEALS),
    Row("forums:appeal_read", JUDGES, args=appeal("room"), meets="Canary appealed",
        others=ELSEWHERE | dict.fromkeys(ABOVE, Answer(status=404))
        | {ASKER: Answer(status=403)} | dict.fromkeys(JUDGES, Answer(status=200))),
    Row("forums:appeal_read", ABOVE, "above", args=appeal("above"), meets="Canary seen above",
        writes=("audit_event",), others=ELSEWHERE),
    Row("forums:count_list", COMMUNITY),
    Row("forums:count_table", COMMUNITY),
    Row("workspaces:request_appeal", {"officer"}, args=refusing, refuse=404, others=UNREAD),
    Row("workspaces:request_appeal", {"officer"}, "post", "POST", refusing, lambda world: WORDS,
        ok=302, refuse=404, others=UNREAD),
]  # fmt: skip
