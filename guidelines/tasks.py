"""When guidance acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from guidelines import pressing


@shared_task(name="guidelines.make_briefings")
def make_briefings() -> int:
    """Make the briefings that wait."""
    return pressing.make_due()


@shared_task(name="guidelines.drop_briefings")
def drop_briefings() -> int:
    """Delete the briefings that were kept long enough."""
    return pressing.drop_old()
