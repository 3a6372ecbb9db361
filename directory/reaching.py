"""Contacts that cannot be reached: mail that comes back, tests not answered, and the desk."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Seat
from directory.models.seat import BOUNCE, CAME_BACK, MAILBOX
from portal.desk.registry import Decision, Reviewable
from portal.notifications.models import MailSetting


def watch(person: Any, works: bool, by: Model | None) -> None:
    """Mark every seat that a person holds, as the mail to their address comes back or arrives."""
    for seat in Seat.objects.held_by(person).order_by("pk"):
        if works:
            seat.note_reachable(by=by)
        else:
            seat.note_unreachable(why=CAME_BACK, by=by)


def works_again(seat: Seat, *, by: Any, reason: str) -> bool:
    """Say that the contact can be reached: mail is sent to the holder and the mailbox again.

    Whoever is reached is reached in every seat of theirs.
    """
    holding = seat.holdings.current().select_related("person").first()
    held = set(Seat.objects.held_by(holding.person).values_list("pk", flat=True)) if holding else ()
    same = Seat.objects.filter(mailbox=seat.mailbox).exclude(mailbox="")
    share = set(same.values_list("pk", flat=True)) if seat.mailbox_lost_since else ()
    for each in Seat.objects.filter(pk__in={*held, *share}).order_by("pk"):
        if each.pk in held:
            each.note_reachable(by=by, why=reason)
        if each.pk in share:
            each.note_reachable(MAILBOX, by=by, why=reason)
    if holding and MailSetting.of(holding.person).unreachable_since:
        MailSetting.reachable_again(person=holding.person, by=by)
    return True


def _stays_lost(seat: Seat, *, by: Any, reason: str) -> bool:
    return seat.unreachable_since is not None


def _address(seat: Seat) -> str | None:
    holding = seat.holdings.current().select_related("person").first()
    return reverse("directory:address_ask", args=[holding.person.public_id]) if holding else None


BOUNCES = Reviewable(
    code=BOUNCE,
    title=_("Contacts that cannot be reached"),
    model=Seat,
    permission="directory.keep_seats",
    summary="directory/desk_bounce.html",
    checklist=(_("We called on a number that we had before."),),
    decisions=(
        Decision(
            code="works",
            key="a",
            label=_("They can be reached"),
            outcome=_("Reachable again"),
            hint=_("Mail is sent to the same address again. Say how you reached them."),
            verb=works_again,
            needs_reason=True,
        ),
        Decision(
            code="address",
            label=_("Ask for another e-mail"),
            outcome=_("Address changed"),
            href=_address,
            is_offered=lambda seat: seat.is_held and seat.holder_lost_since is not None,
        ),
        Decision(
            code="mailbox",
            label=_("Give another mailbox"),
            outcome=_("Mailbox changed"),
            href=lambda seat: f"{seat.get_absolute_url()}#h-mailbox",
            is_offered=lambda seat: seat.mailbox_lost_since is not None,
        ),
        Decision(
            code="lost",
            label=_("Cannot be reached"),
            outcome=_("Not reached"),
            hint=_("The seat stays flagged. Ask the administration for a letter."),
            verb=_stays_lost,
            needs_reason=True,
        ),
    ),
    outcomes={
        "reachable": _("Reachable again"),
        "left": _("The holder left"),
        "elsewhere": _("Decided elsewhere"),
    },
    related=("role", "administration", "region", "partner"),
    name=str,
    working_days=5,
    place=40,
)
