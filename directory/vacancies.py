"""Vacant contact points on the desk: an officer asks the administration for a letter."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.confirming import is_back
from directory.models import Administration, Seat
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable

KIND = "directory.vacancy"
POINT = Seat.Kind.CONTACT_POINT


def are_named() -> bool:
    """Return whether an empty seat is called vacant: sample data never say that of a Member."""
    return not settings.DEMO


def vacant() -> QuerySet[Seat]:
    """Return the contact points of Members that stand vacant; a sample Member never counts."""
    seats = Seat.objects.filter(
        role__code=POINT,
        state=Seat.State.VACANT,
        administration__kind=Administration.Kind.MEMBER,
    )
    return seats if are_named() else seats.none()


def make_seats() -> int:
    """Make the contact point of each Member that never had one; return how many were missing."""
    if settings.DEMO:
        return 0
    having = Seat.objects.filter(role__code=POINT, administration=OuterRef("pk"))
    missing = Administration.objects.members().filter(~Exists(having)).order_by("pk")
    seats = [Seat(role_id=POINT, administration=each) for each in missing]
    # A colleague who names somebody makes it at the same moment.
    Seat.objects.bulk_create(seats, ignore_conflicts=True)
    return len(seats)


def keep_queue() -> int:
    """Put vacant seats on the desk, settle what is filled; return how many items changed."""
    make_seats()
    seats = {str(seat.pk): seat for seat in vacant().select_related("administration")}
    standing = {item.subject: item for item in WorkItem.objects.standing().filter(kind=KIND)}
    changed = 0
    for subject in seats.keys() - standing.keys():
        seat = seats[subject]
        # Each time that it falls vacant is an occasion of its own.
        once = f"{KIND}:{seat.pk}:{seat.state_since:%Y%m%d%H%M%S}"
        WorkItem.put(KIND, on=seat, by=None, once=once, is_quiet=True)
        changed += 1
    for subject in standing.keys() - seats.keys():
        settle(Seat.objects.get(pk=subject), by=None)
        changed += 1
    for subject in standing.keys() & seats.keys():
        if is_back(standing[subject]):
            WorkItem.put(KIND, on=seats[subject], by=None)
            changed += 1
    return changed


def settle(seat: Seat, *, by: Any) -> bool:
    """Take a seat off the desk, for which somebody is named now."""
    return WorkItem.settle(KIND, on=seat, by=by, outcome="named")


def ask_for_letter(seat: Seat, *, by: Any, reason: str) -> bool:
    """Note that the administration was asked for a letter; the clock stands until it comes."""
    if seat.state != Seat.State.VACANT:
        return False
    personal = {"note": reason} if reason else None
    record("directory.ask_for_letter", by=by, on=seat, personal=personal)
    return True


def letter_form(seat: Seat) -> str:
    """Return the address of the form that records a letter for this seat."""
    given = {"administration": seat.administration.iso2} if seat.administration else {}
    return f"{reverse('directory:nomination_add')}?{urlencode(given | {'seat': seat.role_id})}"


VACANCIES = Reviewable(
    code=KIND,
    title=_("Vacancies"),
    model=Seat,
    permission="directory.record_letter",
    summary="directory/desk_vacancy.html",
    related=("role", "administration__region"),
    name=str,
    decisions=(
        Decision(
            code="asked",
            key="r",
            label=_("Letter asked for"),
            outcome=_("Letter asked for"),
            hint=_("The clock stands. After 30 days without an answer it is here again."),
            verb=ask_for_letter,
            is_return=True,
        ),
        Decision(
            code="record",
            label=_("Record a letter"),
            outcome=_("Somebody is named"),
            href=letter_form,
        ),
    ),
    outcomes={"named": _("Somebody is named")},
    working_days=10,
    place=20,
)
