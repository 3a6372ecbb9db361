"""Mails sent many at a time: locked while they are made and handed over, marked in one statement.

Who is killed gives its mails back at once: no row says that they are being sent, but for its lock.
"""

import datetime
import logging
import select
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.db import Error, OperationalError, connection, transaction
from django.utils import timezone

from portal.markings.holding import READERS, ROW_LOCKS, hold_rights
from portal.notifications.composing import Put
from portal.notifications.handed import Handed
from portal.notifications.mailbox import Mailbox, MailRejectedError, ServerAwayError
from portal.notifications.models import Event, Mail, MailSetting

logger = logging.getLogger(__name__)

# A batch that did not fit is followed by one of as many mails as did, but for so few.
SMALLEST = 20
# So many leave between two marks while Valkey takes no notes: a kill repeats no more.
WITHOUT_NOTES = 5
# From the first lock to the end of the last mail; `portal.markings.holding` waits longer.
LONGEST = 8.0
# When the server is away, everybody waits so long; it costs no mail one of its tries.
AWAY = datetime.timedelta(seconds=15)
# A mail whose rights or readers are being changed, and one that the database could not read.
CHANGING = datetime.timedelta(seconds=1)
DISTURBED = datetime.timedelta(seconds=30)
# A mail that left is marked as sent however long the database needs to come back.
MARKING_TRIES = 20
# While it is away its locks are gone: whoever comes first finds what left in the notes alone.
NOTED_EVERY_S = 0.1
# So often a run goes on over a new connection.
CONNECTIONS = 4

# The locks that `change_readers` takes alone; one that is taken, or waited for, is left out.
_HOLD = """
WITH asked AS MATERIALIZED (
  SELECT id, hashtext(object_type || ' ' || object_id) & %s AS number
    FROM notifications_event WHERE id = ANY(%s)
), held AS MATERIALIZED (
  SELECT number FROM (SELECT DISTINCT number FROM asked) AS numbers
   WHERE pg_try_advisory_xact_lock_shared(%s, number)
)
SELECT asked.id FROM asked JOIN held USING (number)
"""

_MARK = """
WITH made AS (
  SELECT * FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::int[],
                       %s::int[], %s::text[])
             AS made (id, state, sent_at, due_at, items, tries, error)
), marked AS (
  UPDATE notifications_mail AS mail
     SET state = made.state, sent_at = made.sent_at, due_at = made.due_at, items = made.items,
         tries = made.tries, error = made.error
    FROM made
   WHERE mail.id = made.id AND mail.state = 'due'
)
UPDATE notifications_notification AS line SET digest_id = mail.id
  FROM unnest(%s::bigint[], %s::bigint[]) AS carried (mail, id)
  JOIN notifications_mail AS mail ON mail.id = carried.mail
 WHERE line.id = carried.id AND line.person_id = mail.person_id AND line.digest_id IS NULL
"""


