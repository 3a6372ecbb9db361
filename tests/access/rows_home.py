"""Who meets what of the pages that compose several rooms."""

from types import SimpleNamespace
from typing import Any

from tests.access.rows import EVERYBODY, GUESTS, MEMBERS, Row

KEEPERS = {"secretariat", "editor", "publisher"}
# The words that everybody reads.
TEXTS = [
    "about", "join", "help", "help_markings", "help_search", "privacy", "terms", "accessibility",
    "names", "styleguide", "styleguide_forms", "styleguide_lists", "styleguide_texts",
]  # fmt: skip


def reasons(kind: str, find: Any) -> Any:
    """Return the function that gives the address of the reasons for a thing."""
    return lambda world: [kind, find(world)]


def news(state: str) -> Any:
    """Return the function that finds news in a state."""
    return lambda world: world.hub["news"][state].public_id


def meeting(state: str) -> Any:
    """Return the function that finds a meeting in a state."""
    return lambda world: world.hub["meetings"][state].public_id


def card(kind: str) -> Any:
    """Return the function that finds a person's card."""
    return lambda world: world.people[kind].public_id


def since(world: SimpleNamespace) -> dict[str, str]:
    """Return a filter of the log."""
    return {"since": "2020-01-01"}


def why(state: str, readers: Any, kind: str, find: Any) -> Row:
    """Return the row of the reasons for one thing."""
    return Row("home:why", readers, state, args=reasons(kind, find), refuse=404)


ROWS = [
    Row("root", EVERYBODY, ok=302),
    Row("robots", EVERYBODY),
    Row("favicon", EVERYBODY, ok=301),
    Row("security_contact", EVERYBODY),
    Row("healthz", EVERYBODY),
    Row("readyz", EVERYBODY),
    Row("home:front", EVERYBODY),
    *[Row(f"home:{name}", EVERYBODY) for name in TEXTS],
    why("news-public", EVERYBODY, "news", news("public")),
    why("news-members", MEMBERS, "news", news("members")),
    why("news-draft", KEEPERS, "news", news("draft")),
    why("meeting-members", MEMBERS, "meeting", meeting("members")),
    why("administration", EVERYBODY, "administration", lambda world: world.arcadia.iso2),
    why("person", MEMBERS | GUESTS | {"administrator"}, "person", card("ncp_b")),
    why(
        "letter",
        {"secretariat", "moderator", "ncp_a"},
        "letter",
        lambda world: world.letters["ncp_a"].public_id,
    ),
    why("unknown-kind", frozenset(), "secret", news("public")),
    Row("home:audit_list", {"auditor"}),
    Row("home:audit_list", {"auditor"}, "filtered", query="verb=hub.add_item&number=1&since=x"),
    Row("home:audit_export", {"auditor"}, method="POST", data=since),
    Row("home:audit_export", {"auditor"}, "get", ok=405),
]
