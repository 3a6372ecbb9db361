"""Cells of spreadsheets: whatever somebody typed, no program computes it."""

import unicodedata

# What makes a program compute a cell, in any width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SPACES = " \u00a0\u3000"


def is_formula(text: str) -> bool:
    """Return whether a program may compute a cell with this text."""
    return any(each.lstrip(SPACES).startswith(FORMULA) for each in (text, _kept(text)))


def harmless(text: str) -> str:
    """Return a cell that no program computes: what begins like a formula begins with an apostrophe.

    Control characters are left out, but for the ends of lines.
    """
    return f"'{_kept(text)}" if is_formula(text) else _kept(text)


def _kept(text: str) -> str:
    return "".join(
        letter for letter in text if letter in "\t\r\n" or unicodedata.category(letter) != "Cc"
    )
