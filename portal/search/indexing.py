"""From objects to index rows: safe to run twice, at once, and beside verbs on the same objects."""

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, Q

from portal.markings.models import Audience
from portal.markings.sources import PUBLIC
from portal.search.models import Document, Entry, Stale, Word
from portal.search.registry import Searched, searchable_models
from portal.search.texts import key, long_words, plain, readable

logger = logging.getLogger(__name__)

type Key = tuple[str, int]

_WHO = ("id", "audience")

BATCH = 250
# Bodies beyond this are not searched: enough for an abstract or a page of text.
LONGEST = 20_000

# Before the texts are filled in: what nobody could find, or other people.
_FRESH = """
INSERT INTO search_fresh (entry, before, at)
SELECT entry.id, entry.filled_for, statement_timestamp()
  FROM jsonb_to_recordset(%s::jsonb) AS d (id bigint, audience int)
  JOIN search_entry AS entry ON entry.id = d.id
 WHERE entry.filled_for IS DISTINCT FROM d.audience
    ON CONFLICT DO NOTHING
"""

# One statement for a batch; `vector` joins the texts of every language, each by its own stemmer.
_FILL = """
UPDATE search_entry AS entry
   SET kind = d.kind, audience_id = d.audience, marking = d.marking, is_hidden = false,
       titles = d.titles, bodies = d.bodies, lines = d.lines, title_keys = d.title_keys,
       reference = d.reference, path = d.path, language = d.language, date = d.date,
       technologies = d.technologies, regions = d.regions, filled_for = d.audience,
       vector = to_tsvector('portal_en', coalesce(d.texts ->> 'en', ''))
             || to_tsvector('portal_fr', coalesce(d.texts ->> 'fr', ''))
             || to_tsvector('portal_es', coalesce(d.texts ->> 'es', ''))
             || to_tsvector('portal_simple', coalesce(d.texts ->> 'simple', ''))
  FROM jsonb_to_recordset(%s::jsonb) AS d(
       id bigint, kind text, audience int, marking text, titles jsonb, bodies jsonb, lines jsonb,
       texts jsonb, title_keys text[], reference text, path text, language text, date date,
       technologies text[], regions text[])
 WHERE entry.id = d.id
"""


def index_stale(*, seconds: float = 8) -> int:
    """Index what is stale, batch by batch, for about so many seconds; return how many objects."""
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        indexed = index_batch()
        done += indexed
        if not indexed:
            break
    return done


def index_batch(size: int = BATCH) -> int:
    """Index some stale objects; return how many outbox rows are done."""
    with transaction.atomic():
        done, rows = index_claimed(size)
    # Apart from the rows, so that no worker waits for another's words.
    _keep_words(rows)
    return done


def index_claimed(size: int) -> tuple[int, list[dict[str, Any]]]:
    """Claim outbox rows and index their objects; return how many are done, and the rows filled.

    Rows that another worker or an open verb holds are left for the next run: nothing is waited for.
    The index rows are locked before the objects are read, so a verb that commits meanwhile makes
    its own change of the index row after this one.
    """
    claimed = list(
        Stale.objects.waiting().order_by("tries", "pk").select_for_update(skip_locked=True)[:size]
    )
    keys = {(row.object_type, row.object_id) for row in claimed}
    locked, busy = _lock(keys)
    filled, emptied, failed = [], [], set()
    for label, ids in _by_type(locked).items():
        for pk, obj, document in _documents(label, ids):
            if isinstance(document, Document):
                filled.append(_row(locked[label, pk], obj, document))
            elif document is None:
                emptied.append(locked[label, pk])
            else:
                failed.add((label, pk))
    _fill(filled)
    Entry.objects.filter(pk__in=emptied).delete()
    done = [row.pk for row in claimed if (row.object_type, row.object_id) not in failed | busy]
    # What was given up before is done with it.
    again = Stale.objects.given_up().filter(_about(keys - failed - busy))
    Stale.objects.filter(Q(pk__in=done) | Q(pk__in=again.values("pk"))).delete()
    late = [row.pk for row in claimed if (row.object_type, row.object_id) in failed]
    Stale.objects.filter(pk__in=late).update(tries=F("tries") + 1)
    return len(done), filled


def _lock(keys: set[Key]) -> tuple[dict[Key, int], set[Key]]:
    """Lock the index rows of these objects; return their ids, and whose row somebody else holds.

    A key with neither has no index row: it was removed after a later change than this one.
    """
    rows = Entry.objects.filter(_about(keys)).order_by("pk")
    columns = ("object_type", "object_id", "pk")
    locked = {
        (label, pk): entry
        for label, pk, entry in rows.select_for_update(skip_locked=True).values_list(*columns)
    }
    if len(locked) == len(keys):
        return locked, set()
    return locked, {(label, pk) for label, pk, _ in rows.values_list(*columns)} - locked.keys()


