"""The maintenance notice as every page shows it: asked once in a while, not on every request."""

import time

from hub.models import Banner

SECONDS = 10.0


class _Kept:
    """What this process knows, and until when."""

    banner: Banner | None = None
    until = 0.0


def standing() -> Banner | None:
    """Return the notice that stands now, as known within the last seconds."""
    now = time.monotonic()
    if now >= _Kept.until:
        _Kept.banner, _Kept.until = Banner.objects.current().first(), now + SECONDS
    return _Kept.banner


def forget() -> None:
    """Ask again on the next page."""
    _Kept.until = 0.0


def assume_none() -> None:
    """Ask no more: for tests that count queries."""
    _Kept.banner, _Kept.until = None, float("inf")
