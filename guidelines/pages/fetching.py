"""Records as views fetch them: those that the person may read, and may do something with."""

from collections.abc import Iterable

from django.http import HttpRequest

from guidelines.kinds import State
from guidelines.models import Record
from portal.markings.access import require

# What was published once has an address, whatever became of it.
ISSUED = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


def followed_by(request: HttpRequest, row: Record) -> Record | None:
    """Return the record that follows a superseded one, as far as the person may read it."""
    if row.state != State.SUPERSEDED:
        return None
    rows = Record.objects.readable_by(request.user).exclude(state=State.DRAFT)
    return next(iter(rows.filter(supersedes=row)[:1]), None)


def record_or_404(
    request: HttpRequest,
    public_id: str,
    permission: str = "",
    *,
    states: Iterable[str] = (State.PUBLISHED,),
) -> Record:
    """Return the record in one of these states that the person may read, and may do this with."""
    rows = Record.objects.detailed().filter(state__in=states)  # type: ignore[attr-defined]
    row: Record = rows.readable_or_404(request.user, public_id=public_id)
    if permission:
        require(request.user, permission, row)
    return row
