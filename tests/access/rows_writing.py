"""Who meets what of drafts: everybody their own, nobody another's."""

from types import SimpleNamespace
from typing import Any

from portal.writing.models import Draft
from tests.access.rows import SIGNED_IN, Row

WORDS = "Canary words of a draft"


def build(world: SimpleNamespace) -> None:
    """Keep a draft of A's contact point."""
    words = world.secrets.add(WORDS, {"ncp_a"})
    world.draft = Draft.keep(
        by=world.people["ncp_a"], key="world:1", fields={"text": [words]}, seen=0, window="w",
        address="/en/research/",
    )  # fmt: skip


def draft(world: SimpleNamespace) -> list[Any]:
    """Return the address of the draft."""
    return [world.draft.public_id]


ROWS = [
    Row("writing:draft_list", SIGNED_IN, meets=WORDS),
    Row("writing:draft_list", SIGNED_IN, method="POST", ok=405),
    # What the script sends is no form; a form keeps nothing.
    Row("writing:draft_save", SIGNED_IN, method="POST", ok=400),
    Row("writing:draft_save", SIGNED_IN, "get", ok=405),
    # Another's answers as one that never was.
    Row("writing:draft_discard", SIGNED_IN, "send", "POST", draft, ok=302),
    Row("writing:draft_discard", SIGNED_IN, "get", args=draft, ok=405),
]
