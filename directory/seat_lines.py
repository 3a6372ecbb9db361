"""A seat on the card of its holder: its state, on what evidence, and since when."""

import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.models import Holding, Nomination, Seat
from directory.models.seat_role import seat_name


class SeatLine(NamedTuple):
    """A seat that the person holds today."""

    kind: str
    place: str
    since_text: str
    holding: int
    state: str
    state_since_text: str
    unreachable_text: str | None
    mailbox: str
    origin: str | None
    decided_text: str | None
    public_id: str
    has_letter: bool

    @property
    def title(self) -> str:
        """What the seat is called."""
        return seat_name(self.kind)

    @property
    def since(self) -> datetime.datetime:
        """When the person took it."""
        return datetime.datetime.fromisoformat(self.since_text)

    @property
    def is_unreachable(self) -> bool:
        """Whether mail or a test of contact did not reach the seat."""
        return self.unreachable_text is not None


class Stamp(NamedTuple):
    """An official state: how it looks, what it is, why and since when."""

    state: str
    icon: str
    what: str
    why: str


def stamp_of_holding(holding: Holding) -> Stamp:
    """Return the state of a seat, fetched with its holder, its nomination and `with_letter`."""
    seat, named = holding.seat, holding.nomination
    unreachable = seat.unreachable_since
    line = SeatLine(
        kind=seat.role_id,
        place="",
        since_text=holding.since.isoformat(),
        holding=holding.pk,
        state=seat.state,
        state_since_text=seat.state_since.isoformat(),
        unreachable_text=unreachable.isoformat() if unreachable else None,
        mailbox=seat.mailbox,
        origin=named.origin if named else None,
        decided_text=named.decided_at.isoformat() if named and named.decided_at else None,
        public_id=seat.public_id,
        has_letter=getattr(holding, "has_letter", False),
    )
    return stamp_of(line, holding.person)


def stamp_of(seat: SeatLine, person: Any) -> Stamp:
    """Return the state of a seat with its reasons, the most telling first."""
    reasons = [_verified(seat), _confirmed(person)]
    if seat.unreachable_text is not None:
        since = _("Mail or a test of contact failed on %(date)s.") % {
            "date": _day(seat.unreachable_text)
        }
        return Stamp("late", "stop", _("Cannot be reached"), " ".join([since, *reasons]))
    looks = {
        Seat.State.DUE: ("due", "clock", _("Confirmation due by %(date)s.")),
        Seat.State.OVERDUE: ("late", "stop", _("To be confirmed by %(date)s.")),
        Seat.State.LAPSED: ("void", "clock", _("To be confirmed by %(date)s.")),
    }
    if seat.state not in looks or person.confirm_by is None:
        return Stamp("ok", "check", _("Verified"), " ".join(reasons))
    state, icon, late = looks[Seat.State(seat.state)]
    reasons.insert(0, late % {"date": date_format(person.confirm_by)})
    return Stamp(state, icon, str(Seat.State(seat.state).label), " ".join(reasons))


def _verified(seat: SeatLine) -> str:
    """Return who verified the holder of the seat, on what, and when."""
    if seat.decided_text is None:
        words = _("Given by the WCO without a letter on %(date)s.")
        return words % {"date": _day(seat.since_text)}
    return _evidence(seat) % {"date": _day(seat.decided_text)}


def _evidence(seat: SeatLine) -> str:
    """Return the words for what the nomination stood on; a letter says more than a name."""
    origin = Nomination.Origin(str(seat.origin))
    if origin == Nomination.Origin.IMPORT:
        return _("Verified by the WCO from a list of contacts on %(date)s.")
    if origin == Nomination.Origin.HANDOVER:
        return _("Handed over by the holder before, and verified by the WCO on %(date)s.")
    if seat.has_letter:
        return _("Verified by the WCO from a letter on %(date)s.")
    if origin == Nomination.Origin.PROPOSAL:
        return _("Named by the contact point, and verified by the WCO on %(date)s.")
    return _("Verified by the WCO on %(date)s.")


def _confirmed(person: Any) -> str:
    if person.confirmed_at is None:
        return _("Not confirmed by the holder yet.")
    return _("Confirmed by the holder on %(date)s.") % {
        "date": date_format(timezone.localtime(person.confirmed_at))
    }


def _day(text: str) -> str:
    return date_format(timezone.localtime(datetime.datetime.fromisoformat(text)))
