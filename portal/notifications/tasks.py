"""When people are told: each task does what is due and may run at any time, twice or at once."""

from celery import shared_task

from portal.notifications import dispatch


@shared_task(name="notifications.dispatch")
def dispatch_events() -> int:
    """Tell of what happened."""
    return dispatch.dispatch_waiting(seconds=50)
