"""When people are told: each task does what is due and may run at any time, twice or at once."""

from celery import shared_task
from django.utils import timezone

from portal.notifications import bounces, digests, dispatch, forgetting, sending
from portal.notifications.models import Volume
from portal.wake import until_done


@shared_task(name="notifications.dispatch")
def dispatch_events() -> int:
    """Tell of what happened."""
    return until_done("notifications.dispatch", dispatch.dispatch_waiting)


@shared_task(name="notifications.send_mails")
def send_mails() -> int:
    """Send the single mails that are due."""
    return until_done("notifications.send_mails", sending.send_due)


@shared_task(name="notifications.plan_digests")
def plan_digests() -> int:
    """Make a mail for everybody whose digest is due."""
    return digests.plan()


@shared_task(name="notifications.send_digests")
def send_digests() -> int:
    """Send the digests that are due."""
    return until_done("notifications.send_digests", digests.send_due)


@shared_task(name="notifications.count_volume")
def count_volume() -> int:
    """Count what is said of each subject, for whoever thinks of following it."""
    return Volume.count(timezone.now())


@shared_task(name="notifications.forget")
def forget() -> int:
    """Forget what is older than it is kept, and return how many rows."""
    return sum(forgetting.forget().values())


@shared_task(name="notifications.read_bounces")
def read_bounces() -> int:
    """Read what mail servers say of mails that came back; return how many reports were ours."""
    place = bounces.folder()
    return bounces.read_folder(place)[bounces.READ] if place else 0
