"""When the directory acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from directory import (
    changing,
    collecting,
    confirming,
    drilling,
    inviting,
    leaving,
    opening,
    own_data,
    reviewing,
    vacancies,
)
from directory.importing import working
from directory.models import ContactImport, DataExport


@shared_task(name="directory.send_invitations")
def send_invitations() -> int:
    """Send the codes of invitations that wait."""
    return inviting.send_due()


@shared_task(name="directory.move_clocks")
def move_clocks() -> int:
    """Move the yearly confirmations on, and keep the queues of the desk that follow from them."""
    moved = confirming.move_clocks()
    confirming.tidy_desk()
    vacancies.keep_queue()
    inviting.keep_queue()
    collecting.keep_queue()
    reviewing.keep_queue()
    return moved


@shared_task(name="directory.send_reminders")
def send_reminders() -> int:
    """Send the reminders of those who read no news."""
    return confirming.send_due()


@shared_task(name="directory.expire_changes")
def expire_changes() -> int:
    """Close what nobody decided in its time, and what was given until a day that is past."""
    return changing.expire_stale() + opening.close_over()


@shared_task(name="directory.tell_of_changes")
def tell_of_changes() -> int:
    """Tell both mailboxes of accounts that moved."""
    return changing.tell_due()


@shared_task(name="directory.work_imports")
def work_imports() -> int:
    """Read lists that were sent, and import what was decided."""
    return working.work()


@shared_task(name="directory.drop_import_rows")
def drop_import_rows() -> int:
    """Forget the rows of imports that are long over."""
    return sum(batch.drop_rows() for batch in ContactImport.objects.outdated())


@shared_task(name="directory.work_drills")
def work_drills() -> int:
    """Send the mails of communication tests, and close the tests that are over."""
    return drilling.work()


@shared_task(name="directory.carry_out_leavings")
def carry_out_leavings() -> int:
    """Carry out the requests to leave whose week is over."""
    return leaving.carry_out_due()


@shared_task(name="directory.make_data_exports")
def make_data_exports() -> int:
    """Make the copies of own data that wait."""
    return own_data.make_due()


@shared_task(name="directory.drop_data_exports")
def drop_data_exports() -> int:
    """Delete the copies of own data that were kept long enough."""
    return DataExport.objects.drop_old()
