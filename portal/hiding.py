"""Secrets in addresses do not reach the log."""

import logging
import re

# Secret addresses of feeds, and of pages that stop mails.
_SECRET = re.compile(r"(/(?:feeds/[^/\s]*|u)/)[^/\s?#'\"<>]+")


def hide(text: str) -> str:
    """Return a text without the secrets of addresses."""
    return _SECRET.sub(r"\1…", text)


class LineFormatter(logging.Formatter):
    """Writes a line without the secrets of addresses: Django logs the path of what it refuses."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback under it."""
        return hide(super().format(record))
