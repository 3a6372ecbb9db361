"""Every six months the owners of a room say who still belongs to it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.markings.holding import change_rights
from portal.notifications.models import tell
from portal.refusals import Refused
from workspaces.forms.keeping import EXTEND, REMOVE
from workspaces.models import Admission, Role, Workspace
from workspaces.models.workspace import ATTESTED
from workspaces.requests import UNATTESTED


@transaction.atomic
def attest(
    room: Workspace, rows: list[Admission], answers: dict[str, Any], *, by: Any
) -> list[Refused]:
    """Keep, extend or remove each row; return what could not be done, or set the next day."""
    refused = []
    WorkItem.hold(UNATTESTED, on=room)
    # The desk and the rights of all come before the room, which the first answer locks.
    changed = [row for row in rows if answers.get(row.public_id) in (REMOVE, EXTEND)]
    room.hold_desk(person__in=[row.person_id for row in changed if row.person_id])
    for person in sorted({person for row in changed for person in row.touched()}):
        change_rights(person)
    removed = extended = 0
    for row in rows:
        answer = answers.get(row.public_id)
        try:
            with transaction.atomic():
                if answer == REMOVE:
                    removed += row.end(by=by)
                elif answer == EXTEND:
                    extended += row.change(by=by, role=row.role, until=answers["until"])
        except Refused as refusal:
            refused.append(refusal)
    if not refused:
        room.attest_by = timezone.now().date() + ATTESTED
        room.save(update_fields=["attest_by"])
        WorkItem.settle(UNATTESTED, on=room, by=by, outcome="attested")
        # Whoever was put out is told so by itself.
        tell("workspaces.attest", kind="workspace", on=room, by=by,
             reach={room.token(Role.OWNER)}, removed=removed, extended=extended)  # fmt: skip
    record("workspaces.attest", by=by, on=room, members=len(rows), removed=removed,
           extended=extended, refused=len(refused))  # fmt: skip
    return refused
