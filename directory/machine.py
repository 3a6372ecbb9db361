"""The cookie that names who last signed in on a computer: a form held there is for them alone."""

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KEPT = datetime.timedelta(days=30)
SALT = "directory.machine"


def remember(response: HttpResponse, person: Any) -> None:
    """Name the person on this computer; the cookie proves nothing and opens nothing."""
    response.set_signed_cookie(
        settings.PERSON_COOKIE_NAME,
        person.public_id,
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> str:
    """Return the public id of whoever last signed in here, or nothing."""
    value = request.get_signed_cookie(
        settings.PERSON_COOKIE_NAME, default="", salt=SALT, max_age=KEPT
    )
    return str(value)
