"""Identifiers that stand in addresses and say nothing of the row."""

import secrets
import string

ALPHABET = string.ascii_lowercase + string.digits


def new_public_id() -> str:
    """Return 12 random characters for an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def is_public_id(text: str) -> bool:
    """Return whether a text that was sent can be one: the database refuses to look for some."""
    return len(text) == 12 and set(text) <= set(ALPHABET)
