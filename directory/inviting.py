"""Invitations on their way: the code is made when its mail leaves, and never kept.

What nobody used in its time goes to the desk: the mail may have gone to a wrong mailbox.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from directory import mailing
from directory.models import Invitation
from directory.models.invitation import GOOD_FOR
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable

KIND = "directory.invitation"

# What one run sends at most; beat runs it again.
MOST = 200


def send_due() -> int:
    """Send the codes that wait; one that cannot be sent waits for the next run."""
    waiting = Invitation.objects.due().select_related("person").order_by("pk")
    return mailing.send_all(waiting[:MOST], _compose)


def _compose(invitation: Invitation) -> EmailMessage:
    person = invitation.person
    with translation.override(person.language):
        context = {
            "user": person,
            "base_url": settings.BASE_URL,
            "code": invitation.give_code(),
            "hours": int(GOOD_FOR.total_seconds() // 3600),
            "join_url": f"{settings.BASE_URL}{reverse('directory:join')}",
        }
        mail: EmailMessage = get_adapter().render_mail(
            "account/email/invitation", person.email, context
        )
    return mail


def keep_queue() -> int:
    """Put invitations that nobody used on the desk, settle the others; return how many changed."""
    unused = {str(each.pk): each for each in Invitation.objects.unused().select_related("person")}
    standing = set(WorkItem.objects.standing().filter(kind=KIND).values_list("subject", flat=True))
    for subject in unused.keys() - standing:
        once = f"{KIND}:{subject}"
        WorkItem.put(KIND, on=unused[subject], by=None, once=once, is_quiet=True)
    over = Invitation.objects.filter(pk__in=standing - unused.keys())
    for invitation in over:
        WorkItem.settle(KIND, on=invitation, by=None, outcome="over")
    return len(unused.keys() - standing) + len(over)


def _send_again(invitation: Invitation, *, by: Any, reason: str) -> bool:
    if invitation.person.state != "unconfirmed":
        return False
    Invitation.send_to(invitation.person, by=by)
    return True


def _address(invitation: Invitation) -> str:
    return reverse("directory:address_ask", args=[invitation.person.public_id])


UNUSED = Reviewable(
    code=KIND,
    title=_("Invitations that nobody used"),
    model=Invitation,
    permission="directory.record_letter",
    summary="directory/desk_invitation.html",
    related=("person__administration", "person__partner", "invited_by"),
    name=lambda invitation: invitation.person.name,
    language=lambda invitation: invitation.person.language,
    checklist=(_("The address is the one that the letter names."),),
    decisions=(
        Decision(
            code="again",
            key="a",
            label=_("Send a new code"),
            outcome=_("New code sent"),
            hint=_("It goes to the same address. An earlier code no longer works."),
            verb=_send_again,
        ),
        Decision(
            code="address",
            label=_("Ask for another e-mail"),
            outcome=_("Address changed"),
            href=_address,
        ),
        Decision(
            code="revoke",
            key="r",
            label=_("Invite nobody"),
            outcome=_("Invitation revoked"),
            hint=_("The account stays closed. A new invitation can be sent later."),
            verb=lambda invitation, *, by, reason: invitation.revoke(by=by),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={"over": _("Used, or invited again")},
    working_days=5,
    place=18,
)
