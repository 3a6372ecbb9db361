"""When the hub sends: what is due, once."""

import logging

from celery import shared_task

from hub.models import Announcement

logger = logging.getLogger(__name__)


@shared_task(name="hub.send_due_announcements")
def send_due_announcements() -> int:
    """Send the announcements whose moment has come; one that fails keeps no other waiting."""
    sent = 0
    for announcement in Announcement.objects.due():
        try:
            sent += announcement.send()
        except Exception:  # the others do not wait for whatever is wrong with this one
            logger.exception("Announcement %s cannot be sent.", announcement.pk)
    return sent
