"""When the log is sealed, and what it forgets."""

from celery import shared_task
from django.utils import timezone

from portal.audit import models


@shared_task(name="audit.seal")
def seal() -> int:
    """Seal what was written since the last run."""
    return models.seal()


@shared_task(name="audit.erase_old")
def erase_old() -> int:
    """Erase the personal values that were kept long enough, some at a time; return how many."""
    erased, now = 0, timezone.now()
    while some := models.erase_old(now):
        erased += some
    return erased
