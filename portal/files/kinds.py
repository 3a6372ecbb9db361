"""The kinds of file that the portal knows: what they are called, how they end, how they begin."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# So much of a file tells what it claims to be.
HEAD = 4096
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file. The first extension is the one given to a file whose own is wrong."""

    code: str
    title: str | Promise
    media_type: str
    extensions: tuple[str, ...]
    # Empty for text, which begins with anything but zero bytes.
    starts: tuple[bytes, ...] = ()

    def may_begin(self, head: bytes) -> bool:
        """Return whether a file of this kind may begin like this: a first look, not a check."""
        if self.starts:
            return head.startswith(self.starts)
        return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            code="pdf",
            title=_("PDF"),
            media_type="application/pdf",
            extensions=(".pdf",),
            starts=(b"%PDF-",),
        ),
        Kind(
            code="jpeg",
            title=_("JPEG picture"),
            media_type="image/jpeg",
            extensions=(".jpg", ".jpeg"),
            starts=(b"\xff\xd8\xff",),
        ),
        Kind(
            code="png",
            title=_("PNG picture"),
            media_type="image/png",
            extensions=(".png",),
            starts=(b"\x89PNG\r\n\x1a\n",),
        ),
        Kind(
            code="docx",
            title=_("Word document (DOCX)"),
            media_type=f"{_OFFICE}wordprocessingml.document",
            extensions=(".docx",),
            starts=(ZIP,),
        ),
        Kind(
            code="xlsx",
            title=_("Excel workbook (XLSX)"),
            media_type=f"{_OFFICE}spreadsheetml.sheet",
            extensions=(".xlsx",),
            starts=(ZIP,),
        ),
        Kind(
            code="odt",
            title=_("OpenDocument text (ODT)"),
            media_type="application/vnd.oasis.opendocument.text",
            extensions=(".odt",),
            starts=(ZIP,),
        ),
        Kind(
            code="txt",
            title=_("plain text"),
            media_type="text/plain",
            extensions=(".txt",),
        ),
        Kind(code="csv", title=_("CSV table"), media_type="text/csv", extensions=(".csv",)),
        Kind(
            code="eml",
            title=_("saved e-mail (EML)"),
            media_type="message/rfc822",
            extensions=(".eml",),
        ),
    )
}
