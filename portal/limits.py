"""How often something may be done without waiting: counted together by every process."""

from django.core.cache import cache


def within(name: str, sender: object, *, most: int, seconds: int) -> bool:
    """Count once more what a sender does; return whether that is within the limit."""
    key = f"limit:{name}:{sender}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:
        # The count ran out between the two calls: this is the first of a new time.
        return True
