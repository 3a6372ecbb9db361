"""What the portal forgets by itself."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from directory.sessions import ABSOLUTE
from portal.home.models import HeldForm


@shared_task(name="home.drop_expired_forms")
def drop_expired_forms() -> int:
    """Forget the forms that nobody came back for, and return how many."""
    return HeldForm.objects.expired().delete()[0]


@shared_task(name="home.drop_expired_sessions")
def drop_expired_sessions() -> int:
    """Forget the sessions that ended, and return how many; then from where they were used."""
    now = timezone.now()
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living), last_seen_at__lt=now - ABSOLUTE).delete()
    return ended


@shared_task(name="home.drop_expired_counts")
def drop_expired_counts() -> int:
    """Forget the attempts that were counted in the database while Valkey was down."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM home_cache WHERE expires < %s", [timezone.now()])
        return cursor.rowcount
