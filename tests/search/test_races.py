"""Verbs and workers at the same moment: no old text, label or reader comes back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from portal.markings.models import Marking
from portal.search.indexing import index_batch, index_claimed, index_stale
from portal.search.models import Entry, Stale
from research.models import Work
from tests.people import make_role_holder
from tests.search.conftest import publish_work

pytestmark = pytest.mark.usefixtures("own_database")


def in_another_connection(pool: ThreadPoolExecutor, call: Any, **arguments: Any) -> Any:
    """Start a call in a thread, whose connection is its own and ends with it."""

    def run() -> Any:
        try:
            return call(**arguments)
        finally:
            connection.close()

    return pool.submit(run)


def entry_of(work: Work) -> Entry:
    return Entry.objects.select_related("audience").get(
        object_type="research.work", object_id=work.pk
    )


def test_verb_during_indexing_wins() -> None:
    secretariat = make_role_holder("secretariat")
    work = publish_work("Public canary")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            index_batch()
            # The worker has read the public text and holds the index row.
            revise = Work.objects.get(pk=work.pk).revise
            change = {"title": "Gone", "marking": Marking.RED}
            verb = in_another_connection(pool, revise, by=secretariat, **change)
            with pytest.raises(TimeoutError):
                verb.result(timeout=0.3)
        verb.result(timeout=60)

    entry = entry_of(work)
    assert (entry.is_hidden, entry.audience.tokens, entry.marking) == (True, [], "red")
    assert Stale.objects.filter(object_type="research.work", object_id=work.pk).count() == 1

    index_stale()

    assert (entry_of(work).is_hidden, entry_of(work).titles) == (False, {"en": "Gone"})


def test_worker_waits_for_no_verb() -> None:
    secretariat = make_role_holder("secretariat")
    index_stale()
    work = publish_work("Old title")
    other = publish_work("Another")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            work.revise(by=secretariat, title="New title")
            done = in_another_connection(pool, index_stale).result(timeout=60)
        waiting = set(Stale.objects.values_list("object_id", flat=True))

    # The published but busy work waits; the other one is in.
    assert done >= 1
    assert waiting == {work.pk}
    assert entry_of(other).is_hidden is False
    assert entry_of(work).is_hidden is True

    index_stale()

    assert entry_of(work).titles == {"en": "New title"}


def test_two_workers_share_the_rows() -> None:
    works = [publish_work(f"Work {number}") for number in range(4)]
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        mine, _rows = index_claimed(5)
        theirs = in_another_connection(pool, index_stale).result(timeout=60)

    # Two outbox rows a work: the second one of mine is left, its index row is busy.
    assert (mine, theirs > 0, Stale.objects.count()) == (5, True, 1)

    index_stale()

    assert {entry_of(work).is_hidden for work in works} == {False}


def test_publication_during_the_removal_of_a_draft_is_not_lost() -> None:
    work = publish_work("Draft")
    Work.objects.filter(pk=work.pk).update(state=Work.State.DRAFT)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            index_batch()
            verb = in_another_connection(pool, Work.objects.get(pk=work.pk).publish, by=None)
            with pytest.raises(TimeoutError):
                verb.result(timeout=0.3)
        verb.result(timeout=60)

    index_stale()

    assert entry_of(work).is_hidden is False
