"""A cache of what is drawn once per process: text that never changes, so nothing is copied."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# One for all threads; each has a cache object of its own.
_pieces: dict[str, Any] = {}


class DrawnCache(BaseCache):
    """The few pieces of pages that are the same for everybody, by name; none is ever dropped."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return a piece, or the default."""
        return _pieces.get(self.make_key(key, version), default)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a piece."""
        _pieces[self.make_key(key, version)] = value

    def clear(self) -> None:
        """Draw everything anew."""
        _pieces.clear()
