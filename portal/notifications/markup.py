"""The lines of the inbox as HTML.

A template spends more on 25 lines of a dozen variables than all else of the page costs. Here every
value is escaped once, and the line is put together.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

LINE = (
    '<li class="entry{read}" id="n{pk}">'
    '<input type="checkbox" name="line" value="{pk}" aria-label="{sentence}">'
    '<div><h2><a href="{url}" dir="auto">{sentence}</a></h2><p class="meta"><span>{why}</span>'
    '<span>{area}</span><time datetime="{iso}">{when}</time></p></div>'
    '<div class="end">{label}{badge}<button class="btn btn-small btn-second" type="submit"'
    ' name="{action}" value="{pk}">{press}<span class="vh">: {sentence}</span></button>'
    "</div></li>\n"
)
LABEL = '<span class="tlp tlp-{marking}">{label}</span>'
SHOWN = ("pk", "url", "sentence", "why", "area", "iso", "when", "marking", "label")


def lines(rows: Iterable[dict[str, Any]]) -> SafeString:
    """Return the lines of a page of the inbox, each with the button that marks it."""
    mark_read, mark_unread = escape(_("Mark as read")), escape(_("Mark as unread"))
    badge = f'<span class="badge is-info">{escape(_("Unread"))}</span>'
    unread = {"read": "", "badge": badge, "action": "read", "press": mark_read}
    read = {"read": " is-read", "badge": "", "action": "unread", "press": mark_unread}
    drawn = (_line(row, read if row["is_read"] else unread) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308


def _line(row: dict[str, Any], state: dict[str, str]) -> str:
    # The one place where the values of a line pass: from here on they are HTML.
    safe = {name: escape(str(row[name])) for name in SHOWN}
    safe["label"] = LABEL.format_map(safe) if safe["marking"] else ""
    return LINE.format_map(safe | state)
