"""When the desk acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from portal.desk import answering


@shared_task(name="desk.send_answers")
def send_answers() -> int:
    """Send visitors the answers to their letters."""
    return answering.send_due()


@shared_task(name="desk.forget_letters")
def forget_letters() -> int:
    """Forget what was answered long ago."""
    return answering.forget_old()