class Batch:
    """Mails that one worker makes and hands over, and no other, while nobody's rights change."""

    kinds: ClassVar[Sequence[str]]
    most: ClassVar[int]
    # For so many seconds from the first lock, another mail is begun: whoever takes a right away
    # waits for them, and for the last mail.
    hold: ClassVar[float]

    def __init__(self, mailbox: Mailbox, handed: Handed, size: int) -> None:
        self.mailbox = mailbox
        self.handed = handed
        self.size = size
        # The mails that it locked, and how many left now.
        self.found: list[int] = []
        self.sent = 0
        self.did_fit = True
        self._begun = 0.0
        self._settled: list[Mail] = []
        self._carried: list[tuple[int, int]] = []
        self._bounced: list[tuple[Any, str]] = []
        self._away: ServerAwayError | None = None

    def read(self, mails: list[Mail]) -> list[Mail]:
        """Read what mails are made of; return those that can be made now."""
        raise NotImplementedError

    def made(self, mail: Mail) -> EmailMessage | Put:
        """Return a mail to be sent, or what happens to it instead."""
        raise NotImplementedError

    def note_of(self, mail: Mail) -> list[int]:
        """Return what is noted of a mail that left."""
        raise NotImplementedError

    def lines_of(self, mail: Mail, note: list[int]) -> list[int] | None:
        """Return the lines that a mail of this note carried; None if it was another mail."""
        raise NotImplementedError

    def send(self) -> bool:
        """Send as many as fit of what is due; return whether anything was."""
        try:
            with transaction.atomic():
                self._send_each(self._ready())
                mark(self._settled, self._carried)
        except Error:
            if not self.sent:
                raise
            if not certainly(partial(mark, self._settled, self._carried), self.handed):
                return False
        self.handed.forget([mail.message_id for mail in self._settled if mail.sent_at])
        for person, said in self._bounced:
            MailSetting.bounced(person=person, status=said[:40], is_hard=True)
        self.handed.clean(_is_any_due)
        if self._away:
            raise self._away
        return bool(self.found)

    @property
    def settled(self) -> int:
        """How many mails it is done with."""
        return len(self._settled)

    def _ready(self) -> list[Mail]:
        rows = due(self.kinds, self.size).select_for_update(no_key=True, skip_locked=True)
        people = dict(rows.values_list("pk", "person"))
        self.found = list(people)
        if not people:
            return []
        self._begun = time.monotonic()
        held = hold_rights(people.values())
        mails = Mail.objects.filter(pk__in=people).order_by("due_at", "pk")
        every = list(mails.select_related("event", "person__mail_setting"))
        ready = self.read([mail for mail in every if mail.person_id in held])
        names = {mail.pk for mail in ready}
        for mail in every:
            if mail.pk not in names:
                mail.wait(timezone.now() + CHANGING)
                self._settled.append(mail)
        return ready

    def _send_each(self, mails: list[Mail]) -> None:
        notes = self.handed.among([mail.message_id for mail in mails])
        for place, mail in enumerate(mails):
            # One is always tried, however long reading took on a busy machine. A broken connection
            # is opened again by the next batch, under no lock.
            is_over = place > 0 and (
                time.monotonic() > self._begun + self.hold
                or (place >= WITHOUT_NOTES and not self.handed.does_keep)
            )
            if is_over or not self.mailbox.is_open:
                self.did_fit = not self.mailbox.is_open
                return
            if place > 0 and _is_cut():
                raise OperationalError("The database ended the connection under a batch.")
            try:
                self._send_one(mail, notes.get(mail.message_id))
            except MailRejectedError as error:
                mail.failed(str(error), is_final=error.is_final, is_unsure=error.is_unsure)
                if error.is_address and error.is_final:
                    self._bounced.append((mail.person, str(error)))
            except ServerAwayError as error:
                self._away = error
                return
            except Error:
                raise
            except Exception as error:  # one person's mail must not keep the others waiting
                logger.exception("Mail %s cannot be composed.", mail.pk)
                mail.failed(type(error).__name__)
            self._settled.append(mail)

    def _send_one(self, mail: Mail, note: list[int] | None) -> None:
        lines = None if note is None else self.lines_of(mail, note)
        if lines is None:
            made, note = self.made(mail), self.note_of(mail)
            lines = self.lines_of(mail, note) or []
            if isinstance(made, Put):
                mail.state, mail.due_at = made.state, made.due_at or mail.due_at
            else:
                left = self._begun + LONGEST - time.monotonic()
                self.mailbox.send(made, seconds=max(left, 1.0))
                self.sent += 1
                self.handed.note(mail.message_id, note)
                mail.leave(items=len(lines) or 1)
        else:
            # Whoever sent it was killed before it was marked.
            mail.leave(items=len(lines) or 1)
        if mail.state != Mail.State.DUE:
            self._carried += [(mail.pk, line) for line in lines]


def send_all(batch: type[Batch], *, seconds: float) -> int:
    """Send what is due for about so many seconds; return how many mails left."""
    end, handed = time.monotonic() + seconds, Handed()
    with Mailbox() as mailbox:
        run = _Run(batch, mailbox, handed)
        while time.monotonic() < end and run.goes_on():
            pass
    return run.sent


