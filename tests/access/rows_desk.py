"""Who meets what of the desk: everybody writes, few read."""

from types import SimpleNamespace
from typing import Any

from portal.desk.models import Letter
from tests.access.rows import EVERYBODY, Answer, Row

HANDLERS = {"secretariat", "moderator"}
# Whoever wrote while signed in reads it, too.
READERS = {"anonymous": HANDLERS, "ncp_a": HANDLERS | {"ncp_a"}}
REQUEST = {
    "name": "Nadia New",
    "organisation": "Customs of Arcadia",
    "email": "nadia@customs.example",
    "text": "Please.",
}


def build(world: SimpleNamespace) -> None:
    """Put one letter of a visitor and one of an officer on the desk."""
    world.letters = {
        author: Letter.write(
            Letter.Kind.MISTAKE,
            by=world.people.get(author),
            text=world.secrets.add(f"Canary letter of {author}", readers),
        )
        for author, readers in READERS.items()
    }


def letter(author: str) -> Any:
    """Return the function that gives the address of a letter."""
    return lambda world: [world.letters[author].public_id]


def answer(world: SimpleNamespace) -> dict[str, str]:
    """Return an answer."""
    return {"answer": "Corrected."}


ROWS = [
    Row("desk:report_add", EVERYBODY),
    Row("desk:report_add", EVERYBODY, "send", "POST", data=lambda world: REQUEST, ok=302),
    Row("desk:account_request", EVERYBODY),
    Row("desk:account_request", EVERYBODY, "send", "POST", data=lambda world: REQUEST, ok=302),
    Row("desk:letter_sent", EVERYBODY),
    Row("desk:inbox", HANDLERS),
    Row("desk:inbox", HANDLERS, "all", query="state=all"),
    *[
        Row("desk:item_detail", readers, author, args=letter(author), refuse=404)
        for author, readers in READERS.items()
    ],
    Row(
        "desk:item_close", HANDLERS, "anonymous", "POST", letter("anonymous"), answer,
        ok=302, refuse=404,
    ),
    Row(
        "desk:item_close", HANDLERS, "ncp_a", "POST", letter("ncp_a"), answer,
        ok=302, refuse=404, others={"ncp_a": Answer(status=403)},
    ),
    Row("desk:item_close", HANDLERS, "get", args=letter("anonymous"), ok=405, refuse=405),
]  # fmt: skip
