"""A cache that counts on in the database while Valkey is down, so that limits keep holding."""

import logging
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

logger = logging.getLogger(__name__)

# After a failure nobody waits for Valkey for this long; then one call tries again.
PAUSE_S = 10


class Breaker:
    """Whether Valkey is left alone for now. One per process: every thread profits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0

    def is_open(self) -> bool:
        """Return whether to leave Valkey alone; when the pause is over, one caller may try."""
        now = self._clock()
        if self._until and now >= self._until:
            self._until = now + PAUSE_S
            return False
        return now < self._until

    def failed(self) -> None:
        """Begin a pause."""
        self._until = self._clock() + PAUSE_S

    def worked(self) -> None:
        """End the pause."""
        self._until = 0.0


breaker = Breaker()


class _OneClient(RedisCacheClient):
    """A client that is made once: to make one for every question takes longer than to ask it."""

    @cached_property
    def _made(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Return the client of the one server there is."""
        return self._made


class FallbackCache(RedisCache):
    """Valkey; the `database` cache in its place while it cannot be reached."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _OneClient

    def _ask(self, name: str, *args: Any, **kw: Any) -> Any:
        if not breaker.is_open():
            try:
                answer = getattr(super(), name)(*args, **kw)
            except redis.RedisError:
                breaker.failed()
                logger.warning("Valkey cannot be used; limits are counted in the database.")
            else:
                breaker.worked()
                return answer
        return getattr(caches["database"], name)(*args, **kw)

    def add(self, *args: Any, **kw: Any) -> Any:
        return self._ask("add", *args, **kw)

    def get(self, *args: Any, **kw: Any) -> Any:
        return self._ask("get", *args, **kw)

    def set(self, *args: Any, **kw: Any) -> Any:
        return self._ask("set", *args, **kw)

    def touch(self, *args: Any, **kw: Any) -> Any:
        return self._ask("touch", *args, **kw)

    def delete(self, *args: Any, **kw: Any) -> Any:
        return self._ask("delete", *args, **kw)

    def get_many(self, *args: Any, **kw: Any) -> Any:
        return self._ask("get_many", *args, **kw)

    def set_many(self, *args: Any, **kw: Any) -> Any:
        return self._ask("set_many", *args, **kw)

    def delete_many(self, *args: Any, **kw: Any) -> Any:
        return self._ask("delete_many", *args, **kw)

    def has_key(self, *args: Any, **kw: Any) -> Any:
        return self._ask("has_key", *args, **kw)

    def incr(self, *args: Any, **kw: Any) -> Any:
        return self._ask("incr", *args, **kw)

    def clear(self) -> Any:
        return self._ask("clear")
