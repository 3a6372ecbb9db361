"""How long a session lasts: half an hour without use, twelve hours at most, one key per trust."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

from portal.markings.models import Reader

IDLE = datetime.timedelta(minutes=30)
ABSOLUTE = datetime.timedelta(hours=12)
# Activity is written down this often, not on every page.
STEP = datetime.timedelta(minutes=5)

SIGNED_IN_AT = "signed_in_at"
RIGHTS = "rights"


def begin(request: HttpRequest, person: Any) -> None:
    """Start the clock of a session, at sign-in, and remember what its person may."""
    request.session[SIGNED_IN_AT] = timezone.now().isoformat()
    request.session[RIGHTS] = sorted(Reader(person).tokens)
    _extend(request, timezone.now())


def keep_alive(request: HttpRequest) -> None:
    """Put the end of an idle session off, but never past its twelve hours."""
    if SIGNED_IN_AT not in request.session:
        return
    now = timezone.now()
    if request.session.get_expiry_date() < now + IDLE - STEP:
        _extend(request, now)


def follow_rights(request: HttpRequest, reader: Reader) -> None:
    """Give the session a new key where its person may more or less than when it got the last."""
    if SIGNED_IN_AT not in request.session:
        return
    rights = sorted(reader.tokens)
    if request.session.get(RIGHTS) != rights:
        request.session[RIGHTS] = rights
        session: Any = request.session
        before = session.session_key
        session.move()
        _list_again(request, before)


def rotate(request: HttpRequest) -> None:
    """Give the session a new key: who knew the last one gains nothing by what changed."""
    before = request.session.session_key
    request.session.cycle_key()
    _list_again(request, before)


def _list_again(request: HttpRequest, before: str | None) -> None:
    """Let the person find the session under its new key in the list of theirs."""
    if now := request.session.session_key:
        UserSession.objects.filter(session_key=before).update(session_key=now)


def _extend(request: HttpRequest, now: datetime.datetime) -> None:
    ends: Any = datetime.datetime.fromisoformat(request.session[SIGNED_IN_AT]) + ABSOLUTE
    expiry = min(now + IDLE, ends)
    if request.session.get("_session_expiry") != expiry.isoformat():
        request.session.set_expiry(expiry)
