"""Changes that two decide, on the desk; and the mails that tell of a moved address."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from directory.addresses import Finding, findings
from directory.models import AllowedDomain, PendingChange
from directory.models.pending_change import CHANGES, ROLES
from portal.desk.registry import Decision, Reviewable

logger = logging.getLogger(__name__)

# What one run does at most; beat runs it again.
MOST = 200


def findings_of(change: PendingChange) -> list[Finding]:
    """Return what is odd about the new address, if it is one."""
    home = change.seat.place if change.seat else change.person and change.person.home
    if change.what not in ("email", "mailbox") or not change.value:
        return []
    domains = AllowedDomain.objects.of(home).values_list("domain", flat=True)
    return findings(change.value, set(domains))


def _accept(change: PendingChange, *, by: Any, reason: str) -> bool:
    return change.accept(by=by, reason=reason)


def _refuse(change: PendingChange, *, by: Any, reason: str) -> bool:
    return change.refuse(by=by, reason=reason)


def _language(change: PendingChange) -> str:
    return change.person.language if change.person else change.asked_by.language


DECISIONS = (
    Decision(
        code="accept",
        key="a",
        label=_("Make the change"),
        outcome=_("Changed"),
        hint=_("You are the second of two. It counts at once, and the person is told."),
        verb=_accept,
    ),
    Decision(
        code="refuse",
        key="r",
        label=_("Refuse"),
        outcome=_("Refused"),
        verb=_refuse,
        needs_reason=True,
        is_danger=True,
    ),
)
OUTCOMES = {"withdrawn": _("Withdrawn"), "expired": _("Expired")}
RELATED = (
    "person__administration", "person__partner", "seat__role", "seat__administration",
    "seat__region", "seat__partner", "asked_by", "audience",
)  # fmt: skip

REVIEWABLES = [
    Reviewable(
        code=CHANGES,
        title=_("Addresses and numbers of seats"),
        model=PendingChange,
        permission="directory.check_change",
        summary="directory/desk_change.html",
        decisions=DECISIONS,
        checklist=(
            _("We asked the person on a number or an address that we had before."),
            _("The new address or number belongs to the person or the office."),
        ),
        outcomes=OUTCOMES,
        related=RELATED,
        name=str,
        language=_language,
        by_another=True,
        working_days=2,
        place=15,
    ),
    Reviewable(
        code=ROLES,
        title=_("Roles to give"),
        model=PendingChange,
        permission="directory.check_role",
        summary="directory/desk_change.html",
        decisions=DECISIONS,
        checklist=(_("The person needs this role for the work that they do now."),),
        outcomes=OUTCOMES,
        related=RELATED,
        name=str,
        language=_language,
        by_another=True,
        working_days=2,
        place=16,
    ),
]


def expire_stale() -> int:
    """Close what waited too long."""
    return sum(change.expire() for change in PendingChange.objects.stale()[:MOST])


def tell_due() -> int:
    """Tell the old and the new mailbox of moved accounts; what cannot be sent waits."""
    told = 0
    for pk in list(PendingChange.objects.untold().values_list("pk", flat=True)[:MOST]):
        with transaction.atomic():
            rows = PendingChange.objects.untold().filter(pk=pk)
            change = rows.select_for_update(skip_locked=True).first()
            if change is None:
                continue
            try:
                _tell(change)
            except OSError:
                logger.exception("Nobody could be told of the change %s.", change.public_id)
                continue
            change.note_told()
            told += 1
    return told


def _tell(change: PendingChange) -> None:
    person: Any = change.person
    # Whoever reads the old mailbox, perhaps by a mistake of ours, learns no new address.
    new = {"from_email": change.before, "to_email": change.value}
    with translation.override(person.language):
        for address, known in ((change.before, {"from_email": change.before}), (change.value, new)):
            context = {"user": person, "base_url": settings.BASE_URL} | known
            get_adapter().render_mail("account/email/address_moved", address, context).send()
