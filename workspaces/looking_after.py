"""What the clock does to rooms: what expires, who is asked, and what goes to the desk."""

import datetime
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.notifications.models import tell
from workspaces.models import Admission, Invitation, Role, State, Workspace
from workspaces.models.admission import FEWEST_OWNERS
from workspaces.requests import OWNERLESS

logger = logging.getLogger(__name__)

# How long before the day the owners are asked to attest.
ASKED = datetime.timedelta(days=14)
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


def owned() -> QuerySet[Any]:
    """Return the rooms that go on, with `owners`, how many own each and can act."""
    stays = Q(admissions__bound_to=None) | Q(
        admissions__bound_to=F("admissions__person__administration")
    )
    named = stays & Q(admissions__person__state="verified")
    seated = Q(
        admissions__seat__holdings__until=None,
        admissions__seat__holdings__person__state="verified",
    )
    standing = Q(admissions__until=None) | Q(admissions__until__gte=timezone.now().date())
    owning = Q(admissions__role=Role.OWNER, admissions__ended_at=None)
    return Workspace.objects.standing().annotate(
        owners=Count("admissions", filter=owning & standing & (named | seated), distinct=True)
    )


def ask_for_owners() -> int:
    """Ask moderators where fewer than two own a room, and the Secretariat where nobody does."""
    changed = 0
    short = owned().filter(owners__lt=FEWEST_OWNERS, short_since=None).order_by("pk")
    for room in short[:MOST]:
        changed += _lost(room)
    alone = owned().filter(owners=0).exclude(short_since=None)
    for room in alone.order_by("pk")[:MOST]:
        WorkItem.put(OWNERLESS, on=room, by=None, is_quiet=True)
    again = owned().filter(owners__gte=FEWEST_OWNERS).exclude(short_since=None)
    for room in again.order_by("pk")[:MOST]:
        changed += _found(room)
    return changed


@transaction.atomic
def _lost(room: Any) -> bool:
    now = timezone.now()
    if not Workspace.objects.filter(pk=room.pk, short_since=None).update(short_since=now):
        return False
    record("workspaces.lose_owners", by=None, on=room, owners=room.owners)
    tell("workspaces.ask_for_owner", kind="workspace", on=room, by=None,
         reach={room.token(Role.MODERATOR)})  # fmt: skip
    if room.owners == 0:
        WorkItem.put(OWNERLESS, on=room, by=None)
    return True


@transaction.atomic
def _found(room: Any) -> bool:
    short = Workspace.objects.filter(pk=room.pk).exclude(short_since=None)
    if not short.update(short_since=None):
        return False
    record("workspaces.regain_owners", by=None, on=room, owners=room.owners)
    WorkItem.settle(OWNERLESS, on=room, by=None, outcome="owned")
    return True


def ask_for_attestation() -> int:
    """Ask the owners of each room once, when the day comes near; return how many rooms."""
    near = Workspace.objects.filter(
        state=State.ACTIVE, attest_by__lte=timezone.now().date() + ASKED
    )
    due = near.filter(Q(attest_asked=None) | ~Q(attest_asked=F("attest_by")))
    return sum(_asked(room) for room in due.order_by("pk")[:MOST])


@transaction.atomic
def _asked(room: Workspace) -> bool:
    unasked = Workspace.objects.filter(pk=room.pk, attest_by=room.attest_by).filter(
        Q(attest_asked=None) | ~Q(attest_asked=room.attest_by)
    )
    if not unasked.update(attest_asked=room.attest_by):
        return False
    tell("workspaces.ask_attestation", kind="workspace", on=room, by=None,
         reach={room.token(Role.OWNER)})  # fmt: skip
    return True
