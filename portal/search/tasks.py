"""When the index follows its objects."""

from celery import shared_task

from portal.search import indexing, saved


@shared_task(name="search.index_stale")
def index_stale() -> int:
    """Index what is stale; the next run goes on where this one ends."""
    return indexing.index_stale(seconds=60)


@shared_task(name="search.tell_saved")
def tell_saved() -> int:
    """Tell of what saved searches find now; the next run goes on where this one ends."""
    return saved.tell_saved(seconds=60)


@shared_task(name="search.drop_stopped")
def drop_stopped() -> int:
    """Forget the searches that nobody follows any more."""
    return saved.drop_stopped()
