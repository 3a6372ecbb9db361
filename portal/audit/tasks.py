"""When the log is sealed."""

from celery import shared_task

from portal.audit import models


@shared_task(name="audit.seal")
def seal() -> int:
    """Seal what was written since the last run."""
    return models.seal()
