"""When the workspaces act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from workspaces import appeals, exporting, looking_after
from workspaces.models import RoomExport


@shared_task(name="workspaces.end_expired")
def end_expired() -> int:
    """End admissions whose last day is past, and invitations that nobody answered."""
    return looking_after.end_expired()


@shared_task(name="workspaces.look_after")
def look_after() -> int:
    """Ask for owners where too few are left, for the attestation of members, for other judges."""
    asked = looking_after.ask_for_owners() + looking_after.ask_for_attestation()
    return asked + appeals.pass_up()


@shared_task(name="workspaces.make_exports")
def make_exports() -> int:
    """Make the copies of large rooms that wait."""
    return exporting.make_due()


@shared_task(name="workspaces.drop_exports")
def drop_exports() -> int:
    """Delete the copies of rooms that were kept long enough."""
    return RoomExport.objects.drop_old()
