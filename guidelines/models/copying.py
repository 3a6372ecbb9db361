"""Copies taken out of the room: each is written down."""

from typing import Any

from django.db import transaction

from portal.audit.models import record


@transaction.atomic
def note_copy(*, by: Any, format: str, rows: int, **detail: Any) -> None:
    """Write down that somebody took records along: how many, as what, narrowed by what."""
    record("guidelines.copy_records", by=by, format=format, rows=rows, **detail)


def note_text(manuscript: Any, *, by: Any, format: str) -> None:
    """Write down that somebody took a text in preparation along.

    By nobody where a name would tell whose it is.
    """
    actor = manuscript.record.actor(by)
    record("guidelines.copy_text", by=actor, on=manuscript, format=format)
