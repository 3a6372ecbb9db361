"""What asking and unsealing put on the desk: exchanges that were reported, and requests to see."""

from django.utils.translation import gettext_lazy as _

from guidelines.models import Relay, Unsealing
from guidelines.models.relay import REPORTED
from guidelines.models.unsealing import UNSEALING
from portal.desk.registry import Decision, Reviewable

REPORTED_RELAYS = Reviewable(
    code=REPORTED,
    title=_("Reported questions to authors"),
    model=Relay,
    permission="guidelines.edit_record",
    summary="guidelines/desk_relay.html",
    related=("record", "asker__administration"),
    name=lambda relay: str(relay.record.local_title),
    language=lambda relay: relay.asker.language if relay.asker else "en",
    decisions=(
        Decision(
            code="leave",
            key="a",
            label=_("Let it go on"),
            outcome=_("Left as it is"),
            verb=lambda relay, *, by, reason: relay.leave(by=by, reason=reason),
        ),
        Decision(
            code="stop",
            key="r",
            label=_("End it for both"),
            outcome=_("Ended"),
            hint=_("Both are told, and both still read it."),
            verb=lambda relay, *, by, reason: relay.stop(by=by, reason=reason),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={"ended": _("Ended by one of the two")},
    working_days=2,
    place=46,
    by_another=True,
)
UNSEALINGS = Reviewable(
    code=UNSEALING,
    title=_("Requests to see whose guidance it is"),
    model=Unsealing,
    permission="guidelines.unseal_identity",
    summary="guidelines/desk_unsealing.html",
    related=("record", "asked_by"),
    name=lambda row: str(row.record.local_title),
    checklist=(
        _("The reason cannot be met by asking the author through the portal."),
        _("The author will read the reason."),
    ),
    decisions=(
        Decision(
            code="agree",
            key="a",
            label=_("Agree"),
            outcome=_("Agreed"),
            hint=_("You and whoever asked see it for 24 hours. The author is told why."),
            verb=lambda row, *, by, reason: row.agree(by=by, reason=reason),
        ),
        Decision(
            code="refuse",
            key="r",
            label=_("Refuse"),
            outcome=_("Refused"),
            verb=lambda row, *, by, reason: row.refuse(by=by, reason=reason),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    working_days=2,
    place=45,
    by_another=True,
)
REVIEWABLES = (UNSEALINGS, REPORTED_RELAYS)
