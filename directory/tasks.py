"""When the directory acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from directory import changing, inviting


@shared_task(name="directory.send_invitations")
def send_invitations() -> int:
    """Send the codes of invitations that wait."""
    return inviting.send_due()


@shared_task(name="directory.expire_changes")
def expire_changes() -> int:
    """Close changes that nobody decided in their time."""
    return changing.expire_stale()


@shared_task(name="directory.tell_of_changes")
def tell_of_changes() -> int:
    """Tell both mailboxes of accounts that moved."""
    return changing.tell_due()
