"""From objects to index rows: what is kept, what is removed, what a bad row may not do."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Administration, Person, Seat
from portal.markings.models import Audience, Marking
from portal.search import registry
from portal.search.indexing import LONGEST, index_batch, index_stale
from portal.search.models import Entry, Stale, Word, stale
from portal.search.tasks import index_stale as task
from portal.search.texts import HIT_START
from research.models import Work
from tests.search.conftest import Publish


def entry_of(obj: Work | Person | Administration) -> Entry:
    return Entry.objects.get(object_type=obj._meta.label_lower, object_id=obj.pk)


def test_index_keeps_the_document_of_a_work(publish: Publish) -> None:
    work = publish("Fraud: détection", title_fr="Fraude", abstract="Words.", venue="A Journal")

    index_stale()

    entry = entry_of(work)
    assert (entry.kind, entry.is_hidden, entry.audience_id) == ("work", False, work.audience_id)
    assert entry.titles == {"en": "Fraud: détection", "fr": "Fraude"}
    assert entry.title_keys == ["fraud detection", "fraude"]
    assert (entry.reference, entry.language, str(entry.date)) == ("2020", "en", "2020-01-01")
    assert entry.path == f"research/works/{work.public_id}/"
    assert not Stale.objects.exists()


def test_task_indexes_what_is_stale(publish: Publish) -> None:
    work = publish("Found by the task")

    task()

    assert entry_of(work).is_hidden is False


def test_index_row_exists_and_is_hidden_from_the_first_verb(publish: Publish) -> None:
    entry = entry_of(publish("Not indexed yet"))

    assert (entry.is_hidden, entry.titles, entry.vector) == (True, {}, None)


def test_draft_has_no_index_row(publish: Publish) -> None:
    work = publish("Published, then withdrawn")
    index_stale()

    work.withdraw(by=None)
    index_stale()

    assert not Entry.objects.filter(object_type="research.work").exists()


def test_index_row_goes_with_its_object(publish: Publish) -> None:
    work = publish("Gone")
    index_stale()

    stale(work, hide=True)
    Work.objects.filter(pk=work.pk).delete()
    index_stale()

    assert not Entry.objects.filter(object_type="research.work").exists()


def test_text_is_cut_and_freed_of_what_nobody_reads(publish: Publish) -> None:
    work = publish("A\u0007b", abstract=f"{HIT_START}word{HIT_START} " + "x" * 30_000)

    index_stale()

    body = entry_of(work).bodies["en"]
    assert entry_of(work).titles["en"] == "A b"
    assert len(body) == LONGEST
    assert HIT_START not in body


def test_changes_of_readers_and_label_need_no_worker(
    publish: Publish, ncp_b: Person, secretariat: Person
) -> None:
    work = publish("Red", marking=Marking.RED)
    index_stale()

    work.grant(ncp_b, by=secretariat)
    granted = set(entry_of(work).audience.tokens)
    work.revise(by=secretariat, marking=Marking.CLEAR)

    entry = entry_of(work)
    assert granted == {f"person:{ncp_b.pk}"}
    assert entry.audience.tokens == ["public"]
    assert (entry.marking, entry.is_hidden) == ("clear", True)


def test_stale_of_what_is_not_searchable_is_a_mistake(arcadia: Administration) -> None:
    seat = Seat.objects.create(role_id=Seat.Kind.DEPUTY, administration=arcadia)

    with pytest.raises(ImproperlyConfigured, match=r"directory\.seat is not searchable"):
        stale(seat)


def test_a_row_that_cannot_be_indexed_keeps_no_other_waiting(
    publish: Publish, arcadia: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A seat has no document to give.
    monkeypatch.setitem(registry._searchable, "directory.seat", registry.Searched(Seat, ()))
    seat = Seat.objects.create(role_id=Seat.Kind.DEPUTY, administration=arcadia)
    Entry.objects.create(
        object_type="directory.seat", object_id=seat.pk, audience_id=arcadia.audience_id
    )
    Stale.objects.create(object_type="directory.seat", object_id=seat.pk)
    work = publish("Waits behind a bad row")

    index_stale()

    assert entry_of(work).is_hidden is False
    assert list(Stale.objects.values_list("object_type", "tries")) == [("directory.seat", 2)]


def test_what_failed_too_often_is_counted_until_it_is_indexed(
    publish: Publish, client: Client
) -> None:
    def not_indexed() -> int:
        return int(client.get("/readyz").json()["not_indexed"])

    work = publish("Given up")
    Stale.objects.update(tries=9)
    assert not_indexed() == 0
    Stale.objects.update(tries=10)
    assert not_indexed() == Stale.objects.count()
    index_stale()
    assert not_indexed() == Stale.objects.count()

    call_command("reindex", stdout=io.StringIO())

    assert entry_of(work).is_hidden is False
    assert (not_indexed(), Stale.objects.count()) == (0, 0)


def test_statements_of_a_batch_do_not_grow(publish: Publish) -> None:
    counts = []
    for number in (1, 5):
        index_stale()
        for each in range(number):
            publish(f"Work {number} {each}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            index_batch()
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_words_are_kept_of_public_rows_alone(publish: Publish) -> None:
    publish("Detección pública")
    publish("Zanzibarium", marking=Marking.AMBER)

    index_stale()

    words = dict(Word.objects.values_list("word", "key"))
    assert words["detección"] == "deteccion"
    assert "zanzibarium" not in words


def test_reindex_rebuilds_and_removes_orphans(publish: Publish) -> None:
    work = publish("Kept")
    index_stale()
    Entry.objects.all().delete()
    public = Audience.objects.intern({"public"})
    Entry.objects.create(object_type="research.work", object_id=10**9, audience_id=public)
    Entry.objects.create(object_type="gone.model", object_id=1, audience_id=public)
    output = io.StringIO()

    call_command("reindex", stdout=output)

    expected = {("research.work", work.pk)}
    expected |= {("directory.administration", row.pk) for row in Administration.objects.all()}
    assert set(Entry.objects.values_list("object_type", "object_id")) == expected
    assert not Entry.objects.filter(is_hidden=True).exists()
    assert "research.work: 1" in output.getvalue()
    assert "orphans: 2" in output.getvalue()
    assert not Stale.objects.exists()
