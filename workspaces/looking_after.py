"""What the clock does to rooms: what expires, who is asked, and what goes to the desk."""

import datetime
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.notifications.models import tell
from workspaces.models import Admission, Invitation, Role, State, Workspace
from workspaces.models.owners import is_left, is_short, owners_by_room
from workspaces.requests import OWNERLESS, UNATTESTED

logger = logging.getLogger(__name__)

# How long before the day the owners are asked to attest.
ASKED = datetime.timedelta(days=14)
# How long after the day they are reminded, again and again, and when the Secretariat is told.
REMINDED = datetime.timedelta(days=14)
TOLD = datetime.timedelta(days=28)
# What one run does at most; beat runs it again.
MOST = 200


def end_expired() -> int:
    """End what is past its day; return how much."""
    ended = _each(Admission.objects.expired().order_by("pk")[:MOST], Admission.lapse)
    moved = Admission.objects.moved().order_by("pk")[:MOST]
    ended += _each(moved, lambda admission: admission.drop("moved"))
    return ended + _each(Invitation.objects.expired().order_by("pk")[:MOST], Invitation.lapse)


def _each(rows: Iterable[Any], verb: Callable[[Any], bool]) -> int:
    """Do a verb to each row, in a transaction of its own."""
    done = 0
    for row in rows:
        try:
            done += verb(row)
        except DatabaseError:
            # The next run tries again; others do not wait for it.
            logger.exception("%r of workspaces could not be ended.", row.pk)
    return done


def ask_for_owners() -> int:
    """Ask moderators where too few own a room, and the Secretariat where nobody does.

    Nobody who can act counts as many; a bilateral room has owners of both sides.
    """
    owners = owners_by_room(Admission.objects.owning())
    standing = list(Workspace.objects.standing().order_by("pk"))
    short = [room for room in standing if is_short(room, owners.get(room.pk, {}))]
    again = {room.pk for room in standing} - {room.pk for room in short}
    lost = [room for room in short if room.short_since is None][:MOST]
    found = [room for room in standing if room.short_since and room.pk in again][:MOST]
    changed = sum(_lost(room, len(owners.get(room.pk, {}))) for room in lost)
    changed += sum(_found(room, len(owners[room.pk])) for room in found)
    left = {str(room.pk): room for room in short if is_left(room, owners.get(room.pk, {}))}
    items = WorkItem.objects.filter(kind=OWNERLESS, subject__in=left).standing()
    for subject in sorted(left.keys() - set(items.values_list("subject", flat=True)))[:MOST]:
        WorkItem.put(OWNERLESS, on=left[subject], by=None)
    return changed


@transaction.atomic
def _lost(room: Workspace, owners: int) -> bool:
    now = timezone.now()
    if not Workspace.objects.filter(pk=room.pk, short_since=None).update(short_since=now):
        return False
    record("workspaces.lose_owners", by=None, on=room, owners=owners)
    tell("workspaces.ask_for_owner", kind="workspace", on=room, by=None,
         reach={room.token(Role.MODERATOR)})  # fmt: skip
    return True


@transaction.atomic
def _found(room: Workspace, owners: int) -> bool:
    WorkItem.hold(OWNERLESS, on=room)
    short = Workspace.objects.filter(pk=room.pk).exclude(short_since=None)
    if not short.update(short_since=None):
        return False
    record("workspaces.regain_owners", by=None, on=room, owners=owners)
    WorkItem.settle(OWNERLESS, on=room, by=None, outcome="owned")
    return True


def ask_for_attestation() -> int:
    """Ask the owners of each room when the day comes near, and remind them after it.

    Four weeks after it the room is put on the desk of the Secretariat. Return how much was done.
    """
    now = timezone.now().date()
    active = Workspace.objects.filter(state=State.ACTIVE).order_by("pk")
    unasked = Q(attest_asked=None) | Q(attest_asked__lt=F("attest_by"))
    near = active.filter(unasked, attest_by__lte=now + ASKED)
    late = active.filter(~unasked, attest_by__lt=now, attest_asked__lte=now - REMINDED)
    asked = sum(_asked(room, room.attest_by, "workspaces.ask_attestation") for room in near[:MOST])
    asked += sum(_asked(room, now, "workspaces.remind_attestation") for room in late[:MOST])
    # Each is told of once for the day that was missed.
    missed = {_missed(room): room for room in active.filter(attest_by__lt=now - TOLD)}
    known = WorkItem.objects.filter(once__in=missed).values_list("once", flat=True)
    told = sorted(missed.keys() - set(known))[:MOST]
    for once in told:
        WorkItem.put(UNATTESTED, on=missed[once], by=None, once=once)
    return asked + len(told)


def _missed(room: Workspace) -> str:
    return f"{UNATTESTED}:{room.pk}:{room.attest_by}"


@transaction.atomic
def _asked(room: Workspace, day: datetime.date, verb: str) -> bool:
    """Note for which day the owners are asked, and ask them; once if two do at once."""
    known = {"attest_by": room.attest_by, "attest_asked": room.attest_asked}
    if not Workspace.objects.filter(pk=room.pk, **known).update(attest_asked=day):
        return False
    tell(verb, kind="workspace", on=room, by=None, reach={room.token(Role.OWNER)})
    return True
