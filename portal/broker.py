"""The broker's connection of worker and beat: back soon, however long the broker was away."""

from typing import Any

import kombu
from celery.app.amqp import AMQP

# The library's own pauses grow to half a minute: what waits must leave sooner than that.
PAUSE_S = 0.5


class Connection(kombu.Connection):
    """A connection that is tried again every half second."""

    def _ensure_connection(  # noqa: PLR0917 the parameters are the library's
        self,
        errback: Any = None,
        max_retries: int | None = None,
        interval_start: float = PAUSE_S,
        interval_step: float = 0,
        interval_max: float = PAUSE_S,
        callback: Any = None,
        reraise_as_library_errors: bool = True,
        timeout: float | None = None,
    ) -> Any:
        pauses = (interval_start, interval_step, interval_max)
        rest = (callback, reraise_as_library_errors, timeout)
        return super()._ensure_connection(errback, max_retries, *pauses, *rest)


class Broker(AMQP):
    """What Celery knows of its broker."""

    Connection = Connection
