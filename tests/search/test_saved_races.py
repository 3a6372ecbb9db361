"""Saved searches while several workers index and tell at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db.models import Sum

from portal.notifications.models import Event
from portal.search.indexing import index_stale
from portal.search.models import Fresh, SavedHit, SavedSearch
from portal.search.saved import tell_batch
from tests.people import make_person
from tests.search.conftest import publish_work
from tests.search.test_races import in_another_connection

pytestmark = pytest.mark.usefixtures("own_database")

WORKS, WORKERS = 30, 3


def tell_all() -> int:
    """Tell in small batches until nothing is fresh that nobody else holds."""
    told = 0
    while (found := tell_batch(size=2)) is not None:
        told += found
    return told


def test_workers_at_once_tell_each_hit_once() -> None:
    person = make_person("Ada Arcadi")
    search, _is_new = SavedSearch.keep(
        by=person, address="q=lighthouse", words="lighthouse", find="'lighthous'"
    )
    for number in range(WORKS):
        publish_work(f"Lighthouse {number}")

    with ThreadPoolExecutor(WORKERS) as pool:
        indexing = in_another_connection(pool, index_stale)
        telling = [in_another_connection(pool, tell_all) for _worker in range(WORKERS)]
        indexing.result(timeout=60)
        told = [each.result(timeout=60) for each in telling]
    told.append(tell_all())

    assert sum(told) == WORKS
    assert SavedHit.objects.filter(search=search).count() == WORKS
    assert not Fresh.objects.exists()
    counted = Event.objects.filter(verb="search.new_hits").aggregate(n=Sum("count"))
    assert counted == {"n": WORKS}