def _about(keys: Iterable[Key]) -> Q:
    """Return the condition that is true for the rows of these objects."""
    condition = Q(pk__in=[])
    for label, ids in _by_type(keys).items():
        condition |= Q(object_type=label, object_id__in=ids)
    return condition


def _by_type(keys: Iterable[Key]) -> dict[str, list[int]]:
    by_type = defaultdict(list)
    for label, pk in sorted(keys):
        by_type[label].append(pk)
    return by_type


def _documents(
    label: str, ids: list[int]
) -> Iterator[tuple[int, Any, Document | Exception | None]]:
    """Yield each object with its document, None for what is not to be found, or what went wrong."""
    searched = searchable_models().get(label)
    found = _objects(searched, ids) if searched else {}
    for pk in ids:
        obj = found.get(pk)
        try:
            document = obj.search_document() if obj else None
        except Exception as error:  # a row that cannot be read must not keep the others waiting
            logger.exception("%s %s cannot be indexed.", label, pk)
            yield pk, obj, error
        else:
            yield pk, obj, document


def _objects(searched: Searched, ids: list[int]) -> dict[int, Any]:
    rows = searched.model._base_manager.filter(pk__in=ids)
    return {row.pk: row for row in rows.prefetch_related(*searched.prefetch)}


def _row(entry: int, obj: Any, document: Document) -> dict[str, Any]:
    titles, bodies, lines = (
        {code: readable(text)[:LONGEST] for code, text in texts.items() if text}
        for texts in (document.titles, document.bodies, document.lines)
    )
    return {
        "id": entry,
        "kind": document.kind,
        "audience": obj.audience_id,
        "marking": obj.marking,
        "titles": titles,
        "bodies": bodies,
        "lines": lines,
        "texts": {
            code: plain(f"{titles.get(code, '')} {bodies.get(code, '')}")
            for code in titles.keys() | bodies.keys()
        },
        "title_keys": sorted({key(title) for title in titles.values()} - {""}),
        "reference": document.reference[:40],
        "path": document.path,
        "language": document.language,
        "date": document.date.isoformat() if document.date else None,
        "technologies": document.technologies,
        "regions": document.regions,
    }


def _fill(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, [json.dumps([{name: row[name] for name in _WHO} for row in rows])])
        cursor.execute(_FILL, [json.dumps(rows)])


def _keep_words(rows: list[dict[str, Any]]) -> None:
    audiences = Audience.objects.filter(pk__in={row["audience"] for row in rows})
    public = set(audiences.filter(tokens__contains=[PUBLIC]).values_list("pk", flat=True))
    words = {
        word
        for row in rows
        if row["audience"] in public
        for text in row["texts"].values()
        for word in long_words(text)
    }
    # In one order everywhere, so that two workers never wait for each other in a circle.
    Word.objects.bulk_create(
        [Word(word=word, key=key(word)) for word in sorted(words)], ignore_conflicts=True
    )


def mark_everything_stale() -> dict[str, int]:
    """Ask for every object to be indexed again, and every index row without one; return counts."""
    Word.objects.all().delete()
    counts = {
        label: _mark_all(label, searched.model) for label, searched in searchable_models().items()
    }
    orphans = Entry.objects.all()
    for label, searched in searchable_models().items():
        living = searched.model._base_manager.values("pk")
        orphans = orphans.exclude(object_type=label, object_id__in=living)
    counts["orphans"] = _mark(orphans.values_list("object_type", "object_id"))
    return counts


def _mark_all(label: str, model: type[Model]) -> int:
    count = 0
    rows = model._base_manager.order_by("pk").values_list("pk", "audience_id", "marking")
    for batch in batched(rows.iterator(chunk_size=2_000), 2_000):
        with transaction.atomic():
            Entry.objects.bulk_create(
                [
                    Entry(object_type=label, object_id=pk, audience_id=audience, marking=marking)
                    for pk, audience, marking in batch
                ],
                ignore_conflicts=True,
            )
            _mark((label, pk) for pk, _audience, _marking in batch)
        count += len(batch)
    return count


def _mark(keys: Iterable[Key]) -> int:
    rows = Stale.objects.bulk_create(Stale(object_type=label, object_id=pk) for label, pk in keys)
    return len(rows)
