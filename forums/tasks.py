"""When the forums act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from forums import looking_after


@shared_task(name="forums.close_polls")
def close_polls() -> int:
    """Note polls whose time is over, and tell who follows them."""
    return looking_after.close_polls()


@shared_task(name="forums.remind_bookmarks")
def remind_bookmarks() -> int:
    """Remind people of posts, in their morning."""
    return looking_after.remind_bookmarks()
