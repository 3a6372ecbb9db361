"""Handing over the mails of the directory itself, and hearing of those that come back."""

import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from directory.models import DrillCall, Invitation, MoveNotice, Reminder
from directory.models.sending import Sending
from portal.notifications.mailbox import Mailbox, MailRejectedError, ServerAwayError

logger = logging.getLogger(__name__)

# A mail takes so many seconds at most.
PATIENCE = 8.0
MODELS: tuple[Any, ...] = (Invitation, Reminder, DrillCall, MoveNotice)


def send_all[Row: Sending](
    rows: Iterable[Row], compose: Callable[[Row], EmailMessage | None]
) -> int:
    """Hand these mails over, and return how many were; what is moot is done without one."""
    sent = 0
    with Mailbox() as mailbox:
        for row in rows:
            if not row.lease():
                continue
            try:
                mailbox.open()
                if (mail := compose(row)) is not None:
                    mail.extra_headers["Message-ID"] = f"<{row.message_id}>"
                    mailbox.send(mail, seconds=PATIENCE)
            except ServerAwayError as error:
                logger.warning("The mail server is away (%s).", error)
                row.release()
                break
            except MailRejectedError as error:
                logger.warning("%s was not taken: %s", type(row).__name__, error)
                _refused(row, error)
                continue
            row.note_sent()
            sent += 1
    return sent


@transaction.atomic
def _refused(row: Any, error: MailRejectedError) -> None:
    row.note_failed(is_final=error.is_final)
    if error.is_final and error.is_address and row.is_to_present_address:
        row.note_bounce(status=str(error)[:40])


@transaction.atomic
def came_back(
    message_ids: Collection[str], recipients: Collection[str], *, status: str, is_hard: bool
) -> bool:
    """Note a mail of ours that came back, once; False where none is meant."""
    for model in MODELS:
        row = model.objects.filter(message_id__in=message_ids).exclude(sent_at=None).first()
        if row is None or row.address not in recipients:
            continue
        if is_hard and row.lose() and row.is_to_present_address:
            row.note_bounce(status=status)
        return True
    return False
