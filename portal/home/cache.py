"""A cache that counts on in the database while Valkey is down, so that limits keep holding."""

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)


class FallbackCache(RedisCache):
    """Valkey; the `database` cache in its place while it cannot be reached."""

    def _first_or_database(self, name: str, call: Callable[[], Any], *args: Any, **kw: Any) -> Any:
        try:
            return call()
        except (redis.ConnectionError, redis.TimeoutError):
            logger.warning("Valkey cannot be reached: %s goes to the database.", name)
            return getattr(caches["database"], name)(*args, **kw)

    def add(self, *args: Any, **kw: Any) -> Any:
        return self._first_or_database("add", lambda: super(FallbackCache, self).add(*args, **kw), *args, **kw)

    def get(self, *args: Any, **kw: Any) -> Any:
        return self._first_or_database("get", lambda: super(FallbackCache, self).get(*args, **kw), *args, **kw)

    def set(self, *args: Any, **kw: Any) -> Any:
        return self._first_or_database("set", lambda: super(FallbackCache, self).set(*args, **kw), *args, **kw)

    def delete(self, *args: Any, **kw: Any) -> Any:
        return self._first_or_database(
            "delete", lambda: super(FallbackCache, self).delete(*args, **kw), *args, **kw
        )

    def incr(self, *args: Any, **kw: Any) -> Any:
        return self._first_or_database("incr", lambda: super(FallbackCache, self).incr(*args, **kw), *args, **kw)
