"""Text as a QR code that a phone reads: black squares on white in every colour scheme."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, is_file: bool = False) -> SafeString:
    """Return the code as SVG without styles or scripts; nothing where the text is too long.

    An SVG that is a picture of its own, and no part of a page, says its namespace.
    """
    try:
        code = segno.make_qr(text, error="L", encoding="utf-8")
    except segno.DataOverflowError:
        return SafeString("")
    drawn = BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, svgns=is_file, nl=False, omitsize=True, border=4,
              dark="#000", light="#fff", svgclass=None if is_file else "qr")  # fmt: skip
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  # squares: no text of anybody's stands in it
