"""When files are looked into, and when bytes that nobody owns are dropped."""

import datetime
from collections.abc import Iterable
from itertools import batched

from celery import shared_task
from django.utils import timezone

from portal.files import inspection, storing
from portal.files.models import StoredFile
from portal.files.uploads import KEPT_SECONDS

# Long after any transaction that would own them has ended.
DAY_SECONDS = 86_400
# So long somebody may still want to know what was refused.
REFUSED = datetime.timedelta(days=7)


@shared_task(name="files.inspect")
def inspect_files() -> int:
    """Look into the files that wait."""
    return inspection.inspect_waiting(seconds=30)


@shared_task(name="files.drop_leftovers")
def drop_leftovers() -> int:
    """Drop the bytes of forms that were never completed, and those that no row owns any more."""
    left = list(storing.older_than(storing.KEPT, seconds=KEPT_SECONDS + 3600))
    for place in (storing.QUARANTINE, storing.RELEASED):
        left += unowned(storing.older_than(place, seconds=DAY_SECONDS))
    for key in left:
        storing.drop(key)
    return len(left)


def unowned(keys: Iterable[str]) -> list[str]:
    """Return the keys whose bytes nobody will ask for."""
    ended = timezone.now() - REFUSED
    found: list[str] = []
    for some in batched(keys, 500):
        owned = StoredFile.objects.filter(key__in=some, erased_at=None)
        owned = owned.exclude(refused_at__lt=ended)
        found += set(some) - set(owned.values_list("key", flat=True))
    return found
