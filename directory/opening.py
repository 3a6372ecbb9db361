"""Partners that are invited to the directory, on the desk: one asks, another decides."""

from django.utils.translation import gettext_lazy as _

from directory.models import PartnerOpening
from directory.models.partner_opening import OPENING
from portal.desk.registry import Decision, Reviewable

# What one run does at most; beat runs it again.
MOST = 200

OPENINGS = Reviewable(
    code=OPENING,
    title=_("Partners invited to the directory"),
    model=PartnerOpening,
    permission="directory.open_directory",
    summary="directory/desk_opening.html",
    related=("partner", "asked_by"),
    name=str,
    by_another=True,
    checklist=(
        _("The organisation needs the contacts of Members for the work that the reason names."),
        _("Whoever speaks for it is named on its page."),
    ),
    decisions=(
        Decision(
            code="accept",
            key="a",
            label=_("Invite them"),
            outcome=_("Invited"),
            hint=_(
                "Its contacts read cards at once, as officers of Members do, until the last day."
            ),
            verb=lambda opening, *, by, reason: opening.accept(by=by),
        ),
        Decision(
            code="refuse",
            key="r",
            label=_("Refuse"),
            outcome=_("Refused"),
            verb=lambda opening, *, by, reason: opening.refuse(by=by),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={"withdrawn": _("Withdrawn"), "expired": _("Expired")},
    working_days=2,
    place=18,
)


def close_over() -> int:
    """Close what is over: it lets nobody read since its last day, and the log says so."""
    rows = PartnerOpening.objects.over().select_related("partner")
    return sum(opening.close(by=None) for opening in rows[:MOST])
