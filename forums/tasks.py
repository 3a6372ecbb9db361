"""When the forums act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from forums import escalating, looking_after
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


@shared_task(name="forums.close_polls")
def close_polls() -> int:
    """Note polls whose time is over, and tell who follows them."""
    return looking_after.close_polls()


@shared_task(name="forums.remind_bookmarks")
def remind_bookmarks() -> int:
    """Remind people of posts, in their morning."""
    return looking_after.remind_bookmarks()
