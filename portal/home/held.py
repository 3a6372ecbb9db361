"""What of a form may be kept: text only, never a secret or a file."""

import re

from django.conf import settings
from django.http import HttpRequest

from portal.home.models import Fields

FIELD = "held_form"
SECRET = re.compile(r"passw|^secret$|credential|^otp|^code$|^csrf|^ballot", re.IGNORECASE)
MACHINE = {
    "next",
    "seen",
    "token",
    "once",
    "draft_seen",
    "draft_window",
    "press",
    "attached",
    FIELD,
}
# Beside a field for a file: what is kept of it, and the token of its form.
MACHINE_ENDS = ("_kept", "_once")


def typed(request: HttpRequest) -> Fields:
    """Return the text fields of a form in their order, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != FIELD and not SECRET.search(name)
        for value in values
    ]


def is_plain_form(request: HttpRequest) -> bool:
    """Return whether the request is a form without secrets that can be sent again."""
    is_form = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    return is_form and not any(
        SECRET.search(name) for name in request.POST if name != "csrfmiddlewaretoken"
    )


def is_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that the form stood on a page of this portal."""
    origin = request.headers.get("Origin", "")
    here = f"{request.scheme}://{request.get_host()}"
    return origin in {here, *settings.CSRF_TRUSTED_ORIGINS}
