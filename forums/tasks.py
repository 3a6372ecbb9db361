"""When the forums act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from forums import escalating


@shared_task(name="forums.escalate_questions")
def escalate_questions() -> int:
    """Tell of questions that nobody answers, and put them on the desk."""
    return escalating.escalate()


@shared_task(name="forums.expire_questions")
def expire_questions() -> int:
    """End the questions whose day is past."""
    return escalating.expire()
