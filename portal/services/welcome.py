"""What is printed when the portal is ready: the address, who may sign in, where mail lands."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from portal.services import places

_HEADINGS = ("Role", "E-mail", "Password", "Note")


def welcome(address: str, sign_ins: str) -> str:
    """Return the closing lines of a start."""
    lines = ["", f"The portal is ready: {address}/", ""]
    rows = _rows(sign_ins)
    if rows:
        lines += ["Demo sign-ins:", "", *_table([_HEADINGS, *rows]), ""]
    lines += [
        f"Outgoing mail lands in {_mail()}",
        f"Logs of the services are in {_near(places.log_folder())}/",
        "Ctrl-C stops everything.",
        "",
    ]
    return "\n".join(lines)


def _rows(sign_ins: str) -> list[tuple[str, ...]]:
    """Read rows of role, e-mail, password and note; anything else is no row."""
    try:
        return [tuple(str(cell) for cell in row) for row in json.loads(sign_ins)]
    except (ValueError, TypeError):
        return []


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rows = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return [
        "  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _mail() -> str:
    parts = urlsplit(os.environ.get("EMAIL_URL", ""))
    if not parts.scheme:
        return f"{_near(places.mail_folder())}/"
    return parts.path if parts.scheme == "file" else f"{parts.scheme}://{parts.hostname}"


def _near(path: Path) -> str:
    """Name a path as seen from the checkout."""
    return str(path.relative_to(places.ROOT))
