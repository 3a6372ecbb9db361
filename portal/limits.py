"""How often something may be done without waiting: counted together by every process."""

import time

from django.core.cache import cache


def within(name: str, sender: object, *, most: int, seconds: int) -> bool:
    """Count once more what a sender does; return whether that is within the limit."""
    # The time that is counted stands in the key: a cache may keep a number for longer, and the
    # one that stands in for Valkey forgets when a number that it raises was to lapse.
    key = f"limit:{name}:{sender}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:
        # The count ran out between the two calls: this is the first of a new time.
        return True