class _Run:
    """One batch after the other; what cannot be sent together is sent one by one."""

    def __init__(self, batch: type[Batch], mailbox: Mailbox, handed: Handed) -> None:
        self.make = partial(batch, mailbox, handed)
        self.handed = handed
        self.size = batch.most
        self.sent = 0
        self._singly = 0
        self._connections = 0

    def goes_on(self) -> bool:
        """Send a batch; return whether there may be another."""
        size = self.size if self.handed.does_keep else min(self.size, WITHOUT_NOTES)
        batch = self.make(1 if self._singly else size)
        try:
            is_more = _is_ready(batch) and batch.send()
        except ServerAwayError as error:
            logger.warning("The mail server is away (%s).", error)
            _put_off(batch)
            is_more = False
        except Exception as error:  # what cannot be read for many must not stop for one
            self._recover(batch, error)
            is_more = True
        self.sent += batch.sent
        self._singly = max(self._singly - 1, 0)
        if not batch.did_fit:
            # What did not fit was read for nothing: the next takes as many as did.
            self.size = max(min(self.size, SMALLEST), batch.settled)
        return is_more

    def _recover(self, batch: Batch, error: Exception) -> None:
        """Go on over another connection, or one by one; raise what neither helps against."""
        if _is_lost() and self._connections < CONNECTIONS:
            self._connections += 1
            logger.info("The database went away (%s).", type(error).__name__)
            time.sleep(0.2 * 2**self._connections)
        elif not batch.found:
            raise error
        elif self._singly:
            _give_up(batch, error)
        else:
            logger.exception("%s mails cannot be sent together.", len(batch.found))
            self._singly = len(batch.found) + 1


def _is_ready(batch: Batch) -> bool:
    """Connect, if anything is due: before any lock is taken, because it may take long."""
    if not batch.mailbox.is_open:
        if not due(batch.kinds, 1).exists():
            return False
        batch.mailbox.open()
        batch.handed.wait()
    return True


def _put_off(batch: Batch) -> None:
    """Let mails wait for the server, as many as a batch has."""
    rows = due(batch.kinds, batch.size).select_for_update(no_key=True, skip_locked=True)
    Mail.objects.filter(pk__in=rows.values("pk")).update(due_at=timezone.now() + AWAY)


def _is_lost() -> bool:
    """Return whether the connection to the database broke: the next statement opens another."""
    connection.close_if_unusable_or_obsolete()
    return connection.connection is None


def _give_up(batch: Batch, error: Exception) -> None:
    """Put off the only mail of a batch that could not be read."""
    mail = Mail.objects.get(pk__in=batch.found)
    if isinstance(error, OperationalError):
        mail.wait(timezone.now() + DISTURBED)
    else:
        mail.failed(type(error).__name__)
    mark([mail], [])


def due(kinds: Sequence[str], size: int) -> Any:
    """Return so many mails that are due, the oldest first."""
    rows = Mail.objects.due(timezone.now()).filter(kind__in=kinds)
    return rows.order_by("due_at", "pk")[:size]


def _is_any_due(message_ids: Collection[str]) -> bool:
    """Return whether the database does not know yet that all of these mails left."""
    return Mail.objects.filter(message_id__in=message_ids, state=Mail.State.DUE).exists()


def held_events(events: Iterable[int]) -> dict[int, Event]:
    """Return those of these events whose readers stay as they are until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [ROW_LOCKS - 1, sorted(set(events)), READERS])
        held = [event for (event,) in cursor.fetchall()]
    return Event.objects.select_related("actor").in_bulk(held)


def mark(mails: Sequence[Mail], carried: Collection[tuple[int, int]]) -> None:
    """Write down what became of mails, and which lines they carried, in one statement."""
    if not mails:
        return
    values: list[Any] = [
        *zip(*((m.pk, m.state, m.sent_at, m.due_at, m.items, m.tries, m.error) for m in mails),
             strict=True),
        [mail for mail, _line in carried],
        [line for _mail, line in carried],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [list(column) for column in values])


def _is_cut() -> bool:
    """Whether the database said something unasked, as it does when it ends a connection.

    Its locks are free then, and somebody else may send the same mails already.
    """
    asked = select.poll()
    asked.register(connection.connection, select.POLLIN)
    return bool(asked.poll(0))


def certainly(mark: Callable[[], None], handed: Handed) -> bool:
    """Mark what left over new connections until the database answers; say whether it did."""
    for attempt in range(MARKING_TRIES):
        connection.close()
        try:
            mark()
        except Error:
            end = time.monotonic() + min(0.2 * 2**attempt, 2)
            while time.monotonic() < end:
                handed.note_again()
                time.sleep(NOTED_EVERY_S)
        else:
            return True
    logger.error("Mails left but could not be marked: they may be sent again.")
    return False
