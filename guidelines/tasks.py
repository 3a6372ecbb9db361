"""When guidance acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from guidelines import running
from guidelines.models import figures, identity


@shared_task(name="guidelines.open_sealed")
def open_sealed() -> int:
    """Name the records whose date is here, and tell the authors of those whose date is near."""
    return identity.open_sealed() + identity.remind_sealed()


@shared_task(name="guidelines.ask_running")
def ask_running() -> int:
    """Ask the authors of experiences whether they still run."""
    return running.ask_due()


@shared_task(name="guidelines.count_figures")
def count_figures() -> int:
    """Count the figures of experiences anew."""
    return figures.count_all()
