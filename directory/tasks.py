"""When the directory acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from directory import inviting


@shared_task(name="directory.send_invitations")
def send_invitations() -> int:
    """Send the codes of invitations that wait."""
    return inviting.send_due()
