"""Imports as a worker carries them on: read, compared, done row by row; killed, gone on with."""

import datetime
import logging
import time
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from directory.importing import comparing
from directory.importing.reading import Sheet, UnreadableError, read
from directory.importing.shaping import Shapes
from directory.models import Invitation, Nomination, Person, Seat
from directory.models.contact_import import TASK, ContactImport, ImportRow
from portal.files import storing
from portal.markings.holding import change_rights
from portal.wake import wake

logger = logging.getLogger(__name__)

State = ImportRow.State
# Rows of one transaction: so many are lost, and done again, when a worker dies.
BATCH = 50
LETTER = ("file", "sender", "channel", "dated", "reference")
# What cannot be kept after so long never will be.
READ_WITHIN = datetime.timedelta(minutes=10)
FIELDS = ("email", "given_name", "family_name", "post", "phone", "language")


def work(*, seconds: float = 40) -> int:
    """Carry on what is due for about so many seconds; return how many rows were imported."""
    done, end = 0, time.monotonic() + seconds
    waiting = ContactImport.objects.due().order_by("moved_at", "pk")
    for batch in waiting.select_related("file", "begun_by"):
        if not batch.lease():
            continue
        try:
            done += _work(batch, end)
        except DatabaseError:
            # Two that waited for each other, or a connection that is gone: the next run goes on.
            logger.exception("Import %s waits for the next run.", batch.public_id)
        finally:
            batch.free()
    return done


def _work(batch: ContactImport, end: float) -> int:
    """Read a list, or import some of its rows; return how many."""
    if batch.state != ContactImport.State.RECEIVED:
        return _run(batch, end)
    try:
        _read(batch)
    except DatabaseError:
        if batch.sent_at > timezone.now() - READ_WITHIN:
            raise
        batch.note_fault("broken")
    return 0


def _read(batch: ContactImport) -> None:
    """Read the list and say what became of each row; the directory is not changed."""
    if batch.file.is_refused:
        batch.note_fault("refused", batch.file.refusal)
        return
    try:
        sheet = _sheet(batch)
    except UnreadableError as error:
        batch.note_fault(error.code, error.where)
        return
    shapes = Shapes(sheet.header)
    rows = [shapes.row(number, cells) for number, cells in sheet.rows]
    comparing.mark_twins(rows)
    comparing.judge(rows)
    for row in rows:
        row.batch = batch
    batch.note_rows(rows, read_as=sheet.read_as)


def _sheet(batch: ContactImport) -> Sheet:
    kind = batch.file.kind
    try:
        with storing.open_released(batch.file.key) as source:
            return read(source, kind.code if kind else "")
    except FileNotFoundError:
        logger.exception("The bytes of import %s are gone.", batch.public_id)
        raise UnreadableError("lost") from None


def _run(batch: ContactImport, end: float) -> int:
    """Import rows until none is ready, the time is over, or somebody cancels."""
    done = 0
    while time.monotonic() < end:
        batch.refresh_from_db(fields=["state"])
        if batch.state != ContactImport.State.RUNNING:
            return done
        imported, looked_at = _some(batch)
        done += imported
        if not looked_at:
            batch.finish()
            return done
    wake(TASK)
    return done


@transaction.atomic
def _some(batch: ContactImport) -> tuple[int, int]:
    """Import some rows in one transaction; each stands or falls by itself."""
    ready = batch.rows.ready().select_for_update(of=("self",), no_key=True)
    rows = list(
        ready.select_related("administration", "partner", "role").order_by("number")[:BATCH]
    )
    known = comparing.Known(rows)
    for row in rows:
        row.findings = []
        known.judge(row)
    # What the directory says of the others changed since the list was checked.
    good = [row for row in rows if row.state == State.READY]
    try:
        with transaction.atomic():
            _import(good, batch)
    except (DataError, IntegrityError):
        # One of them does not fit: the others are not kept waiting for it.
        for row in good:
            row.findings, row.nomination = [], None
            known.judge(row)
            _import_alone(row, batch)
    ImportRow.objects.bulk_update(rows, ["state", "findings", "person", "nomination"])
    return sum(row.state == State.IMPORTED for row in rows), len(rows)


