"""Sessions as Django keeps them in the database, found by a statement that is compiled once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.compiled import Compiled, ask

DATA = Compiled(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values(
        "session_data"
    ),
    key="key",
    now=timezone.now(),
)


class SessionStore(db.SessionStore):
    """The session engine: every request of a signed-in person loads its session."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that ended or never was has no key and no data."""
        for (data,) in ask(*DATA(key=self.session_key, now=timezone.now())):
            return self.decode(data)
        self._session_key = None
        return {}
