"""When the directory acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from directory import drilling, inviting
from directory.importing import working
from directory.models import ContactImport


@shared_task(name="directory.send_invitations")
def send_invitations() -> int:
    """Send the codes of invitations that wait."""
    return inviting.send_due()


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
