"""Whether what was published is still what was published: looked at every night."""

import logging

from django.db import transaction

from guidelines.models import Version
from portal.audit.models import Event
from portal.audit.models import record as log

logger = logging.getLogger(__name__)

CHANGED = "guidelines.version_changed"


def prove_versions() -> int:
    """Compute the hash of every version again; log those that differ, each once; how many do."""
    changed = 0
    for version in Version.objects.order_by("pk").iterator(chunk_size=500):
        if not version.is_intact:
            changed += 1
            _report(version)
    return changed


@transaction.atomic
def _report(version: Version) -> None:
    logger.error("version %s of record %s is not intact", version.number, version.record_id)
    if not Event.objects.about(version).filter(verb=CHANGED).exists():
        log(CHANGED, by=None, on=version, record=version.record_id, number=version.number)
