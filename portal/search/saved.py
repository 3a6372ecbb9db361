"""Saved searches: who is told of what can be found since the last run, once."""

import datetime
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from portal.markings.models import Audience
from portal.notifications.dispatch import readers_of
from portal.notifications.models import Follow, Notification, tell
from portal.notifications.registry import Shown
from portal.search.models import Entry, Fresh, SavedHit, SavedSearch

logger = logging.getLogger(__name__)

# So many entries are compared with every search at a time.
BATCH = 100
# What was stopped can be taken back for so long.
KEPT = datetime.timedelta(days=1)

# Entries that wait for their text come later; those that are gone have nothing to tell.
_CLAIM = """
SELECT fresh.id
  FROM search_fresh AS fresh LEFT JOIN search_entry AS entry ON entry.id = fresh.entry
 WHERE entry.id IS NULL OR NOT entry.is_hidden
 ORDER BY fresh.id
 LIMIT %s
   FOR UPDATE OF fresh SKIP LOCKED
"""

# Each search is read once; then the few fresh entries are held against all of them. What was
# indexed while a search was being saved is rather told than lost. Of RED not even a number stands
# in a mail: its readers are told by name.
_MATCH = """
WITH search AS MATERIALIZED (
    SELECT saved.*, saved.find::tsquery AS query
      FROM search_savedsearch AS saved
      JOIN notifications_follow AS follow
        ON follow.subject = 'search:' || saved.id AND follow.person_id = saved.person_id
)
SELECT search.id, search.person_id, entry.id, entry.audience_id, fresh.before
  FROM search_fresh AS fresh
  JOIN search_entry AS entry
    ON entry.id = fresh.entry AND NOT entry.is_hidden AND entry.marking <> 'red'
  JOIN search
    ON (entry.vector @@ search.query OR entry.title_keys @> ARRAY[search.key])
   AND search.made_at < fresh.at + interval '10 seconds'
   AND (search.kind = '{}' OR entry.kind = ANY(search.kind))
   AND (search.technology = '{}' OR entry.technologies && search.technology)
   AND (search.region = '{}' OR entry.regions && search.region)
   AND (search.language = '{}' OR entry.language = ANY(search.language))
   AND (search.since IS NULL OR entry.date >= search.since)
   AND (search.until IS NULL OR entry.date <= search.until)
 WHERE fresh.id = ANY(%s)
   AND NOT EXISTS (SELECT FROM search_savedhit AS told
                    WHERE told.search_id = search.id AND told.entry = entry.id)
"""


class Match(NamedTuple):
    """A search that finds a fresh entry, and who reads the entry now and could before."""

    search: int
    person: int
    entry: int
    audience: int
    before: int | None


def tell_saved(*, seconds: float = 8) -> int:
    """Tell of what is fresh, batch by batch, for about so many seconds; return how many hits."""
    told, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        found = tell_batch()
        if found is None:
            break
        told += found
    return told


@transaction.atomic
def tell_batch(size: int = BATCH) -> int | None:
    """Tell of some fresh entries; return how many hits that makes, None when nothing is fresh.

    Events, the note of what was told and the end of the outbox rows stand in one transaction:
    a run that dies has told nothing, and one beside another finds other rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [size])
        claimed = [pk for (pk,) in cursor.fetchall()]
        if not claimed:
            return None
        cursor.execute(_MATCH, [claimed])
        matches = [Match(*row) for row in cursor.fetchall()]
    readable = _readable(matches)
    _tell(readable)
    SavedHit.objects.bulk_create(
        SavedHit(search_id=match.search, entry=match.entry) for match in readable
    )
    Fresh.objects.filter(pk__in=claimed).delete()
    return len(readable)


def _readable(matches: list[Match]) -> list[Match]:
    """Return the matches that their person may read now, and could not find before."""
    people = {match.person for match in matches}
    ids = {pk for match in matches for pk in (match.audience, match.before) if pk}
    holders = {audience.pk: _holders(audience, people) for audience in _audiences(ids)}
    nobody: set[int] = set()
    return [
        match
        for match in matches
        if match.person in holders[match.audience]
        and match.person not in holders.get(match.before or 0, nobody)
    ]


def _audiences(ids: Iterable[int]) -> Iterable[Audience]:
    return Audience.objects.filter(pk__in=ids) if ids else []


def _holders(audience: Audience, people: set[int]) -> set[int]:
    """Return who of these may be told of a row with this audience, by the rights of now."""
    persons = get_user_model()._default_manager.filter(readers_of(audience), pk__in=people)
    return set(persons.values_list("pk", flat=True))


def _tell(matches: list[Match]) -> None:
    counts: dict[int, int] = defaultdict(int)
    for match in matches:
        counts[match.search] += 1
    for search in SavedSearch.objects.filter(pk__in=counts).order_by("pk"):
        tell(
            "search.new_hits",
            kind="search",
            on=search,
            by=None,
            subjects=[search.subject],
            count=counts[search.pk],
            is_batch=True,
        )
    logger.info("Saved searches: %s hits of %s searches.", len(matches), len(counts))


@transaction.atomic
def drop_stopped() -> int:
    """Forget the searches that nobody follows any more, and notes of entries that are gone."""
    subject = Concat(Value("search:"), Cast(OuterRef("pk"), CharField()))
    followed = Follow.objects.filter(subject=subject, person=OuterRef("person"))
    now = timezone.now()
    SavedSearch.objects.filter(Exists(followed)).exclude(stopped_since=None).update(
        stopped_since=None
    )
    stopped = SavedSearch.objects.filter(~Exists(followed))
    stopped.filter(stopped_since=None).update(stopped_since=now)
    old = stopped.filter(stopped_since__lt=now - KEPT)
    keys = list(old.values_list("pk", flat=True))
    # An inbox would count them without showing them.
    Notification.objects.about(SavedSearch, keys).delete()
    old.filter(pk__in=keys).delete()
    living = Entry.objects.filter(pk=OuterRef("entry"))
    SavedHit.objects.filter(~Exists(living)).delete()
    return len(keys)


def searches(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return a person's own searches by key, as what can be followed."""
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18]
    rows = SavedSearch.objects.filter(pk__in=ids, person=person.pk)
    return {str(row.pk): Shown(row.title, row.get_absolute_url()) for row in rows}
