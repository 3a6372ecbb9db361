"""Who meets what of the desk: everybody writes, few read, and fewer keep it."""

import datetime
from types import SimpleNamespace
from typing import Any

from portal.desk.models import Holiday, Letter, ReasonTemplate, WorkItem
from tests.access.rows import EVERYBODY, Answer, Row

HANDLERS = {"secretariat", "moderator"}
KEEPERS = {"secretariat"}
# They moderate workspaces, or review and publish guidance, and meet nothing else of the desk.
ROOMS = {"ncp_a", "ncp_b", "coordinator", "regional_officer", "editor", "publisher"}
QUEUES = HANDLERS | ROOMS
UNREAD = dict.fromkeys(ROOMS, Answer(status=404))
# Whoever wrote while signed in reads it, too.
READERS = {"anonymous": HANDLERS, "ncp_a": HANDLERS | {"ncp_a"}}
REQUEST = {
    "name": "Nadia New",
    "organisation": "Customs of Arcadia",
    "email": "nadia@customs.example",
    "text": "Please.",
}
TEXT = {"kind": "", "name": "Thanks", "text_en": "Thank you.", "text_fr": "Merci."}
STATES = ("open", "claimed", "done")


def build(world: SimpleNamespace) -> None:
    """Put one letter of a visitor and one of an officer on the desk, and items in every state."""
    world.letters = {
        author: Letter.write(
            Letter.Kind.MISTAKE,
            by=world.people.get(author),
            text=world.secrets.add(f"Canary letter of {author}", readers),
        )
        for author, readers in READERS.items()
    }
    secretariat = world.people["secretariat"]
    world.items = {state: item(world, state) for state in STATES}
    world.items["claimed"].claim(by=secretariat)
    world.items["done"].decide("answer", by=secretariat, reason="Done.")
    world.reason = ReasonTemplate.add(by=None, **TEXT)
    world.holiday = Holiday.keep(by=None, day=datetime.date(2099, 1, 1), name="New year")


def item(world: SimpleNamespace, state: str) -> WorkItem:
    """Return the item of a new letter that only handlers may read."""
    words = world.secrets.add(f"Canary item that is {state}", HANDLERS)
    written = Letter.write(Letter.Kind.MISTAKE, by=None, text=words)
    return WorkItem.objects.about(written.desk_kind, written).get()


def letter(author: str) -> Any:
    """Return the function that gives the address of a letter."""
    return lambda world: [world.letters[author].public_id]


def of(state: str) -> Any:
    """Return the function that gives the address of an item."""
    return lambda world: [world.items[state].public_id]


def answer(world: SimpleNamespace) -> dict[str, Any]:
    """Return an answer to an item as it was when it was opened."""
    return {"decision": "answer", "reason": "Corrected.", "seen": 1}


def acts(name: str, **answers: int) -> list[Row]:
    """Return the rows of a POST on an item in each state, with its status for handlers."""
    return [
        Row(f"desk:{name}", HANDLERS, state, "POST", of(state), answer, ok=status, others=UNREAD)
        for state, status in answers.items()
    ]


ROWS = [
    Row("desk:report_add", EVERYBODY),
    Row("desk:report_add", EVERYBODY, "send", "POST", data=lambda world: REQUEST, ok=302),
    Row("desk:account_request", EVERYBODY),
    Row("desk:account_request", EVERYBODY, "send", "POST", data=lambda world: REQUEST, ok=302),
    Row("desk:letter_sent", EVERYBODY),
    *[
        Row("desk:letter_detail", readers, author, args=letter(author), refuse=404)
        for author, readers in READERS.items()
    ],
    Row("desk:home", QUEUES),
    Row("desk:queue", QUEUES, meets="Canary item that is open"),
    Row("desk:queue", QUEUES, "done", query="show=done", meets="Canary item that is done"),
    Row("desk:queue_act", QUEUES, "nothing", "POST", ok=400),
    Row(
        "desk:queue_act", HANDLERS, "take", "POST",
        data=lambda world: {"act": "take", "item": [f"{world.items['open'].public_id}:1"]},
        # The item is none of theirs: nothing is ticked.
        others=dict.fromkeys(ROOMS, Answer(status=400)),
    ),
    *[
        Row("desk:item_detail", HANDLERS, state, args=of(state),
            meets=f"Canary item that is {state}", others=UNREAD)
        for state in STATES
    ],
    # The officer of the claim goes on; a colleague is told who has it in hand.
    *acts("item_decide", open=302, done=409),
    Row("desk:item_decide", HANDLERS, "claimed", "POST", of("claimed"), answer, ok=302,
        others=UNREAD | {"moderator": Answer(status=409)}),
    *acts("item_claim", open=302, done=409),
    *acts("item_release", open=409, done=409),
    Row("desk:item_release", HANDLERS, "claimed", "POST", of("claimed"), ok=302,
        others=UNREAD | {"moderator": Answer(status=409)}),
    Row("desk:item_decide", QUEUES, "get", args=of("open"), ok=405),
    Row("desk:item_claim", QUEUES, "get", args=of("open"), ok=405),
    Row("desk:item_release", QUEUES, "get", args=of("open"), ok=405),
    Row("desk:item_assign", HANDLERS, args=of("open"), others=UNREAD),
    Row("desk:item_assign", HANDLERS, "open", "POST", of("open"), lambda world: {"seen": ""},
        ok=302, others=UNREAD),
    *acts("item_assign", done=409),
    Row("desk:item_next", HANDLERS, args=of("open"), ok=302, others=UNREAD),
    Row("desk:reason_list", KEEPERS),
    Row("desk:reason_add", KEEPERS),
    Row("desk:reason_add", KEEPERS, "send", "POST",
        data=lambda world: TEXT | {"name": "More thanks"}, ok=302),
    Row("desk:reason_edit", KEEPERS, args=lambda world: [world.reason.pk]),
    Row("desk:reason_edit", KEEPERS, "send", "POST", lambda world: [world.reason.pk],
        data=lambda world: TEXT, ok=302),
    Row("desk:reason_drop", KEEPERS, "", "POST", lambda world: [world.reason.pk], ok=302),
    Row("desk:holiday_list", KEEPERS),
    Row("desk:holiday_list", KEEPERS, "send", "POST", data=lambda world: {"day": "2099-05-01"},
        ok=302),
    Row("desk:holiday_drop", KEEPERS, "", "POST", lambda world: [world.holiday.pk], ok=302),
]  # fmt: skip
