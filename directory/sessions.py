"""How long a session lasts: half an hour without use, twelve hours at most, one key per trust."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

IDLE = datetime.timedelta(minutes=30)
ABSOLUTE = datetime.timedelta(hours=12)
# Activity is written down this often, not on every page.
STEP = datetime.timedelta(minutes=5)

SIGNED_IN_AT = "signed_in_at"


def begin(request: HttpRequest) -> None:
    """Start the clock of a session, at sign-in."""
    request.session[SIGNED_IN_AT] = timezone.now().isoformat()
    _extend(request, timezone.now())


def keep_alive(request: HttpRequest) -> None:
    """Put the end of an idle session off, but never past its twelve hours."""
    if SIGNED_IN_AT not in request.session:
        return
    now = timezone.now()
    if request.session.get_expiry_date() < now + IDLE - STEP:
        _extend(request, now)


def rotate(request: HttpRequest) -> None:
    """Give the session a new key, after the person proved again who they are."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _extend(request: HttpRequest, now: datetime.datetime) -> None:
    ends: Any = datetime.datetime.fromisoformat(request.session[SIGNED_IN_AT]) + ABSOLUTE
    expiry = min(now + IDLE, ends)
    if request.session.get("_session_expiry") != expiry.isoformat():
        request.session.set_expiry(expiry)
