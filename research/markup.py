"""The rows of the list as HTML.

A template spends four microseconds on each variable, and 25 rows have 250 of them: more than all
else that the page does. Here a row is one `format_html`, which escapes as a template does.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

ROW = (
    '<li class="entry"><input type="checkbox" name="work" value="{id}" aria-labelledby="w-{id}">'
    '<div><h2><a id="w-{id}" href="{list}{id}/"{language}>{title}</a></h2>'
    '<p class="meta">{meta}</p></div>{end}</li>\n'
)
NOTHING = mark_safe("")


def works(rows: Iterable[dict[str, Any]], *, address: str) -> SafeString:
    """Return the rows of the list; `address` is the list's own."""
    sample = format_html('<span class="badge is-void">{}</span>', _("Sample"))
    return mark_safe("".join(_work(row, address, sample) for row in rows))  # noqa: S308 — escaped


def _work(row: dict[str, Any], address: str, sample: SafeString) -> SafeString:
    parts = [row["year"], row["kind"], row["byline"], row["venue"]]
    meta = format_html_join("", "<span>{}</span>", ((part,) for part in parts if part))
    if row["code"]:
        meta += format_html('<span class="ref">{}</span>', row["code"])
    end = sample if row["is_sample"] else NOTHING
    if row["label"]:
        end += format_html('<span class="tlp tlp-{}">{}</span>', row["marking"], row["label"])
    return format_html(
        ROW,
        id=row["public_id"],
        list=address,
        language=format_html(' lang="{}"', row["lang"]) if row["lang"] else NOTHING,
        title=row["title"],
        meta=meta,
        end=format_html('<div class="end">{}</div>', end) if end else NOTHING,
    )
