"""Files that the portal makes itself: they need no inspection, and nobody reads them by a label."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.audit.models import record
from portal.files import storing
from portal.files.models import StoredFile
from portal.files.purposes import purpose_of
from portal.markings.models import Marking

# What stands in the place of a scanner.
OURS = "made by the portal"


@transaction.atomic
def make(
    chunks: Iterable[bytes], *, owner: Any, purpose: str, name: str, media_type: str
) -> StoredFile:
    """Keep a file that belongs to one person; the room that asked for it gives it out."""
    kept = storing.keep(chunks, most=purpose_of(purpose).max_bytes)
    file = StoredFile(
        purpose=purpose,
        name=name,
        media_type=media_type,
        size=kept.size,
        sha256=kept.sha256,
        key=kept.key,
        marking=Marking.RED,
        uploaded_by=owner,
        state=StoredFile.State.RELEASED,
        scanner=OURS,
        released_at=timezone.now(),
    )
    file.set_audience()
    file.save()
    record("files.make", by=None, on=file, purpose=purpose, size=file.size, sha256=file.sha256)
    storing.move(kept.key, to=storing.RELEASED)
    return file
