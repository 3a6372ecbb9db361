"""Changes that two decide, on the desk; and the mails that tell of a moved address."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from directory import mailing
from directory.addresses import Finding, findings
from directory.models import AllowedDomain, MoveNotice, PendingChange
from directory.models.pending_change import CHANGES, ROLES, SEATS
from portal.desk.registry import Decision, Reviewable

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


def _by_two(code: str, **values: Any) -> Reviewable:
    """Return a kind of change that one officer asks for and another decides."""
    return Reviewable(
        code=code,
        model=PendingChange,
        summary="directory/desk_change.html",
        decisions=DECISIONS,
        outcomes=OUTCOMES,
        related=RELATED,
        name=str,
        language=_language,
        by_another=True,
        working_days=2,
        **values,
    )


REVIEWABLES = [
    _by_two(
        CHANGES,
        title=_("Addresses and numbers of seats"),
        permission="directory.check_change",
        checklist=(
            _("We asked the person on a number or an address that we had before."),
            _("The new address or number belongs to the person or the office."),
        ),
        place=15,
    ),
    _by_two(
        ROLES,
        title=_("Roles to give"),
        permission="directory.check_role",
        checklist=(_("The person needs this role for the work that they do now."),),
        place=16,
    ),
    _by_two(
        SEATS,
        title=_("Seats to give without a letter"),
        permission="directory.check_seat",
        checklist=(
            _("We asked the office on a number or an address that we had before."),
            _("The reason says why there is no letter."),
        ),
        place=19,
    ),
]


def expire_stale() -> int:
    """Close what waited too long."""
    return sum(change.expire() for change in PendingChange.objects.stale()[:MOST])


def tell_due() -> int:
    """Tell the old and the new mailbox of moved accounts, each for itself."""
    notices = MoveNotice.objects.due().select_related("change__person").order_by("pk")
    return mailing.send_all(notices[:MOST], _compose)


def _compose(notice: MoveNotice) -> EmailMessage:
    change, person = notice.change, notice.person
    context = {"user": person, "base_url": settings.BASE_URL, "from_email": change.before}
    # Whoever reads the old mailbox, perhaps by a mistake of ours, learns no new address.
    if notice.mailbox == notice.Mailbox.NEW:
        context["to_email"] = change.value
    with translation.override(person.language):
        mail: EmailMessage = get_adapter().render_mail(
            "account/email/address_moved", notice.address, context
        )
    return mail
