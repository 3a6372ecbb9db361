"""Which kinds of seat sign for an administration, on the desk: one asks, another decides."""

from django.utils.translation import gettext_lazy as _

from directory.models import SeatRole
from directory.models.seat_role import SIGNING
from portal.desk.registry import Decision, Reviewable

WHO_SIGNS = Reviewable(
    code=SIGNING,
    title=_("Kinds of seat that sign"),
    model=SeatRole,
    permission="directory.keep_seats",
    summary="directory/desk_signing_seat.html",
    related=("stands_in_for",),
    name=lambda role: str(role.name),
    by_another=True,
    decisions=(
        Decision(
            code="accept",
            key="a",
            label=_("Make the change"),
            outcome=_("Changed"),
            hint=_("It counts at once, for every administration."),
            verb=lambda role, *, by, reason: role.settle_signing(by=by, is_accepted=True),
        ),
        Decision(
            code="refuse",
            key="r",
            label=_("Refuse"),
            outcome=_("Refused"),
            verb=lambda role, *, by, reason: role.settle_signing(by=by, is_accepted=False),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    working_days=2,
    place=17,
)
