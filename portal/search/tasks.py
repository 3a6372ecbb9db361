"""When the index follows its objects."""

from celery import shared_task

from portal.search import indexing


@shared_task(name="search.index_stale")
def index_stale() -> int:
    """Index what is stale; the next run goes on where this one ends."""
    return indexing.index_stale(seconds=60)
