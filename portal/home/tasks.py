"""What the portal forgets by itself."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.home.models import HeldForm


@shared_task(name="home.drop_expired_forms")
def drop_expired_forms() -> int:
    """Forget the forms that nobody came back for, and return how many."""
    return HeldForm.objects.expired().delete()[0]


@shared_task(name="home.drop_expired_sessions")
def drop_expired_sessions() -> int:
    """Forget the sessions that ended, and return how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
