"""Single mails: claimed by a lease, checked under a lock of their person's rights, then sent."""

import datetime
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.markings.holding import hold_rights
from portal.notifications import composing
from portal.notifications.handed import Handed
from portal.notifications.mailbox import Mailbox, RefusedError, ServerAwayError
from portal.notifications.models import Mail, MailSetting
from portal.notifications.models.mail import LEASE

logger = logging.getLogger(__name__)

BATCH = 20
# The last mail of a batch begins early enough to end within the lease.
SAFE = LEASE.total_seconds() - 15
# When the server is away, everybody waits so long; it costs no mail one of its tries.
AWAY = datetime.timedelta(seconds=15)
# A mail that left is marked as sent however long the database needs to come back.
MARKING_TRIES = 20


class Claim(NamedTuple):
    """A mail that this worker sends and no other, until its lease ends."""

    pk: int
    person: int
    event: int | None


def claim(kinds: Sequence[str], size: int) -> list[Claim]:
    """Claim mails that are due, the oldest first."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_mail SET leased_until = %s WHERE id IN ("
            " SELECT id FROM notifications_mail WHERE state = 'due' AND kind = ANY(%s)"
            " AND due_at <= %s AND (leased_until IS NULL OR leased_until <= %s)"
            " ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)"
            " RETURNING id, person_id, event_id",
            [now + LEASE, list(kinds), now, now, size],
        )
        return sorted(Claim(*row) for row in cursor.fetchall())


def release(claims: Sequence[Claim], *, after: datetime.timedelta = datetime.timedelta()) -> None:
    """Give mails back that were not tried."""
    Mail.objects.filter(pk__in=[each.pk for each in claims], state=Mail.State.DUE).update(
        leased_until=None, due_at=timezone.now() + after
    )


def hold_events(events: Sequence[int]) -> None:
    """Keep the audiences of these events as they are until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM notifications_event WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [list(events)],
        )


def send_due(*, seconds: float = 50) -> int:
    """Send what is due for about so many seconds; return how many mails left."""
    sent, end, handed = 0, time.monotonic() + seconds, Handed()
    with Mailbox() as mailbox:
        while time.monotonic() < end and (claims := claim([Mail.Kind.EVENT], BATCH)):
            lease_end = time.monotonic() + SAFE
            for place, each in enumerate(claims):
                if time.monotonic() > lease_end:
                    release(claims[place:])
                    break
                try:
                    sent += send_one(each, mailbox, handed)
                except ServerAwayError as error:
                    logger.warning("The mail server is away (%s).", error)
                    release(claims[place:], after=AWAY)
                    return sent
    return sent


def send_one(each: Claim, mailbox: Mailbox, handed: Handed) -> bool:
    """Send one claimed mail if it may still be sent; say whether it left now.

    One that left before its worker was killed is only marked.
    """
    mailbox.open()
    left = False
    try:
        with transaction.atomic():
            hold_rights([each.person])
            hold_events([each.event] if each.event else [])
            mail = mine(each)
            if mail is None:
                return False
            composed = composing.single(mail)
            if isinstance(composed, composing.Put):
                _put(mail, composed)
                return False
            # With its moment: numbers come again where a database is restored from a backup.
            moment = [int(mail.event.at.timestamp() * 1_000_000)] if mail.event else []
            if handed.among([mail.message_id]).get(mail.message_id) == moment:
                mark_sent([each.pk])
                return False
            mailbox.send(composed)
            left = True
            handed.note(mail.message_id, moment)
            mark_sent([each.pk])
    except RefusedError as error:
        refused(each, error)
    except ServerAwayError:
        raise
    except DatabaseError:
        if not left:
            raise
        certainly(partial(mark_sent, [each.pk]))
    except Exception as error:  # a mail that cannot be composed must not keep the others waiting
        logger.exception("Mail %s cannot be composed.", each.pk)
        _fetch(each.pk).failed(type(error).__name__, now=timezone.now(), is_final=False)
    return left


def mine(each: Claim) -> Mail | None:
    """Return a claimed mail, locked, unless its lease ended and somebody else has it."""
    rows = Mail.objects.filter(pk=each.pk, state=Mail.State.DUE)
    rows = rows.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return rows.select_related("event", "person__mail_setting").first()


def _fetch(pk: int) -> Mail:
    return Mail.objects.select_related("event", "person__mail_setting").get(pk=pk)


def _put(mail: Mail, how: composing.Put) -> None:
    """Keep a mail for later, or end it unsent."""
    Mail.objects.filter(pk=mail.pk, state=Mail.State.DUE).update(
        state=how.state, leased_until=None, due_at=how.due_at or mail.due_at
    )


def refused(each: Claim, error: RefusedError) -> None:
    """Keep what the server said; an address that it does not know counts as a bounce."""
    mail = _fetch(each.pk)
    mail.failed(str(error), now=timezone.now(), is_final=error.is_final)
    if error.is_address and error.is_final:
        MailSetting.bounced(person=mail.person, status=str(error)[:40], is_hard=True)


def mark_sent(mails: Sequence[int]) -> None:
    """Write down that these mails left."""
    Mail.objects.filter(pk__in=mails, state=Mail.State.DUE).update(
        state=Mail.State.SENT, sent_at=timezone.now(), leased_until=None, error=""
    )


def certainly(mark: Callable[[], None]) -> None:
    """Mark what left over new connections until the database answers."""
    for attempt in range(MARKING_TRIES):
        connection.close()
        try:
            mark()
        except DatabaseError:
            time.sleep(min(0.2 * 2**attempt, 2))
        else:
            return
    logger.error("Mails left but could not be marked: they may be sent again.")
