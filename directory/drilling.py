"""Communication tests on their way: who is called, the mails, the end."""

import logging
from collections.abc import Collection
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from directory import mailing
from directory.models import Holding, Person
from directory.models.drill import SILENCE as SILENCE_KIND
from directory.models.drill import Drill, DrillCall
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable

KIND = SILENCE_KIND
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
            close(drill, by=None)
        except Exception:  # one test that cannot be closed must not keep the others waiting
            logger.exception("Test %s could not be closed.", drill.public_id)
    waiting = DrillCall.objects.due().select_related("person", "drill").order_by("pk")
    return mailing.send_all(waiting[:MOST], _compose)


@transaction.atomic
def close(drill: Drill, *, by: Any) -> bool:
    """End a test; whoever did not answer is put on the desk, to be asked by telephone."""
    if not drill.close(by=by):
        return False
    held = Holding.objects.current().filter(person=OuterRef("person"))
    for call in drill.calls.exclude(failed_at=None).filter(Exists(held)):
        WorkItem.put(KIND, on=call, by=by, is_quiet=True)
    return True


def _compose(call: DrillCall) -> EmailMessage:
    person = call.person
    with translation.override(person.language):
        context = {
            "user": person,
            "base_url": settings.BASE_URL,
            "code": call.give_code(),
            "ends_at": call.drill.ends_at,
            "answer_url": f"{settings.BASE_URL}{reverse('directory:drill_answer')}",
        }
        mail: EmailMessage = get_adapter().render_mail("account/email/drill", person.email, context)
    return mail


SILENCE = Reviewable(
    code=KIND,
    title=gettext_lazy("Tests that were not answered"),
    model=DrillCall,
    permission="directory.test_contacts",
    summary="directory/desk_silence.html",
    related=("drill", "seat__role", "seat__administration", "seat__partner", "seat__region",
             "person"),
    name=lambda call: str(call.seat),
    language=lambda call: call.person.language,
    checklist=(gettext_lazy("We called on a number that we had before."),),
    decisions=(
        Decision(
            code="reached",
            key="a",
            label=gettext_lazy("Reached by telephone"),
            outcome=gettext_lazy("Reached"),
            hint=gettext_lazy("The seat counts as reachable again."),
            verb=lambda call, *, by, reason: call.settle(by=by, is_reached=True),
        ),
        Decision(
            code="lost",
            label=gettext_lazy("Cannot be reached"),
            outcome=gettext_lazy("Not reached"),
            hint=gettext_lazy("The seat stays flagged. Ask the administration for a letter."),
            verb=lambda call, *, by, reason: call.settle(by=by, is_reached=False),
            needs_reason=True,
        ),
    ),
    outcomes={"answered": gettext_lazy("Answered a later test")},
    working_days=5,
    place=30,
)  # fmt: skip
