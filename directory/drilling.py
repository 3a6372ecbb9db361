"""Communication tests on their way: who is called, the mails, the end."""

import logging
from collections.abc import Collection

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation

from directory import mailing
from directory.models import Holding, Person
from directory.models.drill import Drill, DrillCall

logger = logging.getLogger(__name__)
# What one run sends at most; beat runs it again.
MOST = 200


def called(
    *, seats: Collection[str], regions: Collection[str], administrations: Collection[str]
) -> QuerySet[Holding]:
    """Return the holders who would be called; an empty choice is everything."""
    found = Holding.objects.current().filter(person__state=Person.State.VERIFIED)
    if seats:
        found = found.filter(seat__role__code__in=seats)
    if regions:
        own = Q(seat__administration__region__code__in=regions)
        found = found.filter(own | Q(seat__region__code__in=regions))
    if administrations:
        found = found.filter(seat__administration__iso2__in=administrations)
    return found


def work() -> int:
    """Close what is over and send what waits; return how many mails left."""
    for drill in Drill.objects.over():
        try:
            drill.close(by=None)
        except Exception:  # one test that cannot be closed must not keep the others waiting
            logger.exception("Test %s could not be closed.", drill.public_id)
    waiting = DrillCall.objects.due().select_related("person", "drill", "seat").order_by("pk")
    return mailing.send_all(waiting[:MOST], _compose)


def _compose(call: DrillCall) -> EmailMessage:
    # The office of a mailbox reads what the holder of its seat reads.
    holding = call.seat.holdings.current().select_related("person").first()
    person = call.person or (holding and holding.person)
    with translation.override(person.language if person else "en"):
        context = {
            "user": call.person,
            "seat": None if call.person else call.seat,
            "base_url": settings.BASE_URL,
            "code": call.give_code(),
            "ends_at": call.drill.ends_at,
            "answer_url": f"{settings.BASE_URL}{reverse('directory:drill_answer')}",
        }
        mail: EmailMessage = get_adapter().render_mail("account/email/drill", call.address, context)
    return mail
