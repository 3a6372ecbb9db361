"""Identifiers that stand in addresses and say nothing of the row."""

import secrets
import string

ALPHABET = string.ascii_lowercase + string.digits


def new_public_id() -> str:
    """Return 12 random characters for an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
