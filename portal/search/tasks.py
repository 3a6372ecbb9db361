"""When the index follows its objects."""

from celery import shared_task

from portal.search import indexing, saved
from portal.wake import until_done


@shared_task(name="search.index_stale")
def index_stale() -> int:
    """Index what is stale; the next run goes on where this one ends."""
    return until_done("search.index_stale", indexing.index_stale)


@shared_task(name="search.tell_saved")
def tell_saved() -> int:
    """Tell of what saved searches find now; the next run goes on where this one ends."""
    return until_done("search.tell_saved", saved.tell_saved)


@shared_task(name="search.drop_stopped")
def drop_stopped() -> int:
    """Forget the searches that nobody follows any more."""
    return saved.drop_stopped()
