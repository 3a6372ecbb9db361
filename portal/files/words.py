"""What is said of a file: why it was refused, what to do next, what looked for viruses."""

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLAMD = "clamd"
BUILT_IN = "built-in: EICAR only"

SAVE_AGAIN = _("Save it as a new PDF (“Print to PDF”) and send that copy.")
ADVICE: dict[str, str | Promise] = {
    "wrong_type": _("Save it as one of the kinds taken here, and send that copy."),
    "broken": _("Open it on your computer. If it opens, save it anew and send that copy."),
    "encrypted": _("Take the password off and send it again: the portal protects it."),
    "active": SAVE_AGAIN,
    "embedded": _("Send the files inside one by one."),
    "macros": _("Save it without macros, as .docx or .xlsx, and send that copy."),
    "external": SAVE_AGAIN,
    "too_many_pixels": _("Save the picture smaller and send that copy."),
    "archive_bomb": SAVE_AGAIN,
    "two_kinds": SAVE_AGAIN,
    "malware": _("Do not open it again. Tell your IT security, then send a clean copy."),
    "uninspectable": SAVE_AGAIN,
    "lost": _("Send it again. We are sorry."),
}
SCANNERS: dict[str, str | Promise] = {
    CLAMD: _("Checked by the virus scanner"),
    BUILT_IN: _("Its content was checked; no virus scanner is set up here"),
}
DAY_SPENT = _(
    "The file has %(size)s. You may send %(most)s here in 24 hours, and %(left)s are left."
    " Send a smaller copy, or send it tomorrow."
)


def day_spent(*, size: int, most: int, left: int) -> dict[str, str]:
    """Return what DAY_SPENT is filled with."""
    return {
        "size": filesizeformat(size),
        "most": filesizeformat(most),
        "left": filesizeformat(max(left, 0)),
    }
