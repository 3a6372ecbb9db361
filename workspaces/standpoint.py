"""From where somebody looks at a room: with which role, and what they may do there with it."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from portal.markings.access import may
from portal.markings.models import Reader, reader_of
from workspaces.models import Role, Workspace

# The buttons of a room's pages, by the word that templates know them by.
ACTS = {
    name: f"workspaces.{name}"
    for name in (
        "contribute", "moderate", "invite", "admit", "remove", "edit_workspace", "attest", "freeze",
        "thaw", "archive", "write_lesson", "view_as", "export", "leave", "join", "ask_to_join",
        "enter",
    )
}  # fmt: skip


def role_in(person: Any, room: Workspace) -> Role | None:
    """Return the role that somebody has in a room; it costs no question."""
    tokens = reader_of(person).tokens
    held = [role for role in Role if room.token(role) in tokens]
    return max(held) if held else None


def seen_as(person: Any, room: Workspace, role: Role) -> Any:
    """Return the person as they would be with a lower role in the room, for rules alone.

    Nobody else's eyes: it reads nothing, and asks the same rules with fewer tokens.
    """
    higher = {room.token(each) for each in Role if each > role}
    seen = copy.copy(person)
    seen.reader = Reader(seen)
    seen.reader.__dict__["tokens"] = reader_of(person).tokens - higher
    return seen


class Abilities(Mapping[str, bool]):
    """Which buttons of a room's pages are for a person; a page asks for those that it has."""

    def __init__(self, person: Any, room: Workspace) -> None:
        self._person, self._room = person, room

    def __getitem__(self, name: str) -> bool:
        return may(self._person, ACTS[name], self._room)

    def __iter__(self) -> Iterator[str]:
        return iter(ACTS)

    def __len__(self) -> int:
        return len(ACTS)
