"""What a mail server took and the database does not know yet: noted mail by mail.

Mails are marked many at a time. A worker that is killed before that would send them all again;
whoever comes after it finds here which ones left, and with which lines. It is noted twice: in
Valkey, which all machines share, and in a file (`portal.notifications.journal`), which outlasts it.
Valkey may be away or forget: what it forgot is noted again, and while it is away few mails are sent
before a mark. At worst a mail server sees the same Message-ID once more.
"""

import logging
import time
from collections.abc import Callable, Collection
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.notifications.journal import Journal

logger = logging.getLogger(__name__)

# Nobody waits long for a note.
PATIENCE_S = 0.25
# After a failure it is not asked for so long, and waited for at most so long before a run.
AWAY_S = 1.0
WAIT_S = 2.0
# However long the database is away, a mail that left is not sent once more within the day.
KEPT_S = 86_400
_PREFIX = "handed:"


class Handed:
    """The notes of one sender; after a failure it does without for a moment."""

    def __init__(self) -> None:
        self._away_until = 0.0
        self._has_waited = False
        self._journal = Journal()
        # What left since the last mark, as it is noted.
        self._open: dict[str, str] = {}
        # Whether the last mail that left is noted, as far as anybody knows.
        self.does_keep = True

    def wait(self) -> None:
        """Wait a little for Valkey, once: it may know of mails that left before a sender died."""
        end = time.monotonic() + (0 if self._has_waited else WAIT_S)
        self._has_waited = True
        while not self._ask(("ping",)) and time.monotonic() < end:
            time.sleep(AWAY_S / 4)

    def note(self, message_id: str, lines: Collection[int]) -> None:
        """Keep that this mail left with these lines; and those before it, if they were lost."""
        self._journal.note(message_id, lines)
        first = next(iter(self._open), None)
        self._open[message_id] = " ".join(map(str, lines))
        if self.does_keep and first:
            answers = self._ask(self._noting(message_id), ("exists", _PREFIX + first))
            if answers and answers[1]:
                return
        self._ask(*map(self._noting, self._open))

    def note_again(self) -> None:
        """Keep what left since the last mark once more, where Valkey forgot it."""
        first = next(iter(self._open), None)
        if first and (answers := self._ask(("exists", _PREFIX + first))) and not answers[0]:
            self._ask(*map(self._noting, self._open))

    def _noting(self, message_id: str) -> tuple[str | int, ...]:
        return ("set", _PREFIX + message_id, self._open[message_id], "EX", KEPT_S)

    def among(self, message_ids: Collection[str]) -> dict[str, list[int]]:
        """Return the lines of those of these mails that left already."""
        self._open.clear()
        names = list(message_ids)
        found = self._ask(("mget", *(_PREFIX + name for name in names))) if names else None
        noted = {
            name: [int(word) for word in said.split()]
            for name, said in zip(names, found[0] if found else [], strict=False)
            if said is not None
        }
        return noted | self._journal.among(names)

    def forget(self, message_ids: Collection[str]) -> None:
        """Drop the notes of mails that are marked."""
        if message_ids:
            self._ask(("del", *(_PREFIX + name for name in message_ids)))
        self._journal.close()

    def clean(self, is_any_due: Callable[[Collection[str]], bool]) -> None:
        """Drop what senders left behind that died, of mails of which none is due any more."""
        self._journal.clean(is_any_due)

    def _ask(self, *commands: tuple[str | int, ...]) -> list[Any] | None:
        """Return the answers, in one round trip; None when there are none."""
        if time.monotonic() < self._away_until:
            return None
        try:
            with _client(settings.REDIS_URL).pipeline(transaction=False) as line:
                for command in commands:
                    line.execute_command(*command)
                found = line.execute()
        except redis.RedisError as error:
            self._away_until = time.monotonic() + AWAY_S
            self.does_keep = False
            logger.info("Valkey does not answer (%s): mails leave without notes.", error)
            return None
        self.does_keep = True
        return found


@cache
def _client(url: str) -> redis.Redis:
    """Return the connections of this process."""
    return redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )
