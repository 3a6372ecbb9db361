"""Imports as a worker carries them on: read, compared, done row by row; killed, gone on with."""

import logging
import time
from typing import Any

from django.db import IntegrityError, transaction

from directory.importing import comparing
from directory.importing.reading import Sheet, UnreadableError, read
from directory.importing.shaping import Shapes
from directory.models import Invitation, Nomination, Person, Seat
from directory.models.contact_import import ContactImport, ImportRow
from portal.files import storing

logger = logging.getLogger(__name__)

State = ImportRow.State
# Rows of one transaction: so many are lost, and done again, when a worker dies.
BATCH = 50
LETTER = ("file", "sender", "channel", "dated", "reference")
FIELDS = ("email", "given_name", "family_name", "post", "phone", "language")


class TakenError(Exception):
    """Somebody else was faster: the row is looked at anew."""


def work(*, seconds: float = 40) -> int:
    """Carry on what is due for about so many seconds; return how many rows were imported."""
    done, end = 0, time.monotonic() + seconds
    waiting = ContactImport.objects.due().order_by("moved_at", "pk")
    for batch in waiting.select_related("file", "begun_by"):
        if not batch.lease():
            continue
        try:
            if batch.state == ContactImport.State.RECEIVED:
                _read(batch)
            else:
                done += _run(batch, end)
        finally:
            batch.free()
    return done


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
    return done


@transaction.atomic
def _some(batch: ContactImport) -> tuple[int, int]:
    """Import some rows in one transaction; each stands or falls by itself."""
    ready = batch.rows.ready().select_for_update(of=("self",), no_key=True)
    rows = list(
        ready.select_related("administration", "partner", "role").order_by("number")[:BATCH]
    )
    known = comparing.Known(rows)
    imported = 0
    for row in rows:
        row.findings = []
        known.judge(row)
        try:
            with transaction.atomic():
                imported += _import(row, batch)
        except (TakenError, IntegrityError):
            row.nomination = None
            row.state = State.REVIEW
            row.say("taken")
            row.enter(State.REVIEW)
    return imported, len(rows)


def _import(row: ImportRow, batch: ContactImport) -> bool:
    """Make the account, the nomination and the invitation of a row: all, or nothing."""
    if row.state != State.READY:
        row.enter(row.state)  # the directory changed since the list was checked
        return False
    by, person = batch.begun_by, row.person or Person.objects.filter(email=row.email).first()
    is_new = person is None
    if person is None:
        person = Person.enrol(
            by=by,
            email=row.email,
            given_name=row.given_name,
            family_name=row.family_name,
            post=row.post,
            phone=row.phone,
            language=row.language,
            zone=row.administration.zone if row.administration else "UTC",
            administration=row.administration,
            partner=row.partner,
        )
    if row.role:
        row.nomination = _seated(row, person, batch)
    if is_new:
        Invitation.send_to(person, by=by)
    row.person = person
    row.enter(State.IMPORTED)
    return True


def _seated(row: ImportRow, person: Person, batch: ContactImport) -> Nomination:
    """Seat the person by a nomination whose evidence is the list."""
    place: dict[str, Any] = {"administration": row.administration, "partner": row.partner}
    seat, _is_new = Seat.objects.get_or_create(role=row.role, **place)
    # Whoever gives the seat meanwhile waits here, and is not undone by a list.
    seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if seat.is_held or seat.nominations.open().exists():
        raise TakenError
    letter = {name: getattr(batch, name) for name in LETTER}
    return Nomination.take_from_list(
        seat,
        by=batch.begun_by,
        person=person,
        letter=letter | {"sha256": batch.file.sha256, "recorded_by": batch.sent_by},
        **{name: getattr(row, name) for name in FIELDS},
    )
