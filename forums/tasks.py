"""When the forums act by themselves; each task may run at any time, twice or at once."""

from celery import shared_task

from forums.models.attachment import drop_outlived


@shared_task(name="forums.drop_files")
def drop_files() -> int:
    """Erase the files of drafts that came to nothing, and those taken off long ago."""
    return drop_outlived()
