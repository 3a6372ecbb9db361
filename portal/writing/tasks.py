"""What is forgotten of what people write."""

from celery import shared_task

from portal.writing.models import Draft


@shared_task(name="writing.drop_expired_drafts")
def drop_expired_drafts() -> int:
    """Forget the drafts that nobody came back to for 90 days, and return how many."""
    return Draft.objects.expired().delete()[0]
