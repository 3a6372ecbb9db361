"""Sessions as Django keeps them in the database, found by a statement that is compiled once."""

import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from portal.compiled import Compiled, ask

# Requests under way when a session gets a new key still come with the last one: a second press of
# a button, pages opened side by side.
GRACE = datetime.timedelta(seconds=30)
_MOVED = "moved_to"

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
        data = self._data_of(self.session_key)
        if data and _MOVED in data:
            self._session_key = data[_MOVED]
            data = self._data_of(self.session_key)
        if data is None:
            self._session_key = None
        return data or {}

    def move(self) -> None:
        """Go on under a new key; the last one leads to it for a moment, and never again.

        Of several requests at once one moves it and the others follow. A session that was ended
        meanwhile stays ended.
        """
        before = str(self.session_key)
        with transaction.atomic():
            found = Session.objects.select_for_update().filter(session_key=before).first()
            if found is None:
                self.flush()
            elif _MOVED in self.decode(found.session_data):
                self._session_cache = self.load()
            else:
                self.cycle_key()
                Session.objects.create(
                    session_key=before,
                    session_data=self.encode({_MOVED: self.session_key}),
                    expire_date=timezone.now() + GRACE,
                )

    def _data_of(self, key: str | None) -> dict[str, Any] | None:
        for (data,) in ask(*DATA(key=key, now=timezone.now())):
            return self.decode(data)
        return None