def _import_alone(row: ImportRow, batch: ContactImport) -> None:
    """Import a row that shares nothing with others; where it fails, an officer looks at it."""
    try:
        with transaction.atomic():
            _import([row], batch)
    except (DataError, IntegrityError):
        row.person = row.nomination = None
        row.state = State.REVIEW
        row.say("taken")


def _import(rows: list[ImportRow], batch: ContactImport) -> None:
    """Make the accounts, nominations and invitations of rows: all, or nothing."""
    people = _people(rows)
    # Rights before seats, and both in one order, as everybody takes them.
    for pk in sorted({people[row.email].pk for row in rows if row.role and row.email in people}):
        change_rights(pk)
    free = _free_seats(row for row in rows if row.role)
    rows = [row for row in rows if not row.role or _takes(row, free)]
    new: dict[str, ImportRow] = {}
    for row in rows:
        if row.email not in people:
            new.setdefault(row.email, row)
    enrolled = Person.enrol_all([_card(row) for row in new.values()], by=batch.begun_by)
    Invitation.send_first(enrolled, by=batch.begun_by)
    people |= zip(new, enrolled, strict=True)
    for row in rows:
        row.person, row.state = people[row.email], State.IMPORTED
        if row.role:
            row.nomination = _seated(row, free[_place(row)], row.person, batch)


def _people(rows: list[ImportRow]) -> dict[str, Person]:
    """Return who of these has an account."""
    found = Person.objects.filter(email__in={row.email for row in rows})
    return {person.email: person for person in found}


def _card(row: ImportRow) -> dict[str, Any]:
    """Return what a row says of a new person."""
    home = row.administration
    card = {name: getattr(row, name) for name in FIELDS}
    return card | {
        "zone": home.zone if home else "UTC", "administration": home, "partner": row.partner,
    }  # fmt: skip


def _place(row: ImportRow) -> tuple[Any, ...]:
    return row.role_id, row.administration_id, row.partner_id


def _free_seats(rows: Iterable[ImportRow]) -> dict[tuple[Any, ...], Seat]:
    """Return the seats of these rows that nobody holds or is named for, made where missing.

    They are locked: whoever gives one of them meanwhile waits here, and is not undone by a list.
    """
    wanted = {_place(row): row for row in rows}
    Seat.objects.bulk_create(
        [
            Seat(role=row.role, administration=row.administration, partner=row.partner)
            for row in wanted.values()
        ],
        ignore_conflicts=True,
    )
    homes = Q(administration__in=[row.administration_id for row in wanted.values()])
    homes |= Q(partner__in=[row.partner_id for row in wanted.values()])
    of_them = Seat.objects.filter(homes, role__in={row.role_id for row in wanted.values()})
    seats = [
        seat
        for seat in of_them.select_for_update(no_key=True).order_by("pk")
        if (seat.role_id, seat.administration_id, seat.partner_id) in wanted
    ]
    named = set(Nomination.objects.open().filter(seat__in=seats).values_list("seat", flat=True))
    return {
        (seat.role_id, seat.administration_id, seat.partner_id): seat
        for seat in seats
        if not seat.is_held and seat.pk not in named
    }


def _takes(row: ImportRow, free: dict[tuple[Any, ...], Seat]) -> bool:
    """Return whether the seat of a row is free; an officer looks at it otherwise."""
    if _place(row) in free:
        return True
    row.state = State.REVIEW
    row.say("taken")
    return False


def _seated(row: ImportRow, seat: Seat, person: Person, batch: ContactImport) -> Nomination:
    """Seat the person by a nomination whose evidence is the list."""
    letter = {name: getattr(batch, name) for name in LETTER}
    return Nomination.take_from_list(
        seat,
        by=batch.begun_by,
        person=person,
        letter=letter | {"sha256": batch.file.sha256, "recorded_by": batch.sent_by},
        **{name: getattr(row, name) for name in FIELDS},
    )
