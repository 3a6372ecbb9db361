"""Invitations on their way: the code is made when its mail leaves, and never kept."""

import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from directory.models import Invitation
from directory.models.invitation import GOOD_FOR

logger = logging.getLogger(__name__)

# What one run sends at most; beat runs it again.
MOST = 200


def send_due() -> int:
    """Send the codes that wait; one that cannot be sent waits for the next run."""
    sent = 0
    for invitation in Invitation.objects.due().select_related("person")[:MOST]:
        if not invitation.lease():
            continue
        try:
            _send(invitation)
        except OSError:
            logger.exception("Invitation %s could not be sent.", invitation.public_id)
            continue
        invitation.note_sent()
        sent += 1
    return sent


def _send(invitation: Invitation) -> None:
    person = invitation.person
    with translation.override(person.language):
        context = {
            "user": person,
            "base_url": settings.BASE_URL,
            "code": invitation.give_code(),
            "hours": int(GOOD_FOR.total_seconds() // 3600),
            "join_url": f"{settings.BASE_URL}{reverse('directory:join')}",
        }
        mail = get_adapter().render_mail("account/email/invitation", person.email, context)
    mail.send()
