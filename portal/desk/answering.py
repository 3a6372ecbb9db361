"""Answers to visitors on their way, and letters that are old enough to be forgotten."""

import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils import translation

from portal.desk.models import Letter

logger = logging.getLogger(__name__)

# What one run does at most; beat runs it again.
MOST = 200


def send_due() -> int:
    """Send the answers that wait; one that cannot be sent waits for the next run."""
    sent = 0
    for letter in Letter.objects.unsent().order_by("handled_at", "pk")[:MOST]:
        if not letter.lease():
            continue
        try:
            _send(letter)
        except OSError:
            logger.exception("The answer to letter %s could not be sent.", letter.public_id)
            continue
        letter.note_sent()
        sent += 1
    return sent


def _send(letter: Letter) -> None:
    with translation.override(letter.language):
        context = {"base_url": settings.BASE_URL, "letter": letter}
        mail = get_adapter().render_mail("account/email/answer", letter.email, context)
    mail.send()


def forget_old() -> int:
    """Forget the letters that were answered long ago; return how many."""
    letters = list(Letter.objects.old().order_by("pk")[:MOST])
    for letter in letters:
        letter.forget()
    return len(letters)
