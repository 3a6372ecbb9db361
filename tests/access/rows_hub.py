"""Who meets what of the hub: news, meetings, deliverables, links, and the notice."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from tests.access.rows import EVERYBODY, MEMBERS, Answer, Row
from tests.hub.items import (
    for_members,
    make_deliverable,
    make_link,
    make_meeting,
    make_news,
    published,
)

KEEPERS = {"secretariat", "editor", "publisher"}
WRITERS = {"secretariat", "editor"}
PUBLISHERS = {"secretariat", "publisher"}
STATES = {
    "public": EVERYBODY,
    "members": MEMBERS,
    "draft": KEEPERS,
    "withdrawn": KEEPERS,
}
MAKERS = {
    "news": make_news,
    "meetings": make_meeting,
    "deliverables": make_deliverable,
    "links": make_link,
}
NOTICE = {
    "text_en": "Maintenance on Sunday.",
    "text_fr": "Maintenance dimanche.",
    "since": "2090-01-01T00:00",
    "until": "2091-01-01T00:00",
}


def build(world: SimpleNamespace) -> None:
    """Add one item of each kind in each state, with words that only its readers may meet."""
    writer = world.people["editor"]
    world.hub = {}
    for kind, make in MAKERS.items():

        def words(state: str, name: str = kind) -> str:
            return world.secrets.add(f"Canary {name} {state}", STATES[state])

        gone = published(make(words("withdrawn"), by=writer))
        gone.withdraw(by=writer)
        world.hub[kind] = {
            "public": published(make(f"Open {kind}", by=writer)),
            "members": published(make(words("members"), by=writer, **for_members())),
            "draft": make(words("draft"), by=writer),
            "withdrawn": gone,
            "own": make(words("draft"), by=world.people["secretariat"]),
        }


def item(kind: str, state: str) -> Any:
    """Return the function that gives the kind and address of an item."""
    return lambda world: [kind, world.hub[kind][state].public_id]


def address(kind: str, state: str) -> Any:
    """Return the function that gives the address of an item."""
    return lambda world: [world.hub[kind][state].public_id]


def seen(kind: str, state: str) -> Any:
    """Return the function that gives what a publisher has read."""
    return lambda world: {"seen": world.hub[kind][state].changed_at.isoformat()}


def kept(kind: str, states: Collection[str]) -> list[Row]:
    """Return the rows of those who keep a kind: what others cannot read is not theirs to name."""
    return [
        Row("hub:item_list", KEEPERS, kind, args=lambda world: [kind], query="state=all"),
        Row("hub:item_add", WRITERS, kind, args=lambda world: [kind]),
        *[
            row
            for state in states
            for row in (
                Row("hub:item_detail", KEEPERS, f"{kind}-{state}", args=item(kind, state)),
                Row("hub:item_edit", WRITERS, f"{kind}-{state}", args=item(kind, state)),
                Row("hub:item_edit", WRITERS, f"{kind}-{state}-empty", "POST", item(kind, state)),
            )
        ],
        Row(
            "hub:item_publish", PUBLISHERS, f"{kind}-draft", "POST", item(kind, "draft"),
            seen(kind, "draft"), ok=302,
        ),
    ]  # fmt: skip


ROWS = [
    Row("hub:news_list", EVERYBODY),
    Row("hub:meeting_list", EVERYBODY),
    Row("hub:meeting_past", EVERYBODY),
    Row("hub:deliverable_list", EVERYBODY),
    Row("hub:link_list", EVERYBODY),
    *[
        row
        for state, readers in STATES.items()
        for row in (
            Row("hub:news_detail", readers, state, args=address("news", state), refuse=404),
            Row("hub:meeting_detail", readers, state, args=address("meetings", state), refuse=404),
        )
    ],
    # One set of pages serves every kind: all states of one, the draft of the others.
    *kept("news", STATES),
    *[row for kind in ("meetings", "deliverables", "links") for row in kept(kind, ["draft"])],
    Row("hub:item_list", KEEPERS, args=lambda world: ["news"]),
    Row("hub:item_add", WRITERS, "empty", "POST", args=lambda world: ["news"]),
    Row("hub:item_publish", {"publisher"}, "own", "POST", item("news", "own"), seen("news", "own"),
        ok=302),
    Row("hub:item_publish", PUBLISHERS, "get", args=item("news", "draft"), ok=405),
    Row("hub:item_withdraw", PUBLISHERS, method="POST", args=item("news", "public"), ok=302),
    Row("hub:item_withdraw", PUBLISHERS, "get", args=item("news", "public"), ok=405),
    Row("hub:item_list", state="unknown-kind", args=lambda world: ["people"],
        others=dict.fromkeys(KEEPERS, Answer(status=404))),
    Row("hub:banner_edit", {"administrator"}),
    Row("hub:banner_edit", {"administrator"}, "set", "POST", data=lambda world: NOTICE, ok=302),
    Row("hub:banner_end", {"administrator"}, method="POST", ok=302),
    Row("hub:banner_end", {"administrator"}, "get", ok=405),
]  # fmt: skip
