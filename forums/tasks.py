"""When the forums act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from forums import escalating
from forums.models.attachment import drop_outlived


@shared_task(name="forums.escalate_questions")
def escalate_questions() -> int:
    """Tell of questions that nobody answers, and put them on the desk."""
    return escalating.escalate()


@shared_task(name="forums.expire_questions")
def expire_questions() -> int:
    """End the questions whose day is past."""
    return escalating.expire()


@shared_task(name="forums.drop_files")
def drop_files() -> int:
    """Erase the files of drafts that came to nothing, and those taken off long ago."""
    return drop_outlived()
